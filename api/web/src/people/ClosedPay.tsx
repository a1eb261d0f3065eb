import { useCallback, useState } from 'preact/hooks';
import { Money } from '../shared/Amounts';
import { useAnswer, useSending } from '../shared/asking';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { Failure } from '../shared/Failure';
import { Choice } from '../shared/fields';
import { SkeletonLines } from '../shared/Skeleton';
import { TableHead } from '../shared/TableHead';
import { AddFields, NOTHING } from './AddFields';
import type { Payroll, Period } from './people';
import { useWords } from './words';

interface Props {
  client: Client;
  say: (text: string) => void;
}

function Lines({ payroll }: { payroll: Payroll }) {
  const { t } = useWords();
  return (
    <table class="table">
      <caption class="unseen">{t('people_pay')}</caption>
      <TableHead
        columns={[
          { title: t('people_courier') },
          { title: t('people_lines') },
          { title: t('people_total'), isNumber: true },
        ]}
      />
      <tbody>
        {payroll.couriers.map((one) => (
          <tr key={one.courier_id}>
            <th scope="row">{one.name}</th>
            <td>
              {one.corrections.map((line) => (
                <p key={line.id} class="small">
                  <Money minor={line.amount_minor} isSigned /> {line.message}
                  {line.note !== '' && `: ${line.note}`}
                </p>
              ))}
            </td>
            <td class="end">
              <Money minor={one.total_minor} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One closed period: what was added and why, and how to add a line. */
function ClosedPeriod({ client, say, first }: Props & { first: string }) {
  const { t, formats, language } = useWords();
  const [courier, setCourier] = useState('');
  const [value, setValue] = useState(NOTHING);
  const path = `/v1/payroll/${first}`;
  const ask = useCallback(
    () => client.get<Payroll>(path),
    // The server tells in words what a line is.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [client, path, language],
  );
  const { found: payroll, failure, read } = useAnswer(ask);
  const sending = useSending();
  const minor = formats.signedMinorOf(value.amount);
  const note = value.reason.trim();
  const add = (event: Event): void => {
    event.preventDefault();
    const body = { courier_id: courier, amount_minor: minor, clause: value.clause, note };
    sending.send(
      () => client.post(`${path}/corrections`, body),
      () => {
        setValue(NOTHING);
        say(t('people_corrected'));
        return read();
      },
    );
  };
  const reconcile = (): void =>
    sending.send(
      () => client.post<{ corrections: unknown[] }>(`${path}/reconcile`),
      (answer) => {
        say(t('people_reconciled', { n: answer.corrections.length }));
        return read();
      },
    );
  return (
    <>
      <Failure error={sending.failure ?? failure} />
      <div>
        <Button isBusy={sending.isBusy} onPress={reconcile}>
          {t('people_reconcile')}
        </Button>
      </div>
      {payroll === null && failure === null && <SkeletonLines count={3} />}
      {payroll !== null && <Lines payroll={payroll} />}
      <form class="stack card" onSubmit={add}>
        <strong>{t('people_new_line')}</strong>
        <Choice
          label={t('people_courier')}
          value={courier}
          none=""
          options={(payroll?.couriers ?? []).map((one) => ({
            value: one.courier_id,
            text: one.name,
          }))}
          onChange={setCourier}
        />
        <AddFields client={client} value={value} onChange={setValue} />
        <div class="row">
          <Button
            type="submit"
            isDisabled={courier === '' || minor === null || value.clause === '' || note === ''}
            isBusy={sending.isBusy}
          >
            {t('people_add')}
          </Button>
        </div>
      </form>
    </>
  );
}

/** Closed pay, period by period. */
export function ClosedPay({ client, say }: Props) {
  const { t, formats } = useWords();
  const [chosen, setChosen] = useState<string | null>(null);
  const ask = useCallback(() => client.get<{ periods: Period[] }>('/v1/payroll'), [client]);
  const { found, failure } = useAnswer(ask);
  const first = chosen ?? found?.periods[0]?.first_day;
  return (
    <section class="stack">
      <h3>{t('people_pay')}</h3>
      <Failure error={failure} />
      {found === null && failure === null && <SkeletonLines count={2} />}
      {found?.periods.length === 0 && <p class="soft">{t('people_pay_none')}</p>}
      {found !== null && first !== undefined && (
        <>
          <div class="row wrap">
            <Choice
              label={t('people_period')}
              value={first}
              options={found.periods.map((one) => ({
                value: one.first_day,
                text: `${formats.day(one.first_day)} – ${formats.day(one.last_day)}`,
              }))}
              onChange={setChosen}
            />
          </div>
          <ClosedPeriod key={first} client={client} say={say} first={first} />
        </>
      )}
    </section>
  );
}
