import { useRef, useState } from 'preact/hooks';
import { useSending } from '../shared/asking';
import { Choice } from '../shared/fields';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
import type { Say } from '../shared/toasts';
import { nameOfOrder, type Day, type Order, type Parcel } from '../shared/wire';
import { DecisionSheet } from '../shared/DecisionSheet';
import { nameOfParcel, partsBeside } from './parts';
import type { DayStore } from './store';
import { useWords } from './words';

interface Props {
  day: Day;
  order: Order;
  store: DayStore;
  say: Say;
}

/** Lets some parcels of an order go by themselves: choose which, and with whom. */
export function SplitSheet({ day, order, store, say }: Props) {
  const { t, formats } = useWords();
  const failureText = useFailureText();
  const seen = useRef(order.version).current;
  const [gone, setGone] = useState<ReadonlySet<number>>(new Set());
  const [courierId, setCourierId] = useState('');
  const [reason, setReason] = useState('');
  const { isBusy, failure, send } = useSending();
  const close = (): void => {
    store.splitting.value = null;
  };
  const { parcels } = order;
  const isSome = gone.size > 0 && gone.size < parcels.length;
  const name = nameOfOrder({ id: order.id, reference: order.reference });
  const load = (some: readonly Parcel[]): string =>
    t('parcels_weight', {
      n: some.length,
      weight: formats.weight(some.reduce((sum, one) => sum + one.weight_g, 0)),
    });
  const toggle = (index: number): void => {
    const next = new Set(gone);
    if (!next.delete(index)) next.add(index);
    setGone(next);
  };
  const done = ([whole]: Order[]): void => {
    say(
      t('split_done', { order: name, n: partsBeside(day, order).length + 2 }),
      whole && {
        label: t('take_back'),
        run: () =>
          void store.rejoin(whole).then(
            () => say(t('rejoin_done', { order: name })),
            (error: unknown) => say(failureText(error)),
          ),
      },
    );
    close();
  };
  const confirm = (): void =>
    send(() => store.split(order, [...gone], courierId === '' ? null : courierId, reason), done);
  return (
    <DecisionSheet
      title={t('split_title', { order: name })}
      confirm={t('split_confirm')}
      canConfirm={isSome}
      isBusy={isBusy}
      failure={failure}
      reason={{ id: 'split-reason', value: reason, onChange: setReason }}
      onConfirm={confirm}
      onClose={close}
    >
      {order.version !== seen && (
        <Notice tone="look" isLive>
          {t('split_meanwhile')}
        </Notice>
      )}
      <p class="small soft">{t('split_about')}</p>
      <fieldset class="field">
        <legend>{t('split_parcels')}</legend>
        <ul class="parcels">
          {parcels.map((parcel, index) => (
            <li key={index}>
              <label class="row">
                <input type="checkbox" checked={gone.has(index)} onChange={() => toggle(index)} />
                <span class="grow">
                  {nameOfParcel(parcel) === ''
                    ? t('split_parcel', { n: index + 1 })
                    : nameOfParcel(parcel)}
                </span>
                <span class="number soft">{formats.weight(parcel.weight_g)}</span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      <p class="small" aria-live="polite">
        {isSome
          ? t('split_sums', {
              stays: load(parcels.filter((_, index) => !gone.has(index))),
              goes: load(parcels.filter((_, index) => gone.has(index))),
            })
          : t('split_choose')}
      </p>
      <Choice
        id="split-whom"
        label={t('split_whom')}
        value={courierId}
        none={t('split_anybody')}
        options={day.couriers.map((one) => ({ value: one.id, text: one.name }))}
        onChange={setCourierId}
      />
    </DecisionSheet>
  );
}
