import { useState } from 'preact/hooks';
import { useSending } from '../shared/asking';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { Failure } from '../shared/Failure';
import { Text } from '../shared/fields';
import type { Away, CrewMember } from './crew';
import { useWords } from './words';

interface Props {
  client: Client;
  known: CrewMember;
  onChanged: () => void;
}

/** When somebody is away: as they said on their phone, or told the desk. */
export function AwayList({ client, known, onChanged }: Props) {
  const { t, formats } = useWords();
  const [list, setList] = useState<Away[]>(known.absences);
  const [first, setFirst] = useState('');
  const [last, setLast] = useState('');
  const { isBusy, failure, send } = useSending();
  const path = `/v1/couriers/${encodeURIComponent(known.id)}/absences`;
  const add = (): void =>
    send(
      () => client.post<Away>(path, { first_day: first, last_day: last || first }),
      (made) => {
        setList((known) =>
          [...known, made].toSorted((a, b) => a.first_day.localeCompare(b.first_day)),
        );
        setFirst('');
        setLast('');
        onChanged();
      },
    );
  const remove = (id: string): void =>
    send(
      () => client.remove(`${path}/${encodeURIComponent(id)}`),
      () => {
        setList((known) => known.filter((one) => one.id !== id));
        onChanged();
      },
    );
  return (
    <section class="stack office-part">
      <h3>{t('office_away')}</h3>
      <Failure error={failure} />
      {list.length === 0 && <p class="soft">{t('office_away_none')}</p>}
      <ul>
        {list.map((one) => {
          const days = t('office_days', {
            first: formats.day(one.first_day),
            last: formats.day(one.last_day),
          });
          return (
            <li key={one.id} class="row apart">
              <span>{days}</span>
              <Button
                look="plain"
                isBusy={isBusy}
                label={t('office_away_remove_days', { days })}
                onPress={() => remove(one.id)}
              >
                {t('office_away_remove')}
              </Button>
            </li>
          );
        })}
      </ul>
      <div class="row wrap office-line">
        <Text label={t('office_first_day')} type="date" value={first} onChange={setFirst} />
        <Text label={t('office_last_day')} type="date" value={last} onChange={setLast} />
        <Button
          isDisabled={first === '' || (last !== '' && last < first)}
          isBusy={isBusy}
          onPress={add}
        >
          {t('office_away_add')}
        </Button>
      </div>
    </section>
  );
}
