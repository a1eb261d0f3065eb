import { useCallback, useEffect, useId, useState } from 'preact/hooks';
import { Money } from '../shared/Amounts';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { AddFields, NOTHING } from './AddFields';
import { minorOf, type Payroll, type Period } from './people';
import { useWords } from './words';

interface Props {
  client: Client;
  currency: string;
  say: (text: string) => void;
  onFailure: (error: unknown) => void;
}

/** Closed pay of a period: what was added and why, and how to add a line. */
export function ClosedPay({ client, currency, say, onFailure }: Props) {
  const { t, formats, language } = useWords();
  const id = useId();
  const [periods, setPeriods] = useState<Period[]>([]);
  const [first, setFirst] = useState('');
  const [payroll, setPayroll] = useState<Payroll | null>(null);
  const [courier, setCourier] = useState('');
  const [value, setValue] = useState(NOTHING);
  const load = useCallback(
    (day: string) => client.get<Payroll>(`/v1/payroll/${day}`).then(setPayroll, onFailure),
    [client, onFailure],
  );
  useEffect(() => {
    client.get<{ periods: Period[] }>('/v1/payroll').then((answer) => {
      setPeriods(answer.periods);
      setFirst(answer.periods[0]?.first_day ?? '');
    }, onFailure);
  }, [client, onFailure]);
  useEffect(() => {
    if (first !== '') void load(first);
  }, [load, first, language]);
  if (periods.length === 0)
    return (
      <section class="stack">
        <h3>{t('people_pay')}</h3>
        <p class="soft">{t('people_pay_none')}</p>
      </section>
    );
  const minor = minorOf(value.amount, currency);
  const note = value.reason.trim();
  const add = (event: Event): void => {
    event.preventDefault();
    const body = { courier_id: courier, amount_minor: minor, clause: value.clause, note };
    client.post(`/v1/payroll/${first}/corrections`, body).then(() => {
      setValue(NOTHING);
      say(t('people_corrected'));
      return load(first);
    }, onFailure);
  };
  const reconcile = (): void => {
    client.post<{ corrections: unknown[] }>(`/v1/payroll/${first}/reconcile`).then((answer) => {
      say(t('people_reconciled', { n: answer.corrections.length }));
      return load(first);
    }, onFailure);
  };
  return (
    <section class="stack">
      <h3>{t('people_pay')}</h3>
      <div class="row wrap">
        <div class="field">
          <label for={`${id}-period`}>{t('people_period')}</label>
          <select
            id={`${id}-period`}
            class="input"
            value={first}
            onChange={(event) => setFirst(event.currentTarget.value)}
          >
            {periods.map((one) => (
              <option key={one.first_day} value={one.first_day}>
                {formats.day(one.first_day)} – {formats.day(one.last_day)}
              </option>
            ))}
          </select>
        </div>
        <Button onPress={reconcile}>{t('people_reconcile')}</Button>
      </div>
      {payroll !== null && (
        <table class="table">
          <caption class="unseen">{t('people_pay')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('people_courier')}</th>
              <th scope="col">{t('people_lines')}</th>
              <th scope="col" class="end">
                {t('people_total')}
              </th>
            </tr>
          </thead>
          <tbody>
            {payroll.couriers.map((one) => (
              <tr key={one.courier_id}>
                <th scope="row">{one.name}</th>
                <td>
                  {one.corrections.map((line) => (
                    <p key={line.id} class="small">
                      <Money minor={line.amount_minor} /> {line.message}
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
      )}
      <form class="stack card" onSubmit={add}>
        <strong>{t('people_new_line')}</strong>
        <div class="field">
          <label for={`${id}-courier`}>{t('people_courier')}</label>
          <select
            id={`${id}-courier`}
            class="input"
            value={courier}
            onChange={(event) => setCourier(event.currentTarget.value)}
          >
            <option value="" />
            {payroll?.couriers.map((one) => (
              <option key={one.courier_id} value={one.courier_id}>
                {one.name}
              </option>
            ))}
          </select>
        </div>
        <AddFields client={client} value={value} onChange={setValue} />
        <div class="row">
          <Button
            type="submit"
            isDisabled={courier === '' || minor === null || value.clause === '' || note === ''}
          >
            {t('people_add')}
          </Button>
        </div>
      </form>
    </section>
  );
}
