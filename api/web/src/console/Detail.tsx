import { X } from 'lucide';
import type { ComponentChildren } from 'preact';
import { Button } from '../shared/Button';
import type { Say } from '../shared/toasts';
import { nameOfOrder, type Day } from '../shared/wire';
import { CourierDetail } from './CourierDetail';
import { DayDetail } from './DayDetail';
import { MarkedDetail } from './MarkedDetail';
import { OrderDetail } from './OrderDetail';
import type { DayStore } from './store';
import { useWords } from './words';

interface Props {
  day: Day;
  store: DayStore;
  say: Say;
  onFailure: (error: unknown) => void;
}

/** What is selected, in full; nothing selected means the day itself. */
export function Detail(props: Props) {
  const { t } = useWords();
  const { day, store } = props;
  const selection = store.selection.value;
  const order =
    selection?.kind === 'order' ? day.orders.find(({ id }) => id === selection.id) : undefined;
  const row =
    selection?.kind === 'courier'
      ? store.rows.value.find(({ courier }) => courier.id === selection.id)
      : undefined;
  let title = t('day_title');
  let body: ComponentChildren = (
    <DayDetail day={day} store={store} onFailure={props.onFailure} say={props.say} />
  );
  const num = store.marked.value.size;
  if (num > 0) {
    title = t('marked_title', { n: num });
    body = <MarkedDetail {...props} />;
  } else if (order) {
    title = t('order_title', { reference: nameOfOrder(order) });
    body = <OrderDetail {...props} order={order} key={order.id} />;
  } else if (row) {
    title = row.courier.name;
    body = <CourierDetail {...props} row={row} key={row.courier.id} />;
  }
  return (
    <aside class={order || row || num > 0 ? 'detail is-open' : 'detail'} aria-label={t('detail')}>
      <div class="row apart detail-head">
        <h2 class="cut">{title}</h2>
        {num === 0 && (order ?? row) !== undefined && (
          <Button
            look="plain"
            icon={X}
            label={t('close')}
            onPress={() => (store.selection.value = null)}
          />
        )}
      </div>
      <div class="detail-body stack wide" tabIndex={0} role="group" aria-label={title}>
        {body}
      </div>
    </aside>
  );
}
