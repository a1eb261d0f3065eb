import { Money } from '../shared/Amounts';
import { Notice } from '../shared/Notice';
import { TableHead } from '../shared/TableHead';
import { GiniChart, HourChart } from './Charts';
import { pairsOf, perHour, type FullReplay, type ReplayedPolicy } from './replay';
import { useWords } from './words';

interface Props {
  result: NonNullable<FullReplay['result']>;
  nameOf: (source: string) => string;
}

function Summary({ policies, nameOf }: { policies: ReplayedPolicy[]; nameOf: Props['nameOf'] }) {
  const { t, formats } = useWords();
  const change = (one: ReplayedPolicy): string =>
    one === policies[0] || one.travel_change_percent === null
      ? ''
      : ` (${one.travel_change_percent > 0 ? '+' : ''}${formats.percent(one.travel_change_percent / 100)})`;
  const rows: [string, (one: ReplayedPolicy) => string][] = [
    [t('replay_delivered'), (one) => `${one.delivered} / ${one.orders}`],
    [t('replay_gini'), (one) => formats.number(one.gini_earned, 3)],
    [t('replay_gini_pay'), (one) => formats.number(one.gini_pay, 3)],
    [t('replay_below'), (one) => formats.percent(one.below_floor_percent / 100)],
    [t('replay_pay'), (one) => formats.money(one.pay_minor)],
    [t('replay_top_up'), (one) => formats.money(one.top_up_minor)],
    [t('replay_travel'), (one) => formats.number(one.travel_min_per_order, 1) + change(one)],
    [t('replay_door'), (one) => formats.number(one.click_to_door_min, 1)],
    [t('replay_late'), (one) => formats.number(one.lateness_min, 1)],
  ];
  return (
    <table class="table">
      <caption class="unseen">{t('replay_summary')}</caption>
      <TableHead
        columns={[
          { title: t('replay_figure') },
          ...policies.map((one) => ({ title: nameOf(one.policy), isNumber: true })),
        ]}
      />
      <tbody>
        {rows.map(([label, figure]) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {policies.map((one) => (
              <td key={one.policy} class="end number">
                {figure(one)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Who would have earned what under each policy, what it costs, and whether dispatch is the lever. */
export function ReplayResult({ result, nameOf }: Props) {
  const { t, formats } = useWords();
  const [first, second] = result.policies;
  if (first === undefined || second === undefined) return null;
  const pairs = pairsOf(first, second);
  const names: [string, string] = [nameOf(first.policy), nameOf(second.policy)];
  return (
    <div class="stack wide">
      {result.is_drawn && <Notice>{t('replay_drawn')}</Notice>}
      {result.policies.map((one) => (
        <Notice
          key={one.policy}
          tone={one.lever === 'dispatch' ? 'good' : 'look'}
          title={nameOf(one.policy)}
        >
          {one.verdict}
        </Notice>
      ))}
      <Summary policies={result.policies} nameOf={nameOf} />
      {pairs.length > 0 && <HourChart pairs={pairs} names={names} />}
      <GiniChart policies={result.policies} names={names} />
      <table class="table">
        <caption class="unseen">{t('replay_who')}</caption>
        <TableHead
          columns={[
            { title: t('replay_who') },
            { title: names[0], isNumber: true },
            { title: names[1], isNumber: true },
            { title: t('replay_difference'), isNumber: true },
            { title: t('replay_hourly'), isNumber: true },
          ]}
        />
        <tbody>
          {pairs.map((pair) => (
            <tr key={pair.courier}>
              <th scope="row">{pair.name}</th>
              <td class="end">
                <Money minor={pair.first.pay_minor} />
              </td>
              <td class="end">
                <Money minor={pair.second.pay_minor} />
              </td>
              <td class="end number">
                {formats.signedMoney(pair.second.pay_minor - pair.first.pay_minor)}
              </td>
              <td class="end number">
                {formats.money(perHour(pair.first))} → {formats.money(perHour(pair.second))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
