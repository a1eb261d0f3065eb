import { useState } from 'preact/hooks';
import { Attention } from '../shared/Attention';
import { Button } from '../shared/Button';
import { Notice } from '../shared/Notice';
import { SkeletonLines } from '../shared/Skeleton';
import { nameOfOrder, type Order } from '../shared/wire';
import { CancelSheet } from './CancelSheet';
import { ChangeForm, type Change } from './ChangeForm';
import { useWords } from './words';

const TONES: Partial<Record<Order['state'], string>> = {
  delivered: 'good',
  failed: 'breaks',
  canceled: '',
};

type LineProps = { order: Order; others: number } & Pick<
  Props,
  'onCancel' | 'onCancelAll' | 'onChange' | 'isBusy'
>;

function Line({ order, others, isBusy, onCancel, onCancelAll, onChange }: LineProps) {
  const { consignment_id: consignmentId } = order;
  const { t, has, formats } = useWords();
  const [canceling, setCanceling] = useState(0);
  const close = (): void => setCanceling(0);
  const state = `state_${order.state}`;
  const isOpen = isOpenOrder(order);
  const isUnderway = isOpen || order.state === 'picked_up';
  return (
    <li class="order">
      <div class="row apart">
        <strong class="cut grow">{order.delivery.address}</strong>
        <span class={`chip ${TONES[order.state] ?? ''}`}>
          {has(state) ? t(state) : order.state}
        </span>
      </div>
      <div class="row apart small">
        <span class="soft cut grow">
          <span class="number">{nameOfOrder(order)}</span>
          {order.courier && <> · {t('by', { name: order.courier.name })}</>}
        </span>
        <span class="number">
          {order.eta && isUnderway
            ? t('eta', { time: formats.time(order.eta) })
            : formats.span(order.promise)}
        </span>
        <span class="number fee-cell">{formats.money(order.fee.total_minor)}</span>
      </div>
      {(order.tip_minor ?? 0) > 0 && (
        <p class="small">{t('tip_on_top', { amount: formats.money(order.tip_minor ?? 0) })}</p>
      )}
      <Attention codes={order.needs_attention} />
      {order.pin && isUnderway && (
        <p class="small number">{t('pin_for_recipient', { pin: order.pin })}</p>
      )}
      <div class="row wrap">
        {order.tracking_url && (
          <a class="small" href={order.tracking_url} target="_blank" rel="noreferrer">
            {t('tracking_page')}
          </a>
        )}
        {isOpen && (
          <Button look="plain" extra="small" isBusy={isBusy} onPress={() => setCanceling(1)}>
            {t('cancel_order')}
          </Button>
        )}
        {isOpen && others > 0 && typeof consignmentId === 'string' && (
          <Button
            look="plain"
            extra="small"
            isBusy={isBusy}
            onPress={() => setCanceling(others + 1)}
          >
            {t('cancel_all', { n: others + 1 })}
          </Button>
        )}
      </div>
      {isOpen && <ChangeForm order={order} isBusy={isBusy} onChange={onChange} />}
      {isOpen && canceling > 0 && (
        <CancelSheet
          order={order}
          count={canceling}
          onConfirm={() => {
            close();
            if (canceling > 1 && typeof consignmentId === 'string') onCancelAll(consignmentId);
            else onCancel(order);
          }}
          onClose={close}
        />
      )}
    </li>
  );
}

interface Props {
  orders: Order[] | null;
  standing: string | null;
  /** A change of one is being sent. */
  isBusy: boolean;
  onCancel: (order: Order) => void;
  onCancelAll: (consignmentId: string) => void;
  onChange: (order: Order, change: Change) => void;
}

const isOpenOrder = ({ state }: Order): boolean => state === 'placed' || state === 'assigned';

/** How many other orders of the same booking can still be canceled. */
function othersOf(order: Order, orders: readonly Order[]): number {
  return orders.filter(
    (one) =>
      one.id !== order.id &&
      isOpenOrder(one) &&
      typeof one.consignment_id === 'string' &&
      one.consignment_id === order.consignment_id,
  ).length;
}

/** Today's orders with their states, newest first. */
export function Orders({ orders, standing, isBusy, onCancel, onCancelAll, onChange }: Props) {
  const { t } = useWords();
  return (
    <section class="card stack wide orders" aria-labelledby="orders-title">
      <div class="row wrap apart">
        <h2 id="orders-title">{t('orders_today')}</h2>
        {orders && <span class="soft number">{t('orders_count', { n: orders.length })}</span>}
      </div>
      {standing !== null && <Notice tone="look">{standing}</Notice>}
      {orders === null && standing === null && <SkeletonLines count={5} height={64} />}
      {orders?.length === 0 && <p class="empty">{t('orders_none')}</p>}
      <ul aria-live="polite">
        {orders?.map((order) => (
          <Line
            key={order.id}
            order={order}
            others={othersOf(order, orders)}
            isBusy={isBusy}
            onCancel={onCancel}
            onCancelAll={onCancelAll}
            onChange={onChange}
          />
        ))}
      </ul>
    </section>
  );
}
