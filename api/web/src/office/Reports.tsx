import { Download } from 'lucide';
import { useCallback, useState } from 'preact/hooks';
import { useAnswer, useSending } from '../shared/asking';
import { Failure } from '../shared/Failure';
import { Facts } from '../console/Facts';
import { Button } from '../shared/Button';
import { Notice } from '../shared/Notice';
import { saveBlob } from '../shared/save';
import { SkeletonLines } from '../shared/Skeleton';
import { Text } from '../shared/fields';
import type { Desk } from './desk';
import { DayBars, PayBars } from './Plots';
import { totalsOf, type PeriodReport } from './report';
import { mondayOf } from './shifts';
import { useWords } from './words';

/** What the comparison begins with; an assumption, so it can be changed on the page. */
const VAN_G_PER_KM = 200;

const FILES = ['report.xlsx', 'couriers.csv', 'days.csv'] as const;

function Summary({ report, grams }: { report: PeriodReport; grams: number }) {
  const { t, formats } = useWords();
  const total = totalsOf(report);
  const { equity } = report;
  const saved = Math.round(((total.distance_m - total.motor_m) / 1000) * grams);
  return (
    <Facts
      rows={[
        [
          t('report_volume'),
          t('report_volume_facts', {
            delivered: total.delivered,
            open: total.open,
            failed: total.failed,
            canceled: total.canceled,
          }),
        ],
        [
          t('report_punctual'),
          total.made === 0
            ? t('report_nothing_yet')
            : t('report_punctual_facts', {
                n: total.made,
                share: formats.percent(total.on_time / total.made),
              }),
        ],
        [
          t('report_way'),
          t('report_way_facts', {
            distance: formats.distance(total.distance_m),
            motor: formats.distance(total.motor_m),
          }),
        ],
        [t('report_co2'), t('report_co2_facts', { weight: formats.weight(saved), grams })],
        [
          t('office_report_pay'),
          t('office_report_pay_facts', {
            total: formats.money(total.pay),
            top_up: formats.money(total.top_up),
            tips: formats.money(total.tips),
            hours: formats.hours(total.online_s),
          }),
        ],
        [
          t('office_report_even'),
          equity.couriers === 0
            ? t('report_nothing_yet')
            : t('office_report_even_facts', {
                gini: formats.number(equity.gini, 3),
                ratio: formats.percent(equity.min_to_median),
                low: formats.money(Math.round(equity.p10_pay_per_hour_minor)),
                middle: formats.money(Math.round(equity.median_pay_per_hour_minor)),
                high: formats.money(Math.round(equity.p90_pay_per_hour_minor)),
                share: formats.percent(equity.share_below_floor),
              }),
        ],
      ]}
    />
  );
}

/** What some days amount to: in numbers, in two plots, and as files. */
export function Reports({ desk }: { desk: Desk }) {
  const { t } = useWords();
  const { client } = desk;
  const [first, setFirst] = useState(() => mondayOf(desk.day));
  const [last, setLast] = useState(desk.day);
  const [grams, setGrams] = useState(String(VAN_G_PER_KM));
  const query = new URLSearchParams({ first_day: first, last_day: last }).toString();
  const isOrdered = first !== '' && last !== '' && first <= last;
  const ask = useCallback(
    async () => (isOrdered ? client.get<PeriodReport>(`/v1/reports?${query}`) : null),
    [client, query, isOrdered],
  );
  const { found: report, failure } = useAnswer(ask);
  const sending = useSending();
  const download = (name: string): void => {
    const [start, ending] = name.split('.');
    sending.send(
      () => client.download(`/v1/reports/${name}?${query}`),
      (blob) => saveBlob(blob, `${start}-${first}-${last}.${ending}`),
    );
  };
  return (
    <div class="stack wide">
      <div class="row wrap office-line">
        <Text label={t('office_first_day')} type="date" value={first} onChange={setFirst} />
        <Text label={t('office_last_day')} type="date" value={last} onChange={setLast} />
        {FILES.map((name) => (
          <Button
            key={name}
            icon={Download}
            isDisabled={report === null}
            isBusy={sending.isBusy}
            onPress={() => download(name)}
          >
            {t(
              `office_file_${name.replace('.', '_') as 'report_xlsx' | 'couriers_csv' | 'days_csv'}`,
            )}
          </Button>
        ))}
      </div>
      {!isOrdered && <Notice tone="look">{t('office_days_backwards')}</Notice>}
      <Failure error={sending.failure ?? failure} />
      {report === null && failure === null && isOrdered && <SkeletonLines count={8} height={24} />}
      {report !== null && (
        <>
          <Summary report={report} grams={Number(grams) || 0} />
          <div class="office-line row">
            <Text
              label={t('report_grams')}
              mode="decimal"
              length={4}
              value={grams}
              onChange={setGrams}
            />
          </div>
          <div class="office-plots">
            <DayBars report={report} />
            <PayBars report={report} />
          </div>
        </>
      )}
    </div>
  );
}
