import { describe, expect, it } from 'vitest';
import { findLabel, numSeen, readLabel, withSeen } from '../src/courier/labels';
import { doors } from '../src/courier/route';
import type { MyRoute, RouteStop } from '../src/shared/wire';

const stop = (order_id: string, address: string, more: Partial<RouteStop> = {}): RouteStop =>
  ({
    id: `${order_id}-d`,
    kind: 'delivery',
    order_id,
    address,
    contact: null,
    reference: null,
    location: { lat: 60, lon: 25 },
    parcels: [{ weight_g: 1 }, { weight_g: 2 }],
    state: 'planned',
    ...more,
  }) as unknown as RouteStop;

const ROUTE = {
  stops: [
    stop('o-0', 'Mill Lane 9', { state: 'done' }),
    stop('o-1', 'Elm Street 1', { reference: 'Shop/17' }),
    stop('o-2', 'Elm Street 1'),
    stop('o-3', 'Oak Street 3'),
  ],
} as unknown as MyRoute;
const [, DOOR] = doors(ROUTE);

describe('a label', () => {
  it('holds a reference or an id, and which parcel it is', () => {
    expect(readLabel(' Shop/17 ')).toEqual({ name: 'Shop/17', parcel: null });
    expect(readLabel('Shop/17#2')).toEqual({ name: 'Shop/17', parcel: 2 });
    expect(readLabel('#2')).toEqual({ name: '#2', parcel: null });
    expect(readLabel('a#0')).toEqual({ name: 'a#0', parcel: null });
  });

  it('belongs here, elsewhere, to what is done, or to no stop of the route', () => {
    if (!DOOR) throw new Error('Expected a door.');

    expect(findLabel('SHOP/17#2', DOOR, ROUTE)).toMatchObject({ kind: 'here', parcel: 2 });
    expect(findLabel('o-2', DOOR, ROUTE)).toMatchObject({ kind: 'here', parcel: null });
    expect(findLabel('o-3', DOOR, ROUTE)).toEqual({ kind: 'elsewhere', place: 'Oak Street 3' });
    expect(findLabel('o-0#1', DOOR, ROUTE)).toEqual({ kind: 'done', place: 'Mill Lane 9' });
    expect(findLabel('x', DOOR, ROUTE)).toEqual({ kind: 'unknown', name: 'x' });
  });

  it('counts each parcel once, all of an order where it names none, and none that is not there', () => {
    const [first, second] = DOOR?.stops ?? [];
    if (!first || !second) throw new Error('Expected two stops.');

    let seen = withSeen({}, first, 2);
    seen = withSeen(seen, first, 2);
    seen = withSeen(seen, first, 7);
    expect(numSeen(seen, [first, second])).toBe(1);
    expect(numSeen(withSeen(seen, second, null), [first, second])).toBe(3);
  });
});
