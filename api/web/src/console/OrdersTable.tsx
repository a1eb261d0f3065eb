import { Download } from 'lucide';
import { useMemo, useRef, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Day } from '../shared/wire';
import { saveCsv } from './csv';
import { pickOrder } from './drag';
import { csvOf, fitting, NO_FILTER, orderLines, UNASSIGNED, type OrderFilter } from './orders';
import type { DayStore } from './store';
import { useWindow } from './virtual';
import { useWords } from './words';

const ROW_PX = 40;

interface FilterProps {
  day: Day;
  filter: OrderFilter;
  onFilter: (filter: OrderFilter) => void;
}

function Filters({ day, filter, onFilter }: FilterProps) {
  const { t, has } = useWords();
  const states = [...new Set(day.orders.map(({ state }) => state))].toSorted();
  const choice = (
    key: 'state' | 'storefront' | 'courier',
    options: readonly { value: string; text: string }[],
  ) => (
    <select
      class="input"
      aria-label={t(`filter_${key}`)}
      value={filter[key]}
      onChange={(event) => onFilter({ ...filter, [key]: event.currentTarget.value })}
    >
      <option value="">{`${t(`filter_${key}`)}: ${t('filter_all')}`}</option>
      {options.map(({ value, text }) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  );
  const said = (state: string): string => {
    const key = `state_${state}`;
    return has(key) ? t(key) : state;
  };
  return (
    <>
      <input
        class="input grow"
        type="search"
        aria-label={t('search_orders')}
        placeholder={t('search_orders')}
        value={filter.text}
        onInput={(event) => onFilter({ ...filter, text: event.currentTarget.value })}
      />
      {choice(
        'state',
        states.map((state) => ({ value: state, text: said(state) })),
      )}
      {choice(
        'storefront',
        day.storefronts.map(({ id, name }) => ({ value: id, text: name })),
      )}
      {choice('courier', [
        { value: UNASSIGNED, text: t('filter_unassigned') },
        ...day.couriers.map(({ id, name }) => ({ value: id, text: name })),
      ])}
    </>
  );
}

/** All orders of the day: searched, filtered, chosen in bulk, downloaded; only rows in view exist. */
export function OrdersTable({ day, store }: { day: Day; store: DayStore }) {
  const { t, has, formats } = useWords();
  const [filter, setFilter] = useState(NO_FILTER);
  const box = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => orderLines(day), [day]);
  const found = useMemo(() => fitting(lines, filter), [lines, filter]);
  const { first, last, onScroll } = useWindow(box, found.length, ROW_PX);
  const marked = store.marked.value;
  const isAll = found.length > 0 && found.every(({ order }) => marked.has(order.id));
  const chosen = store.selection.value;
  return (
    <section class="orders" aria-label={t('orders_caption')}>
      <div class="row wrap orders-tools">
        <Filters day={day} filter={filter} onFilter={setFilter} />
        <span class="number small" role="status">
          {t('orders_found', { n: found.length })}
        </span>
        <Button
          icon={Download}
          label={t('orders_csv')}
          onPress={() => saveCsv(csvOf(found), `orders-${day.day}.csv`)}
        />
      </div>
      <div class="orders-rows" ref={box} onScroll={onScroll} tabIndex={0}>
        <table
          class="table"
          aria-label={t('orders_caption')}
          aria-rowcount={found.length + 1}
          style={{ '--row': `${ROW_PX}px` }}
        >
          <thead>
            <tr>
              <th scope="col" class="check">
                <input
                  type="checkbox"
                  aria-label={t('orders_mark_all')}
                  checked={isAll}
                  onChange={() =>
                    store.mark(
                      found.map(({ order }) => order.id),
                      !isAll,
                    )
                  }
                />
              </th>
              <th scope="col" class="narrow">
                {t('column_order')}
              </th>
              <th scope="col" class="narrow">
                {t('column_state')}
              </th>
              <th scope="col">{t('storefront')}</th>
              <th scope="col" class="place">
                {t('column_to')}
              </th>
              <th scope="col" class="number">
                {t('column_window')}
              </th>
              <th scope="col" class="narrow">
                {t('column_eta')}
              </th>
              <th scope="col">{t('courier')}</th>
            </tr>
          </thead>
          <tbody>
            {first > 0 && <tr aria-hidden="true" style={{ height: `${first * ROW_PX}px` }} />}
            {found.slice(first, last).map(({ order, name, courierName }, index) => {
              const key = `state_${order.state}`;
              const isChosen = chosen?.kind === 'order' && chosen.id === order.id;
              return (
                <tr
                  key={order.id}
                  aria-rowindex={first + index + 2}
                  class={isChosen || marked.has(order.id) ? 'chosen' : ''}
                  onClick={(event) => pickOrder(store, order.id, event)}
                >
                  <td class="check">
                    <input
                      type="checkbox"
                      aria-label={t('orders_mark', { order: name })}
                      checked={marked.has(order.id)}
                      onClick={(event) => event.stopPropagation()}
                      onChange={() => store.mark([order.id], !marked.has(order.id))}
                    />
                  </td>
                  <th scope="row">
                    <button type="button" class="link">
                      {name}
                    </button>
                  </th>
                  <td>{has(key) ? t(key) : order.state}</td>
                  <td title={order.storefront.name}>
                    <span class="two-lines">{order.storefront.name}</span>
                  </td>
                  <td title={order.delivery.address}>
                    <span class="two-lines">{order.delivery.address}</span>
                  </td>
                  <td class="number small">
                    {formats.span(order.delivery.window ?? order.promise)}
                  </td>
                  <td>{order.eta ? formats.time(order.eta) : ''}</td>
                  <td title={courierName}>
                    <span class="two-lines">{courierName}</span>
                  </td>
                </tr>
              );
            })}
            {last < found.length && (
              <tr aria-hidden="true" style={{ height: `${(found.length - last) * ROW_PX}px` }} />
            )}
          </tbody>
        </table>
        {found.length === 0 && <p class="empty">{t('orders_nothing')}</p>}
      </div>
    </section>
  );
}
