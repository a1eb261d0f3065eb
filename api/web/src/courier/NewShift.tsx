import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import type { Act } from './Shifts';
import { dayAfter, momentOf } from '../shared/moments';
import { TimeField } from './TimeField';
import { useWords } from './words';

/** Another shift, agreed to by whoever works it. */
export function NewShift({ client, act }: { client: Client; act: Act }) {
  const { t, formats } = useWords();
  const [day, setDay] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const send = (): void => {
    const starts_at = momentOf(day, from, formats.timeZone);
    const ends_at = momentOf(to <= from ? dayAfter(day, 1) : day, to, formats.timeZone);
    void act(() => client.post('/v1/me/shifts', { starts_at, ends_at })).then(
      (isDone) => isDone && setDay(''),
    );
  };
  return (
    <details class="why">
      <summary>{t('shift_add')}</summary>
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <TimeField label={t('day')} kind="date" value={day} onChange={setDay} />
        <div class="ways">
          <TimeField label={t('from')} kind="time" value={from} onChange={setFrom} />
          <TimeField label={t('to')} kind="time" value={to} onChange={setTo} />
        </div>
        <Button type="submit" look="main" isDisabled={day === '' || from === '' || to === ''}>
          {t('shift_agree')}
        </Button>
      </form>
    </details>
  );
}
