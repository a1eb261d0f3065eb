import { useCallback, useState } from 'preact/hooks';
import { useAnswer } from '../shared/asking';
import { Failure } from '../shared/Failure';
import { SkeletonLines } from '../shared/Skeleton';
import { TableHead } from '../shared/TableHead';
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
      <TableHead
        columns={[
          { title: t('rank_courier') },
          { title: t('rank_added') },
          { title: t('rank_evenness') },
          { title: t('rank_total') },
        ]}
      />
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

function Considered({ day, orderId, store }: Props) {
  const version = day.plan?.version;
  const ask = useCallback(
    () => store.explain(orderId),
    // Another plan is another decision.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [store, orderId, version],
  );
  const { found, failure } = useAnswer(ask);
  if (found !== null) return <Table day={day} found={found} />;
  return failure === null ? <SkeletonLines count={4} height={24} /> : <Failure error={failure} />;
}

/** Everybody who was considered for an order, with their terms or the rule that binds. */
export function Ranking(props: Props) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="why" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('rank_question')}</summary>
      {isOpen && <Considered {...props} />}
    </details>
  );
}
