import { useCallback, useMemo } from 'preact/hooks';
import { useAnswer, useSending } from '../shared/asking';
import type { Client } from '../shared/client';
import { Failure } from '../shared/Failure';
import { Sheet } from '../shared/Sheet';
import { SkeletonLines } from '../shared/Skeleton';
import { createToasts, ToastShelf } from '../shared/toasts';
import type { Contestation } from '../shared/wire';
import { ClosedPay } from './ClosedPay';
import { Doubts } from './Doubts';
import { Objection } from './Objection';
import type { Doubt } from './people';
import { useWords } from './words';
import './people.css';

interface Props {
  client: Client;
  onClose: () => void;
}

/** What only a person may decide: objections, doubtful reports, corrections of closed pay. */
export function PeopleSheet({ client, onClose }: Props) {
  const { t, language } = useWords();
  const toasts = useMemo(() => createToasts(), []);
  const ask = useCallback(
    async () => {
      const [objected, doubtful, crew] = await Promise.all([
        client.get<{ contestations: Contestation[] }>('/v1/contestations'),
        client.get<{ reports: Doubt[] }>('/v1/doubts'),
        client.get<{ couriers: { id: string; name: string }[] }>('/v1/couriers'),
      ]);
      return {
        objections: objected.contestations,
        doubts: doubtful.reports,
        names: new Map(crew.couriers.map(({ id, name }) => [id, name])),
      };
    },
    // The server tells of reports in words.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [client, language],
  );
  const { found, failure, read } = useAnswer(ask);
  const sending = useSending();
  const send = (what: () => Promise<unknown>, said: string): void =>
    sending.send(what, () => {
      toasts.say(said);
      return read();
    });
  const pathOf = ({ id }: Contestation): string => `/v1/contestations/${encodeURIComponent(id)}`;
  return (
    <Sheet title={t('people_title')} isWide onClose={onClose}>
      <div class="stack wide people">
        <Failure error={sending.failure ?? failure} />
        <section class="stack">
          <h3>{t('people_objections')}</h3>
          {found === null && failure === null && <SkeletonLines count={2} />}
          {found?.objections.length === 0 && <p class="soft">{t('people_objections_none')}</p>}
          {found?.objections.map((one) => (
            <Objection
              key={one.id}
              one={one}
              about={t('people_about', {
                courier: found.names.get(one.courier_id) ?? one.courier_id,
                order: one.order_id.slice(-6),
              })}
              isBusy={sending.isBusy}
              onAnswer={(outcome, answer) =>
                send(
                  () => client.post(`${pathOf(one)}/answer`, { outcome, answer }),
                  t('people_answered'),
                )
              }
              onErase={() => send(() => client.remove(pathOf(one)), t('people_erased'))}
            />
          ))}
        </section>
        <Doubts
          client={client}
          isBusy={sending.isBusy}
          found={found?.doubts ?? null}
          onDecide={(body) => send(() => client.post('/v1/doubts', body), t('people_decided'))}
        />
        <ClosedPay client={client} say={toasts.say} />
      </div>
      <ToastShelf toasts={toasts} />
    </Sheet>
  );
}
