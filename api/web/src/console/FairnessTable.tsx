import { DayReport } from './DayReport';
import { Notice } from '../shared/Notice';
import { TableHead } from '../shared/TableHead';
import type { CourierFigures, Day, Plan } from '../shared/wire';
import { Who } from '../shared/Who';
import { useWords } from './words';

/** The price of fairness in one sentence, from a plan's own figures. */
export function FairnessSentence({ plan }: { plan: Plan }) {
  const { t, formats } = useWords();
  const free = plan.free_figures;
  const price = plan.price_of_fairness?.travel ?? null;
  if (!free || price === null) return <>{t('fairness_unknown')}</>;
  return (
    <>
      {t(price > 0 ? 'fairness_costs' : 'fairness_free', {
        price: formats.percent(Math.abs(price)),
        before: formats.money(free.lowest_pay_per_hour_minor),
        after: formats.money(plan.figures.lowest_pay_per_hour_minor),
        gini_before: formats.number(free.gini, 3),
        gini_after: formats.number(plan.figures.gini, 3),
      })}
    </>
  );
}

function BalanceBar({ minor, largest }: { minor: number; largest: number }) {
  const half = largest > 0 ? (Math.abs(minor) / largest) * 50 : 0;
  return (
    <span class="balance-bar" aria-hidden="true">
      <span
        class={minor < 0 ? 'behind' : 'ahead'}
        style={{ insetInlineStart: `${minor < 0 ? 50 - half : 50}%`, width: `${half}%` }}
      />
    </span>
  );
}

export function FairnessTable({ day }: { day: Day }) {
  const { t, formats } = useWords();
  const plan = day.plan;
  if (plan === null) return <p class="empty">{t('plan_none')}</p>;
  const rowOf = (rows: CourierFigures[] | undefined, id: string): CourierFigures | undefined =>
    rows?.find(({ courier_id }) => courier_id === id);
  const largest = Math.max(1, ...plan.figures.couriers.map((row) => Math.abs(row.balance_minor)));
  return (
    <section class="fairness" aria-label={t('fairness')} tabIndex={0}>
      <Notice>
        <FairnessSentence plan={plan} />
      </Notice>
      <table class="table">
        <caption class="unseen">{t('fairness_caption')}</caption>
        <TableHead
          columns={[
            { title: t('courier') },
            { title: t('column_stops'), isNumber: true },
            { title: t('column_minutes'), isNumber: true },
            { title: t('column_without'), isNumber: true, isSoft: true },
            { title: t('column_km'), isNumber: true },
            { title: t('column_pay'), isNumber: true },
            { title: t('column_without'), isNumber: true, isSoft: true },
            { title: t('column_top_up'), isNumber: true },
            { title: t('column_week_balance'), isNumber: true },
          ]}
        />
        <tbody>
          {day.couriers.map((courier) => {
            const row = rowOf(plan.figures.couriers, courier.id);
            const free = rowOf(plan.free_figures?.couriers, courier.id);
            return (
              <tr key={courier.id}>
                <th scope="row">
                  <span class="row">
                    <Who initials={courier.initials} color={courier.color} /> {courier.name}
                  </span>
                </th>
                <td class="end">{row ? formats.number(row.stops) : '–'}</td>
                <td class="end">{row ? formats.number(row.minutes) : '–'}</td>
                <td class="end soft">{free ? formats.number(free.minutes) : '–'}</td>
                <td class="end">{row ? formats.number(row.distance_m / 1000, 1) : '–'}</td>
                <td class="end">{row ? formats.money(row.pay_minor) : '–'}</td>
                <td class="end soft">{free ? formats.money(free.pay_minor) : '–'}</td>
                <td class="end">{row ? formats.money(row.top_up_minor) : '–'}</td>
                <td class="end">{row ? formats.signedMoney(row.balance_minor) : '–'}</td>
                <td aria-hidden="true">
                  {row && <BalanceBar minor={row.balance_minor} largest={largest} />}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <DayReport day={day} />
    </section>
  );
}
