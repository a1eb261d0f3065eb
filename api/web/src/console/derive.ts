import type {
  CourierFigures,
  CourierOfDay,
  Day,
  Order,
  Plan,
  PlannedRoute,
  PlannedStop,
} from '../shared/wire';

export type Selection = { kind: 'order'; id: string } | { kind: 'courier'; id: string } | null;

/** A stop at which an order is served, with the courier it belongs to. */
export interface ServedStop extends PlannedStop {
  kind: 'pickup' | 'delivery';
  order_id: string;
}

export function isServed(stop: PlannedStop): stop is ServedStop {
  return (stop.kind === 'pickup' || stop.kind === 'delivery') && typeof stop.order_id === 'string';
}

const seconds = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;

/** The stops that are behind: all up to the first that is still open. */
export function finishedAtStart<Stop extends PlannedStop>(stops: readonly Stop[]): Stop[] {
  const first = stops.findIndex(({ state }) => state === 'planned' || state === 'arrived');
  return first < 0 ? [...stops] : stops.slice(0, first);
}

export function latenessOf(stop: PlannedStop): number {
  if (!stop.window) return 0;
  return Math.max(0, seconds(stop.window.to, stop.start));
}

export function routeOf(plan: Plan | null, courierId: string): PlannedRoute | undefined {
  return plan?.routes.find((route) => route.courier_id === courierId);
}

export function courierOfOrder(plan: Plan | null, orderId: string): string | null {
  const route = plan?.routes.find(({ stops }) => stops.some((stop) => stop.order_id === orderId));
  return route?.courier_id ?? null;
}

export interface CourierRow {
  courier: CourierOfDay;
  stops: ServedStop[];
  stopsLeft: number;
  /** Seconds of travel and service in today's route. */
  busyS: number;
  /** Share of the shift that the route fills, 0 to 1 and above when it runs over. */
  filled: number;
  endsAt: string;
  lateStops: number;
}

export function courierRows(day: Day): CourierRow[] {
  return day.couriers.map((courier) => {
    const route = routeOf(day.plan, courier.id);
    const all = route?.stops ?? [];
    const stops = all.filter(isServed);
    const last = all.at(-1);
    const busyS = all.reduce(
      (sum, stop) => sum + stop.travel_s + seconds(stop.start, stop.departure),
      0,
    );
    const shiftS = seconds(courier.shift.starts_at, courier.shift.ends_at);
    return {
      courier,
      stops,
      stopsLeft: stops.filter(({ state }) => state === 'planned' || state === 'arrived').length,
      busyS,
      filled: shiftS > 0 ? busyS / shiftS : 0,
      endsAt: last === undefined || stops.length === 0 ? courier.shift.ends_at : last.arrival,
      lateStops: stops.filter((stop) => latenessOf(stop) > 0).length,
    };
  });
}

export interface Unassigned {
  order: Order;
  reason: Plan['unassigned'][number]['reason'] | null;
}

const DONE = new Set(['delivered', 'canceled', 'failed', 'returned']);

/** Orders that nobody carries yet: refused by the plan with a reason, or newer than the plan. */
export function unassignedOrders(day: Day): Unassigned[] {
  const reasons = new Map(
    (day.plan?.unassigned ?? []).map((entry) => [entry.order_id, entry.reason]),
  );
  const planned = new Set(
    (day.plan?.routes ?? []).flatMap(({ stops }) => stops.map((stop) => stop.order_id)),
  );
  return day.orders
    .filter((order) => !DONE.has(order.state) && !planned.has(order.id))
    .map((order) => ({ order, reason: reasons.get(order.id) ?? null }));
}

/** Codes that a plan cannot settle: a person has to look. */
const FOR_PEOPLE = new Set([
  'address_unsure',
  'slot_closed',
  'window_over',
  'reference_repeated',
  'pin_spent',
]);

/** Orders under way that a person should look at. */
export function flaggedOrders(day: Day): Order[] {
  return day.orders.filter(
    (order) => !DONE.has(order.state) && order.needs_attention.some((code) => FOR_PEOPLE.has(code)),
  );
}

export interface Change {
  courier: CourierOfDay;
  before: CourierFigures | null;
  after: CourierFigures | null;
  endBefore: string | null;
  endAfter: string | null;
  lateBefore: number;
  lateAfter: number;
  gained: string[];
  lost: string[];
}

const ordersOn = (route: PlannedRoute | undefined): Set<string> =>
  new Set((route?.stops ?? []).filter(isServed).map((stop) => stop.order_id));

const lateIn = (route: PlannedRoute | undefined): number =>
  (route?.stops ?? [])
    .filter(({ kind }) => kind === 'delivery')
    .reduce((sum, stop) => sum + latenessOf(stop), 0);

/** Everybody who must be published together with some couriers, as they exchange orders. */
export function tiedWith(rows: readonly Change[], chosen: Iterable<string>): Set<string> {
  const tied = new Set(chosen);
  const partners = (row: Change): string[] =>
    rows
      .filter(
        (other) =>
          other.gained.some((id) => row.lost.includes(id)) ||
          other.lost.some((id) => row.gained.includes(id)),
      )
      .map(({ courier }) => courier.id);
  const open = [...tied];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const row = rows.find(({ courier }) => courier.id === id);
    for (const partner of row ? partners(row) : []) {
      if (tied.has(partner)) continue;
      tied.add(partner);
      open.push(partner);
    }
  }
  return tied;
}

/** What a proposal changes for each courier; couriers without a change are left out. */
export function changes(day: Day, proposal: Plan): Change[] {
  return day.couriers
    .map((courier) => {
      const old = routeOf(day.plan, courier.id);
      const fresh = routeOf(proposal, courier.id);
      const had = ordersOn(old);
      const has = ordersOn(fresh);
      const figures = (plan: Plan | null): CourierFigures | null =>
        plan?.figures.couriers.find((row) => row.courier_id === courier.id) ?? null;
      return {
        courier,
        before: figures(day.plan),
        after: figures(proposal),
        endBefore: old?.stops.at(-1)?.arrival ?? null,
        endAfter: fresh?.stops.at(-1)?.arrival ?? null,
        lateBefore: lateIn(old),
        lateAfter: lateIn(fresh),
        gained: [...has].filter((id) => !had.has(id)),
        lost: [...had].filter((id) => !has.has(id)),
      };
    })
    .filter(
      ({ before, after, gained, lost }) =>
        gained.length > 0 || lost.length > 0 || before?.minutes !== after?.minutes,
    );
}

/** Hours the timeline spans: the earliest shift's hour to the end of the latest. */
export function timeSpan(day: Day): { from: number; to: number } {
  const hour = 3_600_000;
  const starts = day.couriers.map(({ shift }) => Date.parse(shift.starts_at));
  const ends = day.couriers.map(({ shift }) => Date.parse(shift.ends_at));
  if (starts.length === 0) {
    const now = Date.parse(day.now);
    return { from: Math.floor(now / hour) * hour, to: (Math.floor(now / hour) + 8) * hour };
  }
  return {
    from: Math.floor(Math.min(...starts) / hour) * hour,
    to: Math.ceil(Math.max(...ends) / hour) * hour,
  };
}

/** Where a moment lies in a span, in percent, kept inside it. */
export function positionIn(span: { from: number; to: number }, at: string | number): number {
  const moment = typeof at === 'number' ? at : Date.parse(at);
  return Math.min(100, Math.max(0, ((moment - span.from) / (span.to - span.from)) * 100));
}
