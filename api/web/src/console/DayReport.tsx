import { Download } from 'lucide';
import { useMemo, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Day } from '../shared/wire';
import { saveCsv } from './csv';
import { Facts } from './Facts';
import { reportCsv, reportOf, savedGrams } from './report';
import { useWords } from './words';

/** What the comparison begins with; an assumption, so it can be changed on the page. */
const VAN_G_PER_KM = 200;

/** What the day amounts to, in numbers and one plot, to read or to download. */
export function DayReport({ day }: { day: Day }) {
  const { t, formats } = useWords();
  const report = useMemo(() => reportOf(day), [day]);
  const [grams, setGrams] = useState(VAN_G_PER_KM);
  const { plan } = day;
  if (plan === null) return null;
  const most = Math.max(1, ...report.couriers.map(({ perHourMinor }) => perHourMinor ?? 0));
  return (
    <section class="stack wide report" aria-labelledby="report-title">
      <div class="row apart">
        <h2 id="report-title">{t('report_title')}</h2>
        <Button icon={Download} onPress={() => saveCsv(reportCsv(report), `report-${day.day}.csv`)}>
          {t('report_csv')}
        </Button>
      </div>
      <Facts
        rows={[
          [
            t('report_volume'),
            t('report_volume_facts', {
              delivered: report.delivered,
              open: report.open,
              failed: report.failed,
              canceled: report.canceled,
            }),
          ],
          [
            t('report_punctual'),
            report.made === 0
              ? t('report_nothing_yet')
              : t('report_punctual_facts', {
                  n: report.made,
                  share: formats.percent(report.onTime / report.made),
                }),
          ],
          [
            t('report_way'),
            t('report_way_facts', {
              distance: formats.distance(report.distanceM),
              motor: formats.distance(report.motorM),
            }),
          ],
          [
            t('report_co2'),
            t('report_co2_facts', {
              weight: formats.weight(savedGrams(report, grams)),
              grams,
            }),
          ],
          [
            t('report_pay'),
            t('report_pay_facts', {
              total: formats.money(report.payMinor),
              top_up: formats.money(report.topUpMinor),
              lowest: formats.money(plan.figures.lowest_pay_per_hour_minor),
            }),
          ],
          [
            t('report_even'),
            t('report_even_facts', { gini: formats.number(plan.figures.gini, 3) }),
          ],
        ]}
      />
      <div class="field report-grams">
        <label for="report-grams">{t('report_grams')}</label>
        <input
          id="report-grams"
          class="input"
          type="number"
          min={0}
          max={1000}
          value={grams}
          onInput={(event) => setGrams(Number(event.currentTarget.value))}
        />
      </div>
      <figure class="report-plot">
        <figcaption class="small soft">{t('report_plot')}</figcaption>
        <ul>
          {report.couriers.map(({ id, name, perHourMinor }) => (
            <li key={id}>
              <span class="cut small">{name}</span>
              <span class="report-bar" aria-hidden="true">
                <span style={{ width: `${((perHourMinor ?? 0) / most) * 100}%` }} />
              </span>
              <span class="number small">
                {perHourMinor === null ? '–' : formats.money(perHourMinor)}
              </span>
            </li>
          ))}
        </ul>
      </figure>
    </section>
  );
}
