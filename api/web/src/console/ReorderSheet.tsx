import { useRef, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Sheet } from '../shared/Sheet';
import { nameOfOrder, type Day } from '../shared/wire';
import type { ServedStop } from './derive';
import { Meanwhile } from './Meanwhile';
import { comingStops, isSameStop, nameOfStop } from './reorder';
import { isOvertaken, type DayStore, type StopName } from './store';
import { Trial, useTrial } from './Trial';
import { useWords } from './words';

interface Props {
  day: Day;
  store: DayStore;
  courierId: string;
  stop?: StopName | undefined;
  before?: StopName | null | undefined;
  say: (text: string) => void;
}

const AT_THE_END = 'end';
const keyOf = (stop: StopName): string => `${stop.stop} ${stop.order_id}`;

/** Puts a stop elsewhere within a route: choose which and before which, see what it does, decide. */
export function ReorderSheet({ day, store, courierId, stop, before, say }: Props) {
  const { t, formats } = useWords();
  const seen = useRef(day).current;
  const row = store.rows.value.find(({ courier }) => courier.id === courierId);
  const stops = comingStops(row?.stops ?? []);
  const [chosen, setChosen] = useState<StopName | null>(stop ?? null);
  const [place, setPlace] = useState<StopName | null | undefined>(before);
  const [reason, setReason] = useState('');
  const move =
    chosen === null || place === undefined || (place !== null && isSameStop(chosen, place))
      ? null
      : {
          orderId: chosen.order_id,
          toCourierId: courierId,
          place: { stop: chosen.stop, before: place },
        };
  const { trial, setFailure } = useTrial(store, move, day.plan?.version);
  const close = (): void => {
    store.reordering.value = null;
  };
  const isAllowed = trial?.kind === 'effect' && trial.effect.violations.length === 0;
  const confirm = (): void => {
    if (move === null) return;
    store.move(move, reason).then(
      () => {
        say(t('reorder_done', { name: row?.courier.name ?? '' }));
        close();
      },
      (error: unknown) => {
        if (!isOvertaken(error)) setFailure(error);
      },
    );
  };
  const label = (one: ServedStop): string => {
    const order = day.orders.find(({ id }) => id === one.order_id);
    const name = order ? nameOfOrder(order) : one.order_id;
    return `${formats.time(one.start)} ${t(one.kind)} ${name} · ${one.address ?? ''}`;
  };
  const named = (key: string): StopName | null => {
    const found = stops.find((one) => keyOf(nameOfStop(one)) === key);
    return found ? nameOfStop(found) : null;
  };
  return (
    <Sheet
      title={t('reorder_title', { name: row?.courier.name ?? '' })}
      onClose={close}
      foot={
        <>
          <Button look="main" isDisabled={!isAllowed} onPress={confirm}>
            {t('reorder_confirm')}
          </Button>
          <Button onPress={close}>{t('keep_as_is')}</Button>
        </>
      }
    >
      <div class="stack wide">
        <Meanwhile before={seen} after={day} />
        <div class="field">
          <label for="reorder-stop">{t('reorder_stop')}</label>
          <select
            id="reorder-stop"
            class="input"
            value={chosen === null ? '' : keyOf(chosen)}
            onChange={(event) => setChosen(named(event.currentTarget.value))}
          >
            <option value="" disabled>
              {t('choose')}
            </option>
            {stops.map((one) => (
              <option key={keyOf(nameOfStop(one))} value={keyOf(nameOfStop(one))}>
                {label(one)}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="reorder-before">{t('reorder_before')}</label>
          <select
            id="reorder-before"
            class="input"
            value={place === undefined ? '' : place === null ? AT_THE_END : keyOf(place)}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setPlace(value === AT_THE_END ? null : named(value));
            }}
          >
            <option value="" disabled>
              {t('choose')}
            </option>
            {stops
              .filter((one) => chosen === null || !isSameStop(nameOfStop(one), chosen))
              .map((one) => (
                <option key={keyOf(nameOfStop(one))} value={keyOf(nameOfStop(one))}>
                  {label(one)}
                </option>
              ))}
            <option value={AT_THE_END}>{t('reorder_at_end')}</option>
          </select>
        </div>
        <p class="small soft">{t('reorder_hint')}</p>
        <div class="stack effect" aria-live="polite">
          <Trial day={day} trial={trial} />
        </div>
        <div class="field">
          <label for="reorder-reason">{t('reason_optional')}</label>
          <input
            id="reorder-reason"
            class="input"
            value={reason}
            maxLength={200}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </div>
      </div>
    </Sheet>
  );
}
