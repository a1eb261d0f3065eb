import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Choice, Text } from '../shared/fields';
import { momentWithin } from '../shared/moments';
import type { Day } from '../shared/wire';
import { WEATHERS } from './OverlayForm';
import { optionOf } from './parts';
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

interface SpanProps {
  from: string;
  to: string;
  onFrom: (value: string) => void;
  onTo: (value: string) => void;
}

function Times({ from, to, onFrom, onTo }: SpanProps) {
  const { t } = useWords();
  return (
    <div class="row what-if-times">
      <Text type="time" isRequired label={t('what_if_from')} value={from} onChange={onFrom} />
      <Text type="time" isRequired label={t('what_if_to')} value={to} onChange={onTo} />
    </div>
  );
}

function People({ day, form, change }: { day: Day; form: WhatIfForm; change: Change }) {
  const { t, formats } = useWords();
  const couriers = day.couriers.map(({ id, name }) => ({ value: id, text: name }));
  return (
    <fieldset class="stack what-if-part">
      <legend>{t('what_if_people')}</legend>
      <Choice
        none={t('what_if_as_it_is')}
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
        <Times
          from={form.from}
          to={form.to}
          onFrom={(from) => change({ from })}
          onTo={(to) => change({ to })}
        />
      )}
      <Choice
        none={t('what_if_as_it_is')}
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
  const orders = day.orders.filter(({ state }) => OPEN.has(state)).map(optionOf);
  return (
    <fieldset class="stack what-if-part">
      <legend>{t('what_if_window')}</legend>
      <Choice
        none={t('what_if_as_it_is')}
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
        <Times
          from={form.earliest}
          to={form.latest}
          onFrom={(earliest) => change({ earliest })}
          onTo={(latest) => change({ latest })}
        />
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
  const now = (clause: string, by: number): string => {
    const value = rules.get(clause);
    return value === undefined ? '' : t('what_if_now', { value: formats.number(value / by, 1) });
  };
  return (
    <fieldset class="stack what-if-part">
      <legend>{t('what_if_weights')}</legend>
      <Text
        type="number"
        label={t('what_if_eps')}
        value={form.eps}
        bounds={{ min: 0, max: 100, step: 0.1, placeholder: now('eps_permille', 10) }}
        onChange={(eps) => change({ eps })}
      />
      <Text
        type="number"
        label={t('what_if_lambda')}
        value={form.lambda}
        bounds={{ min: 0, max: 1440, step: 0.1, placeholder: now('lambda_s', 60) }}
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
  const question = questionOf(form, (time) => momentWithin(day, time, formats.timeZone));
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
          none={t('what_if_as_it_is')}
          label={t('what_if_weather')}
          value={form.weather}
          options={WEATHERS.map((one) => ({ value: one, text: t(`weather_${one}`) }))}
          onChange={(weather) => change({ weather })}
        />
        <Text
          type="number"
          label={t('what_if_slower')}
          value={form.slower}
          bounds={{ min: 0, max: 400, step: 0.1 }}
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
