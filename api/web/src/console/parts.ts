import type { Option } from '../shared/fields';
import { nameOfOrder, type Day, type Order, type Parcel } from '../shared/wire';
import { courierOfOrder } from './derive';

const OPEN = new Set(['placed', 'assigned']);

export const isOpen = (order: Order): boolean => OPEN.has(order.state);

/** Which of some orders can be pinned to whoever has them: somebody has them, and they are not yet. */
export function toPin(day: Day, orders: readonly Order[]): { id: string; courierId: string }[] {
  const pinned = new Set(day.pins?.map(({ order_id }) => order_id));
  return orders.flatMap(({ id }) => {
    const courierId = courierOfOrder(day.plan, id);
    return courierId === null || pinned.has(id) ? [] : [{ id, courierId }];
  });
}

/** The other parts of the same order, canceled ones left out. */
export function partsBeside(day: Day, order: Order): Order[] {
  if (!order.part) return [];
  const { whole_id: whole } = order.part;
  return day.orders.filter((one) => one.part?.whole_id === whole && one.id !== order.id);
}

/** The other orders that one courier is to bring with an order. */
export function ridingWith(day: Day, order: Order): Order[] {
  if (!order.rides_with) return [];
  return day.orders.filter((one) => one.rides_with === order.rides_with && one.id !== order.id);
}

const placeOf = ({ lat, lon }: { lat: number; lon: number }): string => `${lat} ${lon}`;

/** Why orders cannot be asked to ride together; null: they can. */
export function apartBecause(
  orders: readonly Order[],
): 'together_few' | 'together_none' | 'together_parts' | null {
  if (orders.length < 2) return 'together_few';
  const wholes = new Set(orders.map((one) => one.part?.whole_id ?? one.id));
  if (wholes.size < orders.length) return 'together_parts';
  const shops = new Set(orders.map(({ pickup }) => placeOf(pickup.location)));
  const doors = new Set(orders.map(({ delivery }) => placeOf(delivery.location)));
  return Math.min(shops.size, doors.size) > 1 ? 'together_none' : null;
}

export const namesOf = (orders: readonly Order[]): string => orders.map(nameOfOrder).join(', ');

/** What a parcel is called; empty: nobody said. */
export const nameOfParcel = ({ description = '' }: Parcel): string => description;

/** An order as one of a list to choose from. */
export const optionOf = (order: Order): Option => ({
  value: order.id,
  text: `${nameOfOrder(order)} · ${order.delivery.address}`,
});
