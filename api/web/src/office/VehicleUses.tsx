import { useCallback, useState } from 'preact/hooks';
import { useAnswer, useSending } from '../shared/asking';
import { Button } from '../shared/Button';
import { Failure } from '../shared/Failure';
import { Choice } from '../shared/fields';
import type { Desk } from './desk';
import { dayAfter } from '../shared/moments';
import { type Roster } from './shifts';
import { isFreeFor, type Vehicle } from '../console/vehicles';
import { useWords } from './words';

interface Props {
  desk: Desk;
  known: Vehicle;
  path: string;
  onDone: (text: string) => void;
}

const AHEAD_DAYS = 13;

/** Who has a vehicle in which shift, and giving it to another one. */
export function VehicleUses({ desk, known, path, onDone }: Props) {
  const { t, formats } = useWords();
  const { client, today, nameOf } = desk;
  const [shift, setShift] = useState('');
  const ask = useCallback(() => {
    const days = { first_day: today, last_day: dayAfter(today, AHEAD_DAYS) };
    return client.get<Roster>(`/v1/shifts?${new URLSearchParams(days)}`);
  }, [client, today]);
  const { found, failure } = useAnswer(ask);
  const sending = useSending();
  const has = new Set(known.shifts.map(({ shift_id: id }) => id));
  const free = (found?.shifts ?? []).filter(
    (one) =>
      (one.state === 'agreed' || one.state === 'begun') &&
      !has.has(one.id) &&
      isFreeFor(known, one),
  );
  const hours = (one: { starts_at: string; ends_at: string }): string =>
    `${formats.moment(one.starts_at)}–${formats.time(one.ends_at)}`;
  const attempt = (work: () => Promise<unknown>, text: string): void =>
    sending.send(work, () => onDone(text));
  return (
    <section class="stack office-part">
      <h3>{t('office_vehicle_uses')}</h3>
      <Failure error={sending.failure ?? failure} />
      {known.shifts.length === 0 && <p class="soft">{t('office_vehicle_nobody')}</p>}
      <ul class="stack">
        {known.shifts.map((use) => (
          <li key={use.shift_id} class="row wrap">
            <strong>{nameOf(use.courier_id)}</strong>
            <span class="number grow">{hours(use)}</span>
            {use.state === 'agreed' && (
              <Button
                isBusy={sending.isBusy}
                onPress={() =>
                  attempt(
                    () => client.remove(`${path}/shifts/${encodeURIComponent(use.shift_id)}`),
                    t('office_vehicle_taken_back', { name: nameOf(use.courier_id) }),
                  )
                }
              >
                {t('office_vehicle_take_back')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <div class="row wrap office-line">
        <Choice
          label={t('office_vehicle_lend_to')}
          value={shift}
          ask={t('office_vehicle_choose')}
          options={free.map((one) => ({
            value: one.id,
            text: `${nameOf(one.courier_id)} · ${hours(one)}`,
          }))}
          onChange={setShift}
        />
        <Button
          isDisabled={shift === ''}
          isBusy={sending.isBusy}
          onPress={() => {
            const to = free.find(({ id }) => id === shift)?.courier_id ?? '';
            attempt(
              () => client.post(`${path}/shifts`, { shift_id: shift }),
              t('office_vehicle_lent', { name: nameOf(to), vehicle: known.name }),
            );
          }}
        >
          {t('office_vehicle_lend')}
        </Button>
      </div>
    </section>
  );
}
