import { csvLines } from './csv';
import { nameOfOrder, type Day, type Order } from '../shared/wire';

export interface OrderFilter {
  text: string;
  state: string;
  storefront: string;
  /** A courier's id, "none" for unassigned, or empty for everybody. */
  courier: string;
}

export const NO_FILTER: OrderFilter = { text: '', state: '', storefront: '', courier: '' };
export const UNASSIGNED = 'none';

export interface OrderLine {
  order: Order;
  name: string;
  courierId: string | null;
  courierName: string;
  haystack: string;
}

const plain = (text: string): string => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

/** The day's orders as lines of a table, with what a search looks at. */
export function orderLines(day: Day): OrderLine[] {
  const couriers = new Map(day.couriers.map((courier) => [courier.id, courier.name]));
  const holders = new Map<string, string>();
  for (const route of day.plan?.routes ?? []) {
    for (const stop of route.stops) {
      if (stop.order_id) holders.set(stop.order_id, route.courier_id);
    }
  }
  return day.orders.map((order) => {
    const courierId = holders.get(order.id) ?? order.courier?.id ?? null;
    const courierName = courierId === null ? '' : (couriers.get(courierId) ?? courierId);
    const name = nameOfOrder(order);
    const { pickup, delivery, storefront } = order;
    return {
      order,
      name,
      courierId,
      courierName,
      haystack: plain(
        [name, pickup.address, delivery.address, storefront.name, courierName].join(' '),
      ),
    };
  });
}

/** Lines that fit a filter; every word of the text must be found somewhere. */
export function fitting(lines: readonly OrderLine[], filter: OrderFilter): OrderLine[] {
  const words = plain(filter.text).split(/\s+/).filter(Boolean);
  return lines.filter(
    ({ order, courierId, haystack }) =>
      (filter.state === '' || order.state === filter.state) &&
      (filter.storefront === '' || order.storefront.id === filter.storefront) &&
      (filter.courier === '' || (courierId ?? UNASSIGNED) === filter.courier) &&
      words.every((word) => haystack.includes(word)),
  );
}

/** The lines as CSV, with amounts in minor units and times with their offsets. */
export function csvOf(lines: readonly OrderLine[]): string {
  const head = [
    'id',
    'reference',
    'state',
    'storefront',
    'pickup',
    'delivery',
    'from',
    'to',
    'courier',
    'weight_g',
    'fee_minor',
    'currency',
  ];
  const rows = lines.map(({ order, courierName }) => {
    const window = order.delivery.window ?? order.promise;
    return [
      order.id,
      order.reference,
      order.state,
      order.storefront.name,
      order.pickup.address,
      order.delivery.address,
      window.from,
      window.to,
      courierName,
      String(order.weight_g),
      String(order.fee.total_minor),
      order.fee.currency,
    ];
  });
  return csvLines([head, ...rows]);
}
