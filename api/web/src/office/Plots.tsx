import type { ComponentChildren } from 'preact';
import type { PeriodReport } from './report';
import { useWords } from './words';

function Bars({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <figure class="office-plot">
      <figcaption class="small soft">{title}</figcaption>
      <ul>{children}</ul>
    </figure>
  );
}

/** One bar for each day: what was delivered on time is full, what came late is hatched. */
export function DayBars({ report }: { report: PeriodReport }) {
  const { t, formats } = useWords();
  const most = Math.max(1, ...report.days.map(({ made }) => made));
  return (
    <Bars title={t('office_plot_days')}>
      {report.days.map(({ day, made, on_time: onTime }) => (
        <li key={day}>
          <span class="cut small">{formats.day(day)}</span>
          <span class="office-bar" aria-hidden="true">
            <span style={{ width: `${(onTime / most) * 100}%` }} />
            <span class="late" style={{ width: `${((made - onTime) / most) * 100}%` }} />
          </span>
          <span class="number small">
            {made === 0
              ? '–'
              : t('office_plot_day', { n: made, share: formats.percent(onTime / made) })}
          </span>
        </li>
      ))}
    </Bars>
  );
}

/** One bar for each courier: pay per hour without tips, with the floor as a line through all. */
export function PayBars({ report }: { report: PeriodReport }) {
  const { t, formats } = useWords();
  const floor = report.floor_per_hour_minor;
  const most = Math.max(1, floor, ...report.couriers.map((one) => one.pay_per_hour_minor ?? 0));
  const title = t('office_plot_pay', { floor: formats.money(floor) });
  return (
    <Bars title={title}>
      {report.couriers.map((one) => (
        <li key={one.courier_id}>
          <span class="cut small">{one.name}</span>
          <span class="office-bar" aria-hidden="true">
            <span style={{ width: `${((one.pay_per_hour_minor ?? 0) / most) * 100}%` }} />
            <span class="floor" style={{ insetInlineStart: `${(floor / most) * 100}%` }} />
          </span>
          <span class="number small">
            {one.pay_per_hour_minor === null ? '–' : formats.money(one.pay_per_hour_minor)}
          </span>
        </li>
      ))}
    </Bars>
  );
}
