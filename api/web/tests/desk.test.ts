import { describe, expect, it } from 'vitest';
import { isInside, ordersInside, polygonOf, type Ring } from '../src/console/areas';
import { csvOf, fitting, NO_FILTER, orderLines } from '../src/console/orders';
import { reportCsv, reportOf, savedGrams } from '../src/console/report';
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

describe('the report of a day', () => {
  const stop = (order_id: string, state: string, late: number) => ({
    kind: 'delivery',
    order_id,
    state,
    start: new Date(Date.UTC(2026, 10, 23, 11, late)).toISOString(),
    window: { from: '2026-11-23T10:00:00Z', to: '2026-11-23T11:00:00Z' },
  });
  const shift = { starts_at: '2026-11-23T09:00:00Z', ends_at: '2026-11-23T13:00:00Z' };
  const figures = (courier_id: string, distance_m: number, pay_minor: number) => ({
    courier_id,
    distance_m,
    pay_minor,
    stops: 2,
    minutes: 60,
    top_up_minor: 100,
    balance_minor: -250,
  });
  const report = reportOf({
    orders: [order('1', { state: 'delivered' }), order('2', { state: 'delivered' }), order('3')],
    couriers: [
      { id: 'c1', name: 'Lucía Vega', profile: 'bike', shift },
      { id: 'c2', name: 'Noor Aziz', profile: 'e_van', shift },
    ],
    plan: {
      routes: [
        { courier_id: 'c1', stops: [stop('1', 'done', 0), stop('2', 'done', 5)] },
        { courier_id: 'c2', stops: [stop('3', 'planned', 30)] },
      ],
      figures: { couriers: [figures('c1', 12_000, 6_000), figures('c2', 8_000, 5_000)] },
    },
  } as unknown as Day);

  it('counts what was delivered and what of it was in its window; what is to come counts not', () => {
    expect([report.delivered, report.open, report.made, report.onTime]).toEqual([2, 1, 2, 1]);
  });

  it('reckons pay per hour of the shift, and spares a van only what was ridden', () => {
    expect(report.couriers.map(({ perHourMinor }) => perHourMinor)).toEqual([1500, 1250]);
    expect(report.payMinor).toBe(11_000);
    expect(savedGrams(report, 200)).toBe(2_400);
  });

  it('writes negative numbers as numbers', () => {
    expect(reportCsv(report).split('\r\n')[1]).toBe('Lucía Vega,2,60,12000,6000,100,-250,1500');
  });
});
