import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Client } from '../shared/client';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
import { Sheet } from '../shared/Sheet';
import { SkeletonLines } from '../shared/Skeleton';
import type { Contestation } from '../shared/wire';
import { ClosedPay } from './ClosedPay';
import { Doubts } from './Doubts';
import { Objection, type Outcome } from './Objection';
import type { Doubt } from './people';
import { useWords } from './words';
import './people.css';

interface Props {
  client: Client;
  currency: string;
  nameOf: (courierId: string) => string;
  say: (text: string) => void;
  onClose: () => void;
}

/** What only a person may decide: objections, doubtful reports, corrections of closed pay. */
export function PeopleSheet({ client, currency, nameOf, say, onClose }: Props) {
  const { t, language } = useWords();
  const failureText = useFailureText();
  const [objections, setObjections] = useState<Contestation[] | null>(null);
  const [doubts, setDoubts] = useState<Doubt[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const onFailure = useCallback((error: unknown) => setFailure(error), []);
  const load = useCallback(async () => {
    try {
      const [objected, doubtful] = await Promise.all([
        client.get<{ contestations: Contestation[] }>('/v1/contestations'),
        client.get<{ reports: Doubt[] }>('/v1/doubts'),
      ]);
      setObjections(objected.contestations);
      setDoubts(doubtful.reports);
    } catch (error) {
      setFailure(error);
    }
  }, [client]);
  useEffect(() => void load(), [load, language]);
  const send = (path: string, body: unknown, said: string): void => {
    setFailure(null);
    client.post(path, body).then(() => {
      say(said);
      return load();
    }, onFailure);
  };
  const answer = (one: Contestation, outcome: Outcome, text: string): void =>
    send(
      `/v1/contestations/${encodeURIComponent(one.id)}/answer`,
      { outcome, answer: text },
      t('people_answered'),
    );
  const erase = (one: Contestation): void => {
    setFailure(null);
    client.remove(`/v1/contestations/${encodeURIComponent(one.id)}`).then(() => {
      say(t('people_erased'));
      return load();
    }, onFailure);
  };
  return (
    <Sheet title={t('people_title')} isWide onClose={onClose}>
      <div class="stack wide people">
        <div aria-live="polite">
          {failure !== null && <Notice tone="breaks">{failureText(failure)}</Notice>}
        </div>
        <section class="stack">
          <h3>{t('people_objections')}</h3>
          {objections === null && failure === null && <SkeletonLines count={2} />}
          {objections?.length === 0 && <p class="soft">{t('people_objections_none')}</p>}
          {objections?.map((one) => (
            <Objection
              key={one.id}
              one={one}
              about={t('people_about', {
                courier: nameOf(one.courier_id),
                order: one.order_id.slice(-6),
              })}
              onAnswer={(outcome, text) => answer(one, outcome, text)}
              onErase={() => erase(one)}
            />
          ))}
        </section>
        <Doubts
          client={client}
          currency={currency}
          found={doubts}
          onDecide={(body) => send('/v1/doubts', body, t('people_decided'))}
        />
        <ClosedPay client={client} currency={currency} say={say} onFailure={onFailure} />
      </div>
    </Sheet>
  );
}
