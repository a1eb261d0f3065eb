import { useEffect, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Choice } from '../shared/fields';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
import type { Desk } from './desk';
import type { DeskShift, Roster } from './shifts';
import { isFreeFor, type Vehicle } from '../console/vehicles';
import { useWords } from './words';

interface Props {
  desk: Desk;
  known: Vehicle;
  path: string;
  onDone: (text: string) => void;
}

const AHEAD_DAYS = 13;

/** The last of the days for which a vehicle is given out here. */
function lastDay(first: string): string {
  const day = new Date(`${first}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + AHEAD_DAYS);
  return day.toISOString().slice(0, 10);
}

/** Who has a vehicle in which shift, and giving it to another one. */
export function VehicleUses({ desk, known, path, onDone }: Props) {
  const { t, formats } = useWords();
  const failureText = useFailureText();
  const { client, today, nameOf } = desk;
  const [shifts, setShifts] = useState<DeskShift[]>([]);
  const [shift, setShift] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    const query = new URLSearchParams({ first_day: today, last_day: lastDay(today) });
    client.get<Roster>(`/v1/shifts?${query}`).then((found) => setShifts(found.shifts), setFailure);
  }, [client, today]);
  const has = new Set(known.shifts.map(({ shift_id: id }) => id));
  const free = shifts.filter(
    (one) =>
      (one.state === 'agreed' || one.state === 'begun') &&
      !has.has(one.id) &&
      isFreeFor(known, one),
  );
  const hours = (one: { starts_at: string; ends_at: string }): string =>
    `${formats.moment(one.starts_at)}–${formats.time(one.ends_at)}`;
  const attempt = (work: Promise<unknown>, text: string): void => {
    setFailure(null);
    work.then(() => onDone(text), setFailure);
  };
  return (
    <section class="stack office-part">
      <h3>{t('office_vehicle_uses')}</h3>
      {failure !== null && (
        <Notice tone="breaks" isLive>
          {failureText(failure)}
        </Notice>
      )}
      {known.shifts.length === 0 && <p class="soft">{t('office_vehicle_nobody')}</p>}
      <ul class="stack">
        {known.shifts.map((use) => (
          <li key={use.shift_id} class="row wrap">
            <strong>{nameOf(use.courier_id)}</strong>
            <span class="number grow">{hours(use)}</span>
            {use.state === 'agreed' && (
              <Button
                onPress={() =>
                  attempt(
                    client.remove(`${path}/shifts/${encodeURIComponent(use.shift_id)}`),
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
          onPress={() => {
            const to = free.find(({ id }) => id === shift)?.courier_id ?? '';
            attempt(
              client.post(`${path}/shifts`, { shift_id: shift }),
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
