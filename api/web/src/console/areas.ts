import type { Day, LatLon } from '../shared/wire';

/** Corners of an area as GeoJSON has them: longitude, then latitude. */
export type Ring = readonly (readonly [number, number])[];

export const FEWEST_CORNERS = 3;

/** Whether a point lies in a ring; by the number of its sides that a ray to the east crosses. */
export function isInside(ring: Ring, { lat, lon }: LatLon): boolean {
  let isIn = false;
  for (let index = 0, before = ring.length - 1; index < ring.length; before = index++) {
    const [x1 = 0, y1 = 0] = ring[index] ?? [];
    const [x2 = 0, y2 = 0] = ring[before] ?? [];
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) isIn = !isIn;
  }
  return isIn;
}

const MOVABLE = new Set(['placed', 'assigned']);

/** Orders that can still be moved and whose door lies in an area. */
export function ordersInside(day: Day, ring: Ring): string[] {
  return day.orders
    .filter(({ state, delivery }) => MOVABLE.has(state) && isInside(ring, delivery.location))
    .map(({ id }) => id);
}

/** The ring as a closed GeoJSON polygon. */
export function polygonOf(ring: Ring): { type: 'Polygon'; coordinates: number[][][] } {
  const corners = ring.map(([lon, lat]) => [lon, lat]);
  const [first] = corners;
  return { type: 'Polygon', coordinates: [first ? [...corners, first] : corners] };
}
