import { useState } from 'preact/hooks';
import { Choice } from '../shared/fields';
import { nameOfOrder, type Day } from '../shared/wire';
import { DecideSheet } from './DecideSheet';
import type { ServedStop } from './derive';
import { comingStops, isSameStop, nameOfStop } from './reorder';
import type { DayStore, StopName } from './store';
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
  const row = store.rows.value.find(({ courier }) => courier.id === courierId);
  const stops = comingStops(row?.stops ?? []);
  const name = row?.courier.name ?? '';
  const [chosen, setChosen] = useState<StopName | null>(stop ?? null);
  const [place, setPlace] = useState<StopName | null | undefined>(before);
  const close = (): void => {
    store.reordering.value = null;
  };
  const label = (one: ServedStop): string => {
    const order = day.orders.find(({ id }) => id === one.order_id);
    const of = order ? nameOfOrder(order) : one.order_id;
    return `${formats.time(one.start)} ${t(one.kind)} ${of} · ${one.address ?? ''}`;
  };
  const options = stops.map((one) => ({ value: keyOf(nameOfStop(one)), text: label(one) }));
  const named = (key: string): StopName | null => {
    const found = stops.find((one) => keyOf(nameOfStop(one)) === key);
    return found ? nameOfStop(found) : null;
  };
  return (
    <DecideSheet
      day={day}
      store={store}
      name="reorder"
      move={
        chosen === null || place === undefined || (place !== null && isSameStop(chosen, place))
          ? null
          : {
              orderId: chosen.order_id,
              toCourierId: courierId,
              place: { stop: chosen.stop, before: place },
            }
      }
      title={t('reorder_title', { name })}
      confirm={t('reorder_confirm')}
      onDone={() => {
        say(t('reorder_done', { name }));
        close();
      }}
      onClose={close}
    >
      <Choice
        id="reorder-stop"
        label={t('reorder_stop')}
        value={chosen === null ? '' : keyOf(chosen)}
        ask={t('choose')}
        options={options}
        onChange={(key) => setChosen(named(key))}
      />
      <Choice
        id="reorder-before"
        label={t('reorder_before')}
        value={place === undefined ? '' : place === null ? AT_THE_END : keyOf(place)}
        ask={t('choose')}
        options={[
          ...options.filter(({ value }) => chosen === null || value !== keyOf(chosen)),
          { value: AT_THE_END, text: t('reorder_at_end') },
        ]}
        onChange={(key) => setPlace(key === AT_THE_END ? null : named(key))}
      />
      <p class="small soft">{t('reorder_hint')}</p>
    </DecideSheet>
  );
}
