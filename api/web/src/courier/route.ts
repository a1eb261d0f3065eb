import type { GoesBack, ProofWanted } from '../shared/door-wire';
import type { MyRoute, Parcel, RouteStop, StopState } from '../shared/wire';
import type { NewReport } from './memory';

/** Stops at one door that are served with one gesture. */
export interface Door {
  key: string;
  kind: 'pickup' | 'delivery' | 'break';
  stops: RouteStop[];
  state: StopState;
}

export const orderIds = (door: Door): string[] =>
  door.stops.flatMap(({ order_id }) => (order_id ? [order_id] : []));

/** The stop a report about an order speaks of: the order's first one that is not finished. */
function openStop(stops: RouteStop[], report: NewReport): RouteStop | undefined {
  const own = stops.filter((stop) => stop.order_id === report.order_id);
  if (report.kind === 'picked_up') return own.find(({ kind }) => kind === 'pickup');
  if (report.kind === 'delivered') return own.find(({ kind }) => kind === 'delivery');
  return own.find(({ state }) => state === 'planned' || state === 'arrived');
}

const AFTER: Partial<Record<NewReport['kind'], StopState>> = {
  arrived: 'arrived',
  picked_up: 'done',
  delivered: 'done',
  failed: 'failed',
};

function isFinished(state: StopState): boolean {
  return state === 'done' || state === 'failed';
}

/** Where parcels go that were not handed over at a stop: to their sender, if they are on board. */
function goesBack(stops: RouteStop[], { kind, order_id, contact, address }: RouteStop): GoesBack[] {
  const pickup = stops.find((one) => one.kind === 'pickup' && one.order_id === order_id);
  if (kind !== 'delivery' || !order_id || pickup?.state !== 'done' || !pickup.location) return [];
  const { location } = pickup;
  return [
    {
      order_id,
      is_canceled: false,
      address: pickup.address ?? '',
      contact: pickup.contact ?? null,
      location,
      recipient: contact ?? address ?? '',
    },
  ];
}

/** The route as it will be once the server has read what this phone still keeps. */
export function withReports(route: MyRoute, reports: readonly NewReport[]): MyRoute {
  let stops = route.stops;
  let back = route.back ?? [];
  for (const report of reports) {
    if (report.kind === 'returned') {
      back = back.filter(({ order_id }) => order_id !== report.order_id);
      continue;
    }
    if (report.kind === 'declined') {
      stops = stops.filter((stop) => stop.order_id !== report.order_id || isFinished(stop.state));
      continue;
    }
    const state = AFTER[report.kind];
    const stop = openStop(stops, report);
    if (state === undefined || stop === undefined || isFinished(stop.state)) continue;
    if (state === 'failed') back = [...back, ...goesBack(stops, stop)];
    const isPickupFailed = state === 'failed' && stop.kind === 'pickup';
    stops = stops.map((one) => {
      if (one === stop) return { ...one, state };
      if (isPickupFailed && one.order_id === stop.order_id) return { ...one, state };
      return one;
    });
  }
  return { ...route, stops, back };
}

function isSameDoor(a: RouteStop, b: RouteStop): boolean {
  return (
    a.kind === b.kind &&
    (a.kind === 'pickup' || a.kind === 'delivery') &&
    a.address === b.address &&
    a.location?.lat === b.location?.lat &&
    a.location?.lon === b.location?.lon &&
    isFinished(a.state) === isFinished(b.state)
  );
}

/** The route as doors: stops that follow each other at one address are one. */
export function doors(route: MyRoute): Door[] {
  const found: Door[] = [];
  for (const stop of route.stops) {
    const { kind } = stop;
    if (kind === 'start' || kind === 'end') continue;
    const last = found.at(-1);
    const first = last?.stops[0];
    if (last && first && isSameDoor(first, stop)) {
      last.stops.push(stop);
      if (stop.state === 'planned' && last.state === 'arrived') last.state = 'planned';
    } else {
      // By order, not by place in the route: an open sheet stays open when the route changes.
      const key = stop.order_id ? `${kind} ${stop.order_id}` : stop.id;
      found.push({ key, kind, stops: [stop], state: stop.state });
    }
  }
  return found;
}

export function isServing(door: Door): boolean {
  return door.kind === 'pickup' || door.kind === 'delivery';
}

/** The door to go to now; a break that is planned before it comes first. */
export function nextDoor(all: readonly Door[], now: Date): Door | null {
  const open = all.filter(
    (door) =>
      !isFinished(door.state) &&
      (isServing(door) || Date.parse(door.stops[0]?.departure ?? '') > now.getTime()),
  );
  return open[0] ?? null;
}

export function doorsLeft(all: readonly Door[]): number {
  return all.filter((door) => isServing(door) && !isFinished(door.state)).length;
}

export function parcelsOf(stop: RouteStop): number {
  return typeof stop.parcels === 'number' ? stop.parcels : Math.max(1, stop.parcels?.length ?? 1);
}

export function loadOf(door: Door): { parcels: number; weight: number } {
  const weightOf = (stop: RouteStop): number =>
    stop.weight_g ??
    (Array.isArray(stop.parcels)
      ? stop.parcels.reduce((sum: number, parcel: Parcel) => sum + parcel.weight_g, 0)
      : 0);
  return {
    parcels: door.stops.reduce((sum, stop) => sum + parcelsOf(stop), 0),
    weight: door.stops.reduce((sum, stop) => sum + weightOf(stop), 0),
  };
}

/** What has to be brought from a door, by order; nothing for orders that ask for nothing. */
export function proofsOf(door: Door): { stop: RouteStop; proof: ProofWanted }[] {
  if (door.kind !== 'delivery') return [];
  return door.stops.flatMap((stop) =>
    stop.proof && stop.proof !== 'none' ? [{ stop, proof: stop.proof }] : [],
  );
}

/** What the door is called: who is there, or else the address. */
export function nameOf(stop: RouteStop): string {
  if (stop.contact) return stop.contact;
  return stop.address ?? '';
}

export interface RouteChange {
  added: number;
  removed: number;
  /** How much later the route ends; less than zero: earlier. */
  longer_s: number;
  /** Whether another door comes next now. */
  isNextMoved: boolean;
}

function firstOpen(route: MyRoute): string | undefined {
  return route.stops.find(({ kind, state }) => isOpenStop(kind, state))?.order_id ?? undefined;
}

function isOpenStop(kind: RouteStop['kind'], state: StopState): boolean {
  return (kind === 'pickup' || kind === 'delivery') && !isFinished(state);
}

/** What came, went and moved to the front between two versions; null when neither did. */
export function routeChange(before: MyRoute, after: MyRoute): RouteChange | null {
  const orders = (route: MyRoute): Set<string> =>
    new Set(route.stops.flatMap(({ order_id }) => (order_id ? [order_id] : [])));
  if (before.day !== after.day) return null;
  const had = orders(before);
  const has = orders(after);
  const added = [...has].filter((id) => !had.has(id)).length;
  const removed = [...had].filter((id) => !has.has(id)).length;
  const isNextMoved = firstOpen(before) !== firstOpen(after);
  const ends = (route: MyRoute): number => Date.parse(route.ends_at ?? '');
  const longer_s = (ends(after) - ends(before)) / 1000 || 0;
  return added + removed > 0 || isNextMoved ? { added, removed, longer_s, isNextMoved } : null;
}
