import { useEffect, useState } from 'preact/hooks';
import type { Day, Decision } from '../shared/wire';
import type { DayStore } from './store';
import { useWords } from './words';

interface Props {
  day: Day;
  orderId: string;
  store: DayStore;
}

function Table({ day, found }: { day: Day; found: Decision }) {
  const { t, formats } = useWords();
  const nameOf = (id: string): string => day.couriers.find((one) => one.id === id)?.name ?? id;
  return (
    <table class="small">
      <caption class="soft">{found.message}</caption>
      <thead>
        <tr>
          <th scope="col">{t('rank_courier')}</th>
          <th scope="col">{t('rank_added')}</th>
          <th scope="col">{t('rank_evenness')}</th>
          <th scope="col">{t('rank_total')}</th>
        </tr>
      </thead>
      <tbody>
        {found.candidates.map(({ courier_id, rank, terms, blocked_by }) => (
          <tr key={courier_id}>
            <th scope="row">{`${rank}. ${nameOf(courier_id)}`}</th>
            {terms === null ? (
              <td colSpan={3}>{blocked_by?.message}</td>
            ) : (
              <>
                <td class="number">{formats.signedMinutes(terms.added_s)}</td>
                <td class="number">{formats.signedMinutes(terms.evenness_s)}</td>
                <td class="number">{formats.signedMinutes(terms.total_s)}</td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Everybody who was considered for an order, with their terms or the rule that binds. */
export function Ranking({ day, orderId, store }: Props) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  const [found, setFound] = useState<Decision | null>(null);
  const version = day.plan?.version;
  useEffect(() => {
    if (!isOpen) return undefined;
    let isCurrent = true;
    store.explain(orderId).then(
      (decision) => isCurrent && setFound(decision),
      () => isCurrent && setFound(null),
    );
    return () => {
      isCurrent = false;
    };
  }, [isOpen, orderId, store, version]);
  return (
    <details class="why" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('rank_question')}</summary>
      {found !== null && <Table day={day} found={found} />}
    </details>
  );
}
