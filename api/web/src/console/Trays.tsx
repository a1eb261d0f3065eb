import { Bike, Footprints, Package, Truck, type IconNode } from 'lucide';
import type { ComponentChildren } from 'preact';
import { Icon } from '../shared/Icon';
import { nameOfOrder, type Order, type ProfileName } from '../shared/wire';
import { Who } from '../shared/Who';
import { Why } from '../shared/Why';
import type { DayStore } from './store';
import { dragOrder, dropOrder, pickOrder } from './drag';
import { useWords } from './words';

export const PROFILE_ICONS: Record<ProfileName, IconNode> = {
  foot: Footprints,
  bike: Bike,
  cargo_bike: Package,
  e_van: Truck,
};

interface EntryProps {
  store: DayStore;
  order: Order;
  isMovable?: boolean;
  children?: ComponentChildren;
}

function OrderEntry({ store, order, isMovable = false, children }: EntryProps) {
  const { formats } = useWords();
  const selected = store.selection.value;
  const isChosen =
    (selected?.kind === 'order' && selected.id === order.id) || store.marked.value.has(order.id);
  return (
    <li
      class={isChosen ? 'chosen entry' : 'entry'}
      {...(isMovable ? dragOrder(store, order.id) : {})}
    >
      <button
        type="button"
        class="entry-main"
        onClick={(event) => pickOrder(store, order.id, event)}
      >
        <span class="row apart">
          <strong>{nameOfOrder(order)}</strong>
          <span class="number">{formats.span(order.delivery.window ?? order.promise)}</span>
        </span>
        <span class="cut soft">{order.delivery.address}</span>
      </button>
      {children}
    </li>
  );
}

/** Orders that a person should look at; nothing where there are none. */
export function FlaggedList({ store }: { store: DayStore }) {
  const { t } = useWords();
  const list = store.flagged.value;
  if (list.length === 0) return null;
  return (
    <section class="tray" aria-labelledby="flagged-title">
      <h2 id="flagged-title" class="tray-title">
        {t('flagged')} <span class="number soft">{list.length}</span>
      </h2>
      <ul class="tray-list">
        {list.map((order) => (
          <OrderEntry key={order.id} store={store} order={order} />
        ))}
      </ul>
    </section>
  );
}

export function UnassignedList({ store }: { store: DayStore }) {
  const { t } = useWords();
  const list = store.unassigned.value;
  return (
    <section class="tray" aria-labelledby="unassigned-title" {...dropOrder(store, null)}>
      <h2 id="unassigned-title" class="tray-title">
        {t('unassigned')} <span class="number soft">{list.length}</span>
      </h2>
      {list.length === 0 && <p class="empty small">{t('unassigned_none')}</p>}
      <ul class="tray-list">
        {list.map(({ order, reason }) => (
          <OrderEntry key={order.id} store={store} order={order} isMovable>
            {reason === null ? (
              <p class="small soft reason">{t('not_planned_yet')}</p>
            ) : (
              <div class="small reason">
                <p>{reason.message}</p>
                {reason.remedies.length > 0 && (
                  <Why question={t('what_would_help')}>
                    <ul class="dots">
                      {reason.remedies.map((remedy) => (
                        <li key={remedy.code}>{remedy.message}</li>
                      ))}
                    </ul>
                  </Why>
                )}
              </div>
            )}
          </OrderEntry>
        ))}
      </ul>
    </section>
  );
}

export function CourierList({ store }: { store: DayStore }) {
  const { t, formats } = useWords();
  const selected = store.selection.value;
  return (
    <section class="tray grow" aria-labelledby="couriers-title">
      <h2 id="couriers-title" class="tray-title">
        {t('couriers')} <span class="number soft">{store.rows.value.length}</span>
      </h2>
      {store.rows.value.length === 0 && <p class="empty small">{t('couriers_none')}</p>}
      <div class="courier-head small soft" aria-hidden="true">
        <span>{t('column_hours')}</span>
        <span>{t('column_shift')}</span>
        <span>{t('column_balance')}</span>
      </div>
      <ul class="tray-list">
        {store.rows.value.map(({ courier, stopsLeft, filled, lateStops }) => {
          const isChosen = selected?.kind === 'courier' && selected.id === courier.id;
          return (
            <li key={courier.id} {...dropOrder(store, courier.id)}>
              <button
                type="button"
                class={isChosen ? 'courier-row chosen' : 'courier-row'}
                aria-pressed={isChosen}
                onClick={() =>
                  (store.selection.value = isChosen ? null : { kind: 'courier', id: courier.id })
                }
              >
                <Who initials={courier.initials} color={courier.color} />
                <span class="grow name">
                  {courier.name}
                  <span class="small soft row">
                    <Icon node={PROFILE_ICONS[courier.profile]} size={14} />
                    {t('stops_left_short', { n: stopsLeft })}
                    {lateStops > 0 && <span class="late">{t('late_count', { n: lateStops })}</span>}
                  </span>
                </span>
                <span class="number small" title={t('column_hours_long')}>
                  <span class="unseen">{t('column_hours_long')} </span>
                  {formats.hours(courier.online_s)}
                </span>
                <span class="number small" title={t('column_shift_long')}>
                  <span class="unseen">{t('column_shift_long')} </span>
                  {formats.percent(filled, 0)}
                </span>
                <span class="number small" title={t('column_balance_long')}>
                  <span class="unseen">{t('column_balance_long')} </span>
                  {formats.signedHours(courier.balance_s)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
