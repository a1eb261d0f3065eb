import { describe, expect, it } from 'vitest';
import {
  changes,
  courierRows,
  flaggedOrders,
  positionIn,
  tiedWith,
  timeSpan,
  unassignedOrders,
} from '../src/console/derive';
import { handovers } from '../src/console/meanwhile';
import { toPin } from '../src/console/parts';
import type { CourierOfDay, Day, Order, Plan, PlannedStop } from '../src/shared/wire';

const at = (hour: number, minute = 0): string =>
  new Date(Date.UTC(2026, 10, 23, hour, minute)).toISOString();

function courier(id: string, from: number, to: number): CourierOfDay {
  return {
    id,
    name: id,
    initials: id.toUpperCase(),
    profile: 'bike',
    color: 0,
    shift: { id: `s${id}`, starts_at: at(from), ends_at: at(to), breaks: [], care: [] },
    pay_minor: 0,
    online_s: 0,
    balance_minor: 0,
    balance_s: 0,
  };
}

function stop(order: string, kind: 'pickup' | 'delivery', hour: number): PlannedStop {
  return {
    kind,
    order_id: order,
    arrival: at(hour),
    start: at(hour),
    departure: at(hour, 5),
    travel_s: 900,
    distance_m: 3000,
    state: 'planned',
    window: { from: at(9), to: at(hour, -10) },
  };
}

function plan(version: number, routes: Record<string, PlannedStop[]>): Plan {
  const figures = {
    travel_s: 0,
    distance_m: 0,
    lateness_s: 0,
    gini: 0,
    lowest_pay_per_hour_minor: 0,
    couriers: Object.entries(routes).map(([courier_id, stops]) => ({
      courier_id,
      stops: stops.length,
      minutes: stops.length * 20,
      distance_m: 0,
      pay_minor: 0,
      top_up_minor: 0,
      balance_minor: 0,
    })),
  };
  return {
    version,
    state: 'published',
    created_at: at(9),
    routes: Object.entries(routes).map(([courier_id, stops]) => ({
      courier_id,
      shift_id: `s${courier_id}`,
      stops,
    })),
    unassigned: [],
    figures,
    price_of_fairness: null,
    policy_version: 1,
  };
}

const order = (id: string, state: Order['state'] = 'assigned'): Order =>
  ({ id, state, reference: id }) as Order;

function day(over: Partial<Day> = {}): Day {
  return {
    day: '2026-11-23',
    now: at(10),
    plan: plan(1, { a: [stop('1', 'pickup', 10), stop('1', 'delivery', 11)], b: [] }),
    proposal: null,
    orders: [order('1')],
    couriers: [courier('a', 9, 13), courier('b', 10, 15)],
    counts: { orders: 1, unassigned: 0, late_soon: 0, delivered: 0 },
    storefronts: [],
    ...over,
  };
}

describe("the console's figures", () => {
  it('fill a shift by travel and service: 2 x (15 + 5) of 240 minutes', () => {
    const [first, second] = courierRows(day());

    expect(first?.filled).toBeCloseTo(40 / 240);
    expect(first?.lateStops).toBe(2);
    expect([second?.stopsLeft, second?.filled]).toEqual([0, 0]);
  });

  it('pin of some orders those that somebody has and nobody holds yet', () => {
    const pins = [{ order_id: '1', courier_id: 'a' }];
    const orders = [order('1'), order('2')];

    expect(toPin(day(), orders)).toEqual([{ id: '1', courierId: 'a' }]);
    expect(toPin(day({ pins }), orders)).toEqual([]);
  });

  it('list for a person what no plan settles, unless it is over', () => {
    const marked = (id: string, code: string, state: Order['state'] = 'placed') => ({
      ...order(id, state),
      needs_attention: [code],
    });
    const orders = [
      marked('1', 'late'),
      marked('2', 'reference_repeated'),
      marked('3', 'reference_repeated', 'canceled'),
    ];

    expect(flaggedOrders(day({ orders })).map(({ id }) => id)).toEqual(['2']);
  });

  it('count as unassigned what no route has, unless it is over', () => {
    const orders = [
      order('1'),
      order('2', 'placed'),
      order('3', 'canceled'),
      order('4', 'delivered'),
    ];

    expect(unassignedOrders(day({ orders })).map((entry) => entry.order.id)).toEqual(['2']);
  });

  it('show of a proposal only the couriers for whom something changes', () => {
    const proposal = plan(2, { a: [], b: [stop('1', 'pickup', 12), stop('1', 'delivery', 13)] });

    const [from, to] = changes(day(), proposal);

    expect([from?.courier.id, from?.lost, to?.courier.id, to?.gained]).toEqual([
      'a',
      ['1'],
      'b',
      ['1'],
    ]);
    expect(changes(day(), plan(2, { a: day().plan?.routes[0]?.stops ?? [], b: [] }))).toEqual([]);
  });

  it('span the shifts in whole hours and put a moment in percent of them', () => {
    const span = timeSpan(day());

    expect([span.from, span.to]).toEqual([Date.parse(at(9)), Date.parse(at(15))]);
    expect(positionIn(span, at(12))).toBe(50);
    expect(positionIn(span, at(23))).toBe(100);
  });
});

describe('who must be published together', () => {
  it('follows exchanges from courier to courier, and leaves out who only gains', () => {
    const before = plan(1, { a: [stop('1', 'delivery', 10)], b: [stop('2', 'delivery', 10)] });
    const after = plan(2, {
      b: [stop('1', 'delivery', 10)],
      c: [stop('2', 'delivery', 10)],
      d: [stop('3', 'delivery', 10)],
    });
    const couriers = ['a', 'b', 'c', 'd'].map((id) => courier(id, 9, 17));
    const rows = changes(day({ plan: before, couriers }), after);

    expect([...tiedWith(rows, ['a'])].toSorted()).toEqual(['a', 'b', 'c']);
    expect([...tiedWith(rows, ['d'])]).toEqual(['d']);
  });
});

describe('what others did meanwhile', () => {
  it('names each order with its courier before and after', () => {
    const before = day({
      plan: plan(1, { a: [stop('1', 'delivery', 10)] }),
      orders: [order('1'), order('2')],
    });
    const after = { ...before, plan: plan(2, { b: [stop('2', 'delivery', 10)] }) };

    expect(handovers(before, after)).toEqual([
      { orderId: '1', name: '1', from: 'a', to: null },
      { orderId: '2', name: '2', from: null, to: 'b' },
    ]);
  });
});
