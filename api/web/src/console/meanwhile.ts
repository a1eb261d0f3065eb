import { nameOfOrder, type Day } from '../shared/wire';
import { courierOfOrder } from './derive';

export interface Handover {
  orderId: string;
  name: string;
  from: string | null;
  to: string | null;
}

/** Which orders have another courier in a later state of the day, or one at last, or none. */
export function handovers(before: Day, after: Day): Handover[] {
  return after.orders
    .map((order) => ({
      orderId: order.id,
      name: nameOfOrder(order),
      from: courierOfOrder(before.plan, order.id),
      to: courierOfOrder(after.plan, order.id),
    }))
    .filter(({ from, to }) => from !== to);
}
