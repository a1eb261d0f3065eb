import { useRef } from 'preact/hooks';
import { ArrowDown, ArrowUp, Check, Coffee, Pin, X } from 'lucide';
import { Icon } from '../shared/Icon';
import { nameOfOrder, type Day, type PlannedStop } from '../shared/wire';
import { courierColor, Who } from '../shared/Who';
import { finishedAtStart, isServed, latenessOf, routeOf, type CourierRow } from './derive';
import { dragOrder, dropOrder, pickOrder } from './drag';
import { shiftStop } from './reorder';
import type { DayStore } from './store';
import { useWindow } from './virtual';
import { useWords } from './words';

interface CardProps {
  stop: PlannedStop;
  reference: string;
  isPinned: boolean;
  courierId: string;
  store: DayStore;
}

function StopCard({ stop, reference, isPinned, courierId, store }: CardProps) {
  const { t, formats } = useWords();
  if (stop.kind === 'break') {
    return (
      <li class="stop-card pause small soft">
        <Icon node={Coffee} size={14} /> {formats.time(stop.start)}{' '}
        {t(stop.is_care ? 'care_window' : 'break')}
      </li>
    );
  }
  if (!isServed(stop)) return null;
  const isChosen =
    store.marked.value.has(stop.order_id) ||
    (store.selection.value?.kind === 'order' && store.selection.value.id === stop.order_id);
  const late = latenessOf(stop);
  const classes = ['stop-card', stop.state, isChosen && 'chosen', late > 0 && 'is-late'];
  return (
    <li
      {...(stop.state === 'planned'
        ? {
            ...dragOrder(store, stop.order_id, stop.kind),
            ...dropOrder(store, courierId, { order_id: stop.order_id, stop: stop.kind }),
          }
        : {})}
    >
      <button
        type="button"
        class={classes.filter(Boolean).join(' ')}
        onClick={(event) => pickOrder(store, stop.order_id, event)}
        onKeyDown={(event) => shiftStop(store, courierId, stop, event)}
      >
        <span class="row small">
          <Icon node={stop.kind === 'pickup' ? ArrowUp : ArrowDown} size={14} />
          <span class="unseen">{t(stop.kind)}</span>
          <strong class="number">{formats.time(stop.start)}</strong>
          <span class="soft cut grow">{reference}</span>
          {isPinned && <Icon node={Pin} size={14} />}
          {stop.state === 'done' && <Icon node={Check} size={14} />}
          {stop.state === 'failed' && <Icon node={X} size={14} />}
          <span class="unseen">
            {isPinned && t('pinned')} {stop.state !== 'planned' && t(`stop_${stop.state}`)}
          </span>
        </span>
        <span class="cut small">{stop.address ?? ''}</span>
        {late > 0 && (
          <span class="small late">{t('late_by', { time: formats.minutes(late) })}</span>
        )}
      </button>
    </li>
  );
}

function Column({ row, day, store }: { row: CourierRow; day: Day; store: DayStore }) {
  const { t, formats } = useWords();
  const { courier } = row;
  const figures = day.plan?.figures.couriers.find(({ courier_id }) => courier_id === courier.id);
  const route = routeOf(day.plan, courier.id)?.stops ?? [];
  const stops = route.filter((stop) => isServed(stop) || stop.kind === 'break');
  const before = finishedAtStart(stops);
  const references = new Map(day.orders.map((order) => [order.id, nameOfOrder(order)]));
  const pinned = new Set(day.pins?.map(({ order_id }) => order_id));
  const card = (stop: PlannedStop, index: number) => (
    <StopCard
      key={stop.order_id ? `${stop.kind} ${stop.order_id}` : index}
      stop={stop}
      store={store}
      courierId={courier.id}
      reference={references.get(stop.order_id ?? '') ?? ''}
      isPinned={pinned.has(stop.order_id ?? '')}
    />
  );
  return (
    <li class="column" {...dropOrder(store, courier.id)}>
      <div class="column-head" style={{ '--mine': courierColor(courier.color) }}>
        <div class="row">
          <Who initials={courier.initials} color={courier.color} />
          <strong class="grow">{courier.name}</strong>
        </div>
        <p class="small soft number">
          {t('stops', { n: figures?.stops ?? 0 })} · {formats.hours((figures?.minutes ?? 0) * 60)} ·{' '}
          {formats.money(figures?.pay_minor ?? courier.pay_minor)}
        </p>
        <p class="small soft number">
          {t('balance_is', { amount: formats.signedMinutes(courier.balance_s) })}
        </p>
      </div>
      {before.length > 0 && (
        <details class="why behind-us small">
          <summary>{t('stops_before', { n: before.filter(isServed).length })}</summary>
          <ol class="cards">{before.map(card)}</ol>
        </details>
      )}
      <ol class="cards">
        {stops.slice(before.length).map(card)}
        {stops.length === 0 && <li class="empty small">{t('route_empty')}</li>}
      </ol>
    </li>
  );
}

const COLUMN_PX = 212;

/** A column per courier; cards can be dragged, and moved by keyboard from the detail panel. */
export function Board({ day, store }: { day: Day; store: DayStore }) {
  const { t } = useWords();
  const box = useRef<HTMLElement>(null);
  const rows = store.rows.value;
  const { first, last, onScroll } = useWindow(box, rows.length, COLUMN_PX, 'across');
  return (
    <section class="board" aria-label={t('board')} tabIndex={0} ref={box} onScroll={onScroll}>
      <ul
        class="columns"
        style={{
          paddingInlineStart: `calc(var(--g3) + ${first * COLUMN_PX}px)`,
          paddingInlineEnd: `calc(var(--g3) + ${(rows.length - last) * COLUMN_PX}px)`,
        }}
      >
        {rows.slice(first, last).map((row) => (
          <Column key={row.courier.id} row={row} day={day} store={store} />
        ))}
      </ul>
    </section>
  );
}
