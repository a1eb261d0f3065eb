import { describe, expect, it } from 'vitest';
import { isInside, ordersInside, polygonOf, type Ring } from '../src/console/areas';
import { csvOf, fitting, NO_FILTER, orderLines } from '../src/console/orders';
import { rowsInView } from '../src/console/virtual';
import type { Day, Order } from '../src/shared/wire';

const SQUARE: Ring = [
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 10],
];
const NOTCHED: Ring = [...SQUARE.slice(0, 3), [5, 1], [0, 10]];

function order(id: string, over: Partial<Order> = {}): Order {
  const place = { address: `Kalevankatu ${id}`, location: { lat: 5, lon: 5 } };
  const span = { from: '2026-11-23T10:00:00Z', to: '2026-11-23T11:00:00Z' };
  return {
    id,
    reference: `#${id}`,
    storefront: { id: 's1', name: 'Töölö Pharmacy' },
    state: 'assigned',
    pickup: { ...place, address: 'Bulevardi 1' },
    delivery: { ...place, window: span },
    parcels: [],
    weight_g: 900,
    fee: { total_minor: 650, currency: 'EUR' },
    promise: span,
    placed_at: span.from,
    needs_attention: [],
    ...over,
  };
}

const day = (orders: Order[]): Day =>
  ({
    orders,
    couriers: [{ id: 'c1', name: 'Lucía Vega' }],
    plan: { routes: [{ courier_id: 'c1', stops: [{ order_id: '1' }] }] },
  }) as unknown as Day;

describe('an area on the map', () => {
  it('has what lies inside its sides, not what lies in a notch', () => {
    expect(isInside(SQUARE, { lat: 5, lon: 5 })).toBe(true);
    expect(isInside(SQUARE, { lat: 5, lon: 11 })).toBe(false);
    expect(isInside(NOTCHED, { lat: 9, lon: 5 })).toBe(false);
    expect(isInside([], { lat: 5, lon: 5 })).toBe(false);
  });

  it('chooses the orders that can still move', () => {
    const away = { address: 'x', location: { lat: 50, lon: 5 } };
    const orders = [order('1'), order('2', { state: 'delivered' }), order('3', { delivery: away })];

    expect(ordersInside(day(orders), SQUARE)).toEqual(['1']);
  });

  it('is sent as a closed ring', () => {
    expect(polygonOf(SQUARE.slice(0, 3)).coordinates).toEqual([
      [
        [0, 0],
        [10, 0],
        [10, 10],
        [0, 0],
      ],
    ]);
  });
});

describe('the table of orders', () => {
  const lines = orderLines(
    day([order('1'), order('2', { state: 'placed' }), order('30', { reference: '=1+1' })]),
  );
  const names = (filter: Partial<typeof NO_FILTER>): string[] =>
    fitting(lines, { ...NO_FILTER, ...filter }).map(({ order: { id } }) => id);

  it('finds every word, without regard to case and accents', () => {
    expect(names({ text: 'TOOLO kalevankatu 2' })).toEqual(['2']);
    expect(names({ text: 'lucia' })).toEqual(['1']);
    expect(names({ text: 'nowhere' })).toEqual([]);
  });

  it('narrows by state and courier', () => {
    expect(names({ state: 'placed' })).toEqual(['2']);
    expect(names({ courier: 'none' })).toEqual(['2', '30']);
    expect(names({ courier: 'c1' })).toEqual(['1']);
  });

  it('quotes what CSV needs quoted, and gives a spreadsheet no formula', () => {
    const [head, first, , third] = csvOf(lines).split('\r\n');

    expect(head?.split(',')).toHaveLength(12);
    expect(first).toContain('#1,assigned,Töölö Pharmacy,Bulevardi 1,Kalevankatu 1,');
    expect(third).toContain("'=1+1");
  });
});

describe('rows in view', () => {
  it('are those between the edges with twelve around them, never beyond the ends', () => {
    expect(rowsInView(0, 400, 1000, 40)).toEqual({ first: 0, last: 22 });
    expect(rowsInView(20_000, 400, 1000, 40)).toEqual({ first: 488, last: 522 });
    expect(rowsInView(40_000, 400, 10, 40)).toEqual({ first: 0, last: 10 });
  });
});
