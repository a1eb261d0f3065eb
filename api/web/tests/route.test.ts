import { describe, expect, it } from 'vitest';
import type { Report } from '../src/courier/memory';
import { doors, doorsLeft, loadOf, nextDoor, routeChange, withReports } from '../src/courier/route';
import type { MyRoute, RouteStop } from '../src/shared/wire';

let sequence = 0;

function stop(order: string, kind: RouteStop['kind'], address: string, minute: number): RouteStop {
  const at = (extra: number): string =>
    new Date(Date.UTC(2026, 10, 23, 12, minute + extra)).toISOString();
  return {
    id: `${order}${kind}`,
    kind,
    order_id: order,
    address,
    location: { lat: 60, lon: address.length },
    arrival: at(0),
    start: at(0),
    departure: at(3),
    travel_s: 60,
    distance_m: 200,
    state: 'planned',
    parcels: [{ weight_g: 1500 }],
    weight_g: 1500,
  };
}

function route(stops: RouteStop[]): MyRoute {
  return {
    day: '2026-11-23',
    version: 1,
    courier: { id: 'c', name: 'C', initials: 'C' },
    shift: { id: 's', starts_at: '2026-11-23T12:00:00Z', ends_at: '2026-11-23T18:00:00Z' },
    stops,
    ends_at: '2026-11-23T17:00:00Z',
  };
}

const report = (kind: Report['kind'], order: string): Report => ({
  sequence: ++sequence,
  kind,
  order_id: order,
  at: '2026-11-23T12:01:00Z',
});

const DAY = route([
  stop('a', 'pickup', 'Bakery', 0),
  stop('b', 'pickup', 'Bakery', 0),
  stop('a', 'delivery', 'Library', 10),
  stop('b', 'delivery', 'Harbor Deli', 20),
]);
const states = (of: MyRoute): string[] => of.stops.map(({ state }) => state);

describe('a route on the phone', () => {
  it('makes one door of two pickups at one address, with the load of both', () => {
    const all = doors(DAY);

    expect(all.map(({ stops }) => stops.length)).toEqual([2, 1, 1]);
    expect(all[0] && loadOf(all[0])).toEqual({ parcels: 2, weight: 3000 });
    expect(doorsLeft(all)).toBe(3);
  });

  it('shows what the phone reported before the server knows', () => {
    const known = withReports(DAY, [report('arrived', 'a'), report('picked_up', 'a')]);

    expect(states(known)).toEqual(['done', 'planned', 'planned', 'planned']);
    expect(nextDoor(doors(known), new Date('2026-11-23T12:01:00Z'))?.stops[0]?.order_id).toBe('b');
  });

  it('has no delivery left when its pickup failed', () => {
    expect(states(withReports(DAY, [report('failed', 'b')]))).toEqual([
      'planned',
      'failed',
      'planned',
      'failed',
    ]);
  });

  it('drops a declined order, and keeps what is already served', () => {
    const served = withReports(DAY, [report('picked_up', 'a')]);

    expect(withReports(served, [report('declined', 'b')]).stops.map(({ id }) => id)).toEqual([
      'apickup',
      'adelivery',
    ]);
  });

  it('never changes a finished stop back: an arrival sent twice is no new arrival', () => {
    const done = withReports(DAY, [report('picked_up', 'a'), report('delivered', 'a')]);

    expect(states(withReports(done, [report('arrived', 'a')]))).toEqual(states(done));
  });

  it('counts orders that came and went, not stops that moved', () => {
    const other = route([...DAY.stops.slice(2), stop('c', 'pickup', 'Florist', 30)]);

    expect(routeChange(DAY, other)).toMatchObject({ added: 1, removed: 0 });
    expect(routeChange(DAY, { ...DAY, version: 9 })).toBeNull();
  });
});
