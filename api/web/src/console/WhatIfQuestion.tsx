import { useId, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { momentOf } from '../shared/moments';
import { nameOfOrder, type Day } from '../shared/wire';
import { WEATHERS } from './OverlayForm';
import type { DayStore } from './store';
import { AS_IT_IS, questionOf, type WhatIfForm } from './what-if';
import { useWords } from './words';

const OPEN = new Set(['placed', 'assigned', 'picked_up']);

interface Props {
  day: Day;
  store: DayStore;
  /** What the rules in force say, by clause. */
  rules: ReadonlyMap<string, number>;
  isBusy: boolean;
  onAsk: (question: Record<string, unknown>) => void;
}

type Change = (part: Partial<WhatIfForm>) => void;

interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

function Choice({
  label,
  value,
  onChange,
  options,
}: FieldProps & { options: readonly (readonly [string, string])[] }) {
  const { t } = useWords();
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        class="input"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        <option value="">{t('what_if_as_it_is')}</option>
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

function Time({ label, value, onChange }: FieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        type="time"
        required
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}

function Amount({
  label,
  value,
  onChange,
  max,
  now,
}: FieldProps & { max: number; now?: string | undefined }) {
  const id = useId();
  const { t } = useWords();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        type="number"
        min={0}
        max={max}
        step={0.1}
        placeholder={now === undefined ? '' : t('what_if_now', { value: now })}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}

function People({ day, form, change }: { day: Day; form: WhatIfForm; change: Change }) {
  const { t, formats } = useWords();
  const couriers = day.couriers.map(({ id, name }) => [id, name] as const);
  return (
    <fieldset class="stack what-if-part">
      <legend>{t('what_if_people')}</legend>
      <Choice
        label={t('what_if_more')}
        value={form.like}
        options={couriers}
        onChange={(like) => {
          const shift = day.couriers.find(({ id }) => id === like)?.shift;
          const from = shift && shift.starts_at > day.now ? shift.starts_at : day.now;
          change({
            like,
            from: shift ? formats.time(from) : '',
            to: shift ? formats.time(shift.ends_at) : '',
          });
        }}
      />
      {form.like !== '' && (
        <div class="row what-if-times">
          <Time label={t('what_if_from')} value={form.from} onChange={(from) => change({ from })} />
          <Time label={t('what_if_to')} value={form.to} onChange={(to) => change({ to })} />
        </div>
      )}
      <Choice
        label={t('what_if_fewer')}
        value={form.without}
        options={couriers}
        onChange={(without) => change({ without })}
      />
    </fieldset>
  );
}

function OneOrder({ day, form, change }: { day: Day; form: WhatIfForm; change: Change }) {
  const { t, formats } = useWords();
  const orders = day.orders
    .filter(({ state }) => OPEN.has(state))
    .map((order) => [order.id, `${nameOfOrder(order)} · ${order.delivery.address}`] as const);
  return (
    <fieldset class="stack what-if-part">
      <legend>{t('what_if_window')}</legend>
      <Choice
        label={t('column_order')}
        value={form.order}
        options={orders}
        onChange={(id) => {
          const order = day.orders.find((one) => one.id === id);
          const span = order?.delivery.window ?? order?.promise;
          change({
            order: id,
            earliest: span ? formats.time(span.from) : '',
            latest: span ? formats.time(span.to) : '',
          });
        }}
      />
      {form.order !== '' && (
        <div class="row what-if-times">
          <Time
            label={t('what_if_from')}
            value={form.earliest}
            onChange={(earliest) => change({ earliest })}
          />
          <Time
            label={t('what_if_to')}
            value={form.latest}
            onChange={(latest) => change({ latest })}
          />
        </div>
      )}
    </fieldset>
  );
}

function Weights({
  form,
  change,
  rules,
}: { form: WhatIfForm; change: Change } & Pick<Props, 'rules'>) {
  const { t, formats } = useWords();
  const now = (clause: string, by: number): string | undefined => {
    const value = rules.get(clause);
    return value === undefined ? undefined : formats.number(value / by, 1);
  };
  return (
    <fieldset class="stack what-if-part">
      <legend>{t('what_if_weights')}</legend>
      <Amount
        label={t('what_if_eps')}
        value={form.eps}
        max={100}
        now={now('eps_permille', 10)}
        onChange={(eps) => change({ eps })}
      />
      <Amount
        label={t('what_if_lambda')}
        value={form.lambda}
        max={1440}
        now={now('lambda_s', 60)}
        onChange={(lambda) => change({ lambda })}
      />
    </fieldset>
  );
}

/** What would be different: people, one order, weights, weather. */
export function WhatIfQuestion({ day, store, rules, isBusy, onAsk }: Props) {
  const { t, formats } = useWords();
  const [form, setForm] = useState<WhatIfForm>(() => {
    const chosen = store.selection.value;
    return { ...AS_IT_IS, without: chosen?.kind === 'courier' ? chosen.id : '' };
  });
  const change: Change = (part) => setForm({ ...form, ...part });
  const question = questionOf(form, (time) => momentOf(day.day, time, formats.timeZone));
  return (
    <form
      class="stack what-if-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (question !== null) onAsk(question);
      }}
    >
      <p class="soft">{t('what_if_about')}</p>
      <People day={day} form={form} change={change} />
      <OneOrder day={day} form={form} change={change} />
      <Weights form={form} change={change} rules={rules} />
      <fieldset class="stack what-if-part">
        <legend>{t('what_if_streets')}</legend>
        <Choice
          label={t('what_if_weather')}
          value={form.weather}
          options={WEATHERS.map((one) => [one, t(`weather_${one}`)] as const)}
          onChange={(weather) => change({ weather })}
        />
        <Amount
          label={t('what_if_slower')}
          value={form.slower}
          max={400}
          onChange={(slower) => change({ slower })}
        />
      </fieldset>
      <div class="row wrap">
        <Button type="submit" look="main" isDisabled={isBusy || question === null}>
          {t('what_if_ask')}
        </Button>
        <Button onPress={() => setForm(AS_IT_IS)}>{t('what_if_clear')}</Button>
      </div>
    </form>
  );
}
