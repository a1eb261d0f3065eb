import type { MyRoute, RouteStop } from '../shared/wire';
import { nameOf, parcelsOf, type Door } from './route';

/** What a parcel's label says: its order's reference or id, and which of the order's parcels it is. */
export interface Label {
  name: string;
  /** From 1; null when the label stands for all parcels of its order. */
  parcel: number | null;
}

export type Found =
  | { kind: 'here'; stop: RouteStop; parcel: number | null }
  | { kind: 'elsewhere'; place: string }
  | { kind: 'done'; place: string }
  | { kind: 'unknown'; name: string };

const PARCEL = /^(.+)#([1-9][0-9]{0,2})$/;

/** `REFERENCE` or `REFERENCE#2`; case and spaces around it do not matter. */
export function readLabel(text: string): Label {
  const whole = text.trim();
  const [, name, parcel] = PARCEL.exec(whole) ?? [];
  return name === undefined
    ? { name: whole, parcel: null }
    : { name: name.trim(), parcel: Number(parcel) };
}

function isOf(stop: RouteStop, name: string): boolean {
  const wanted = name.toLowerCase();
  return [stop.reference, stop.order_id].some((known) => known?.toLowerCase() === wanted);
}

/** Whose parcel it is: of this door, of another stop of the route, or of none. */
export function findLabel(text: string, door: Door, route: MyRoute): Found {
  const { name, parcel } = readLabel(text);
  const here = door.stops.find((stop) => isOf(stop, name));
  if (here) return { kind: 'here', stop: here, parcel };
  const others = route.stops.filter((stop) => isOf(stop, name));
  const open = others.find(({ state }) => state === 'planned' || state === 'arrived');
  if (open) return { kind: 'elsewhere', place: nameOf(open) };
  const [served] = others;
  return served ? { kind: 'done', place: nameOf(served) } : { kind: 'unknown', name };
}

/** Which parcels were seen, by stop. */
export type Seen = Readonly<Record<string, readonly number[]>>;

export function withSeen(seen: Seen, stop: RouteStop, parcel: number | null): Seen {
  const all = Array.from({ length: parcelsOf(stop) }, (_, index) => index + 1);
  const added = parcel === null ? all : all.filter((one) => one === parcel);
  return { ...seen, [stop.id]: [...new Set([...(seen[stop.id] ?? []), ...added])] };
}

export function numSeen(seen: Seen, stops: readonly RouteStop[]): number {
  return stops.reduce((sum, { id }) => sum + (seen[id]?.length ?? 0), 0);
}
