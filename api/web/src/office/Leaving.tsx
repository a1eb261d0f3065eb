import { useState } from 'preact/hooks';
import { useSending } from '../shared/asking';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { Failure } from '../shared/Failure';
import { AskedOnce } from './AskedOnce';
import type { CrewMember } from './crew';
import { useWords } from './words';

interface Props {
  client: Client;
  known: CrewMember;
  onDone: (text: string) => void;
}

/** Somebody leaves, or comes back: asked once more, with what it means. */
export function Leaving({ client, known, onDone }: Props) {
  const { t } = useWords();
  const [isAsking, setAsking] = useState(false);
  const { isBusy, failure, send } = useSending();
  const path = `/v1/couriers/${encodeURIComponent(known.id)}`;
  const { name } = known;
  const leave = (): void =>
    send(
      () => client.post<{ num_shifts: number }>(`${path}/leave`),
      ({ num_shifts: n }) => onDone(t('office_left', { n, name })),
    );
  const comeBack = (): void =>
    send(
      () => client.post(`${path}/return`),
      () => onDone(t('office_came_back', { name })),
    );
  return (
    <section class="stack office-part">
      <Failure error={failure} />
      {!known.is_active && (
        <div>
          <Button isBusy={isBusy} onPress={comeBack}>
            {t('office_come_back')}
          </Button>
        </div>
      )}
      {known.is_active && !isAsking && (
        <div>
          <Button onPress={() => setAsking(true)}>{t('office_leave')}</Button>
        </div>
      )}
      {known.is_active && isAsking && (
        <AskedOnce
          title={t('office_leave_title', { name })}
          sure={t('office_leave_sure')}
          isBusy={isBusy}
          onSure={leave}
          onKeep={() => setAsking(false)}
        >
          <p>{t('office_leave_text')}</p>
        </AskedOnce>
      )}
    </section>
  );
}
