import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { momentIn, type OwnShift } from './time';
import { TimeField } from './TimeField';
import type { Act } from './Shifts';
import { useWords } from './words';

interface Props {
  shift: OwnShift;
  client: Client;
  act: Act;
}

function Care({ shift, client, act, onDone }: Props & { onDone: () => void }) {
  const { t, formats } = useWords();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const inShift = (time: string): string => momentIn(shift, time, formats.timeZone);
  const add = (): void => {
    const care = [...shift.care, { begins_at: inShift(from), ends_at: inShift(to) }];
    void act(() => client.post(`/v1/me/shifts/${shift.id}/care`, { care })).then(
      (isDone) => isDone && onDone(),
    );
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <p class="soft">{t('care_text')}</p>
      <div class="ways">
        <TimeField label={t('from')} kind="time" value={from} onChange={setFrom} />
        <TimeField label={t('to')} kind="time" value={to} onChange={setTo} />
      </div>
      <Button type="submit" look="main" isDisabled={from === '' || to === ''}>
        {t('care_add')}
      </Button>
    </form>
  );
}

/** One shift of mine, and what I may do with it without giving a reason. */
export function ShiftCard({ shift, client, act }: Props) {
  const { t, formats } = useWords();
  const [isCaring, setCaring] = useState(false);
  const isOpen = shift.state === 'agreed';
  const path = `/v1/me/shifts/${shift.id}`;
  return (
    <article class="card stack">
      <h2>{formats.date(shift.starts_at)}</h2>
      <p class="what number">
        {formats.span({ from: shift.starts_at, to: shift.ends_at })} · {t(`ride_${shift.profile}`)}
      </p>
      {shift.is_offered && <p>{t('shift_is_offered')}</p>}
      {shift.care.map((care) => (
        <div key={care.begins_at} class="row apart">
          <span>
            {t('care_window')} {formats.span({ from: care.begins_at, to: care.ends_at })}
          </span>
          {isOpen && (
            <Button
              label={t('care_remove')}
              onPress={() =>
                void act(() =>
                  client.post(`${path}/care`, { care: shift.care.filter((one) => one !== care) }),
                )
              }
            >
              {t('remove')}
            </Button>
          )}
        </div>
      ))}
      {isOpen && (
        <div class="ways">
          <Button isPressed={isCaring} onPress={() => setCaring(!isCaring)}>
            {t('care_window')}
          </Button>
          <Button
            onPress={() =>
              void act(() => client.post(`${path}/offer`, { is_offered: !shift.is_offered }))
            }
          >
            {t(shift.is_offered ? 'shift_keep' : 'shift_offer')}
          </Button>
          <Button onPress={() => void act(() => client.remove(path))}>{t('shift_cancel')}</Button>
        </div>
      )}
      {isCaring && <Care shift={shift} client={client} act={act} onDone={() => setCaring(false)} />}
    </article>
  );
}
