import { useRef, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Choice, Text } from '../shared/fields';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
import { Sheet } from '../shared/Sheet';
import type { Say } from '../shared/toasts';
import { nameOfOrder, type Day, type Order, type Parcel } from '../shared/wire';
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
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
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
  const confirm = (): void => {
    setBusy(true);
    store.split(order, [...gone], courierId === '' ? null : courierId, reason).then(
      (parts) => {
        const whole = parts[0];
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
      },
      (error: unknown) => {
        setFailure(error);
        setBusy(false);
      },
    );
  };
  return (
    <Sheet
      title={t('split_title', { order: name })}
      onClose={close}
      foot={
        <>
          <Button look="main" isDisabled={!isSome || isBusy} onPress={confirm}>
            {t('split_confirm')}
          </Button>
          <Button onPress={close}>{t('keep_as_is')}</Button>
        </>
      }
    >
      <div class="stack wide">
        {order.version !== seen && (
          <Notice tone="look" isLive>
            {t('split_meanwhile')}
          </Notice>
        )}
        {failure !== null && (
          <Notice tone="breaks" isLive>
            {failureText(failure)}
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
        <Text
          id="split-reason"
          label={t('reason_optional')}
          value={reason}
          length={200}
          onChange={setReason}
        />
      </div>
    </Sheet>
  );
}
