import { nameOfOrder, type Day } from '../shared/wire';
import { Who } from '../shared/Who';
import { TableHead } from '../shared/TableHead';
import type { Change } from './derive';
import { useWords } from './words';

function Pair({ before, after }: { before: string; after: string }) {
  return before === after ? (
    <span class="soft">{after}</span>
  ) : (
    <>
      <span class="soft">{before}</span> → <strong>{after}</strong>
    </>
  );
}

interface DiffProps {
  day: Day;
  rows: Change[];
  caption: string;
  /** Whose changes are taken; without it there is nothing to choose. */
  chosen?: ReadonlySet<string>;
  onToggle?: (courierId: string) => void;
}

function DiffRow({
  change,
  day,
  chosen,
  onToggle,
}: { change: Change } & Omit<DiffProps, 'rows' | 'caption'>) {
  const { t, formats } = useWords();
  const { courier, before, after, endBefore, endAfter, gained, lost } = change;
  const dash = '–';
  const named = (ids: string[]): string =>
    ids
      .map((id) => {
        const order = day.orders.find((one) => one.id === id);
        return order ? nameOfOrder(order) : id;
      })
      .join(', ');
  return (
    <tr>
      <th scope="row">
        <label class="row">
          {chosen && (
            <input
              type="checkbox"
              aria-label={t('take_courier', { name: courier.name })}
              checked={chosen.has(courier.id)}
              onChange={() => onToggle?.(courier.id)}
            />
          )}
          <Who initials={courier.initials} color={courier.color} /> {courier.name}
        </label>
      </th>
      <td class="end">
        <Pair before={String(before?.stops ?? 0)} after={String(after?.stops ?? 0)} />
      </td>
      <td class="end">
        <Pair
          before={formats.number(before?.minutes ?? 0)}
          after={formats.number(after?.minutes ?? 0)}
        />
      </td>
      <td class="end">
        <Pair
          before={endBefore ? formats.time(endBefore) : dash}
          after={endAfter ? formats.time(endAfter) : dash}
        />
      </td>
      <td class="end">
        <Pair
          before={formats.minutes(change.lateBefore)}
          after={formats.minutes(change.lateAfter)}
        />
      </td>
      <td class="end">
        <Pair
          before={before ? formats.money(before.pay_minor) : dash}
          after={after ? formats.money(after.pay_minor) : dash}
        />
      </td>
      <td class="end">
        <Pair
          before={before ? formats.signedMoney(before.balance_minor) : dash}
          after={after ? formats.signedMoney(after.balance_minor) : dash}
        />
      </td>
      <td>
        {gained.length > 0 && <div>{t('gains', { orders: named(gained) })}</div>}
        {lost.length > 0 && <div class="soft">{t('gives', { orders: named(lost) })}</div>}
      </td>
    </tr>
  );
}

const FIGURES = [
  'column_stops',
  'column_minutes',
  'column_end',
  'column_late',
  'column_pay',
  'column_week_balance',
] as const;

/** What changes for each courier: before and after, and the orders that come and go. */
export function DiffTable({ rows, caption, ...rest }: DiffProps) {
  const { t } = useWords();
  if (rows.length === 0) return <p class="empty">{t('proposal_no_change')}</p>;
  return (
    <table class="table">
      <caption class="unseen">{caption}</caption>
      <TableHead
        columns={[
          { title: t('courier') },
          ...FIGURES.map((key) => ({ title: t(key), isNumber: true })),
          { title: t('column_orders') },
        ]}
      />
      <tbody>
        {rows.map((change) => (
          <DiffRow key={change.courier.id} change={change} {...rest} />
        ))}
      </tbody>
    </table>
  );
}
