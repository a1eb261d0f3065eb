import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
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
  const failureText = useFailureText();
  const [list, setList] = useState<Away[]>(known.absences);
  const [first, setFirst] = useState('');
  const [last, setLast] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  const path = `/v1/couriers/${encodeURIComponent(known.id)}/absences`;
  const add = (): void => {
    setFailure(null);
    client.post<Away>(path, { first_day: first, last_day: last || first }).then((made) => {
      setList([...list, made].toSorted((a, b) => a.first_day.localeCompare(b.first_day)));
      setFirst('');
      setLast('');
      onChanged();
    }, setFailure);
  };
  const remove = (id: string): void => {
    setFailure(null);
    client.remove(`${path}/${encodeURIComponent(id)}`).then(() => {
      setList(list.filter((one) => one.id !== id));
      onChanged();
    }, setFailure);
  };
  return (
    <section class="stack office-part">
      <h3>{t('office_away')}</h3>
      <div aria-live="polite">
        {failure !== null && <Notice tone="breaks">{failureText(failure)}</Notice>}
      </div>
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
        <Button isDisabled={first === '' || (last !== '' && last < first)} onPress={add}>
          {t('office_away_add')}
        </Button>
      </div>
    </section>
  );
}
