import { Money } from '../shared/Amounts';
import type { Client } from '../shared/client';
import type { MyPay, PaidLine, PayOfSpan } from '../shared/wire';
import type { Memory } from './memory';
import { Statements } from './Statements';
import type { CourierStore } from './store';
import { useWords, type CourierKey } from './words';

function floorKey(pay: PayOfSpan): CourierKey {
  if (pay.top_up_minor > 0) return 'pay_topped_up';
  return pay.total_minor < pay.floor_minor ? 'pay_floor_so_far' : 'pay_above_floor';
}

/** What a line is for: its clause, and each stretch of work behind it. */
function Line({ line }: { line: PaidLine }) {
  const { t, formats } = useWords();
  const name = (
    <>
      {line.label}
      <span class="soft small"> {t('pay_records', { n: line.records })}</span>
    </>
  );
  const behind = line.behind ?? [];
  if (behind.length === 0) return name;
  return (
    <details class="why">
      <summary>{name}</summary>
      <p class="small">{t('pay_rule', { rule: line.rule ?? line.clause })}</p>
      <ul class="plain small soft">
        {behind.map((one) => (
          <li key={`${one.begins_at} ${one.kind}`}>
            {formats.time(one.begins_at)}–{formats.time(one.ends_at)} · {one.kind}
            {one.metres > 0 && ` · ${formats.distance(one.metres)}`}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Lines({ pay, title }: { pay: PayOfSpan; title: string }) {
  const { t, formats } = useWords();
  return (
    <section class="card stack">
      <div class="row apart">
        <h2>{title}</h2>
        <strong>
          <Money minor={pay.total_minor} />
        </strong>
      </div>
      <p class="soft">
        {t('pay_hours', { hours: formats.hours(pay.online_s) })} ·{' '}
        {t('pay_drops', { n: pay.drops })}
      </p>
      {pay.lines.length > 0 && (
        <table class="table pay">
          <caption class="unseen">{title}</caption>
          <thead class="unseen">
            <tr>
              <th scope="col">{t('pay_line')}</th>
              <th scope="col">{t('pay_amount')}</th>
            </tr>
          </thead>
          <tbody>
            {pay.lines.map((line) => (
              <tr key={`${line.clause} ${line.label}`}>
                <th scope="row">
                  <Line line={line} />
                </th>
                <td class="end">
                  <Money minor={line.amount_minor} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {pay.floor_minor > 0 && (
        <p class="small soft">
          {t(floorKey(pay), {
            floor: formats.money(pay.floor_minor),
            amount: formats.money(pay.top_up_minor),
          })}
        </p>
      )}
    </section>
  );
}

function Added({ added }: { added: NonNullable<MyPay['added']> }) {
  const { t, formats } = useWords();
  if (added.length === 0) return null;
  return (
    <section class="card stack">
      <h2>{t('pay_added')}</h2>
      <ul class="plain stack">
        {added.map((one) => (
          <li key={`${one.at} ${one.note}`}>
            <div class="row apart">
              <span>{formats.date(one.at)}</span>
              <strong>
                {one.amount_minor === 0 ? t('pay_stands') : formats.signedMoney(one.amount_minor)}
              </strong>
            </div>
            <p>
              {one.message}
              {one.note !== '' && `: ${one.note}`}
            </p>
            {!one.is_posted && one.amount_minor !== 0 && (
              <p class="small soft">{t('pay_added_next')}</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface Props {
  store: CourierStore;
  client: Client;
  memory: Memory;
}

export function Pay({ store, client, memory }: Props) {
  const { t, formats } = useWords();
  const pay = store.pay.value;
  if (pay === null) return <h1 class="empty">{t('pay_never_read')}</h1>;
  const key = pay.balance_s > 60 ? 'pay_ahead' : pay.balance_s < -60 ? 'pay_behind' : 'pay_even';
  return (
    <div class="stack wide">
      <h1>{t('pay')}</h1>
      <p class="standing">{t(key, { time: formats.minutes(Math.abs(pay.balance_s)) })}</p>
      <Lines pay={pay.day} title={t('pay_today')} />
      <Lines pay={pay.period} title={t('pay_period')} />
      <Added added={pay.added ?? []} />
      <Statements client={client} memory={memory} />
      <p class="small soft">{t('pay_policy', { version: String(pay.policy_version) })}</p>
    </div>
  );
}
