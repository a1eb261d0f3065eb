import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import type { Act } from './Shifts';
import type { Absence } from './time';
import { TimeField } from './TimeField';
import { useWords } from './words';

interface Props {
  absences: Absence[];
  client: Client;
  act: Act;
}

/** Days on which I am not there: holidays or anything else, which nobody asks. */
export function Away({ absences, client, act }: Props) {
  const { t, formats } = useWords();
  const [first, setFirst] = useState('');
  const [last, setLast] = useState('');
  return (
    <details class="why">
      <summary>{t('away')}</summary>
      <div class="card stack">
        <p class="soft">{t('away_text')}</p>
        {absences.map((one) => (
          <div key={one.id} class="row apart">
            <span>
              {formats.day(one.first_day)} – {formats.day(one.last_day)}
            </span>
            <Button onPress={() => void act(() => client.remove(`/v1/me/absences/${one.id}`))}>
              {t('remove')}
            </Button>
          </div>
        ))}
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            const body = { first_day: first, last_day: last === '' ? first : last };
            void act(() => client.post('/v1/me/absences', body)).then((isDone) => {
              if (!isDone) return;
              setFirst('');
              setLast('');
            });
          }}
        >
          <div class="ways">
            <TimeField label={t('first_day')} kind="date" value={first} onChange={setFirst} />
            <TimeField label={t('last_day')} kind="date" value={last} onChange={setLast} />
          </div>
          <Button type="submit" isDisabled={first === ''}>
            {t('away_add')}
          </Button>
        </form>
      </div>
    </details>
  );
}
