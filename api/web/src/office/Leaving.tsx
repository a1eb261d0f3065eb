import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
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
  const failureText = useFailureText();
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const path = `/v1/couriers/${encodeURIComponent(known.id)}`;
  const { name } = known;
  const leave = (): void => {
    client
      .post<{ num_shifts: number }>(`${path}/leave`)
      .then(({ num_shifts }) => onDone(t('office_left', { n: num_shifts, name })), setFailure);
  };
  const comeBack = (): void => {
    client.post(`${path}/return`).then(() => onDone(t('office_came_back', { name })), setFailure);
  };
  return (
    <section class="stack office-part">
      {failure !== null && (
        <Notice tone="breaks" isLive>
          {failureText(failure)}
        </Notice>
      )}
      {!known.is_active && (
        <div>
          <Button onPress={comeBack}>{t('office_come_back')}</Button>
        </div>
      )}
      {known.is_active && !isAsking && (
        <div>
          <Button onPress={() => setAsking(true)}>{t('office_leave')}</Button>
        </div>
      )}
      {known.is_active && isAsking && (
        <Notice tone="look" title={t('office_leave_title', { name })} isLive>
          <p>{t('office_leave_text')}</p>
          <div class="row wrap">
            <Button onPress={leave}>{t('office_leave_sure')}</Button>
            <Button look="plain" onPress={() => setAsking(false)}>
              {t('office_cancel')}
            </Button>
          </div>
        </Notice>
      )}
    </section>
  );
}
