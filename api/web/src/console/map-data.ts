import type { Position } from './positions';
import type { MapLayers } from '../shared/city-map';
import { COLORS } from '../shared/Who';
import type { Day } from '../shared/wire';
import { polygonOf, type Ring } from './areas';
import { courierOfOrder, isServed, unassignedOrders, type Selection } from './derive';

type Feature = GeoJSON.Feature;

const point = (at: { lat: number; lon: number }, properties: Feature['properties']): Feature => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [at.lon, at.lat] },
  properties,
});

const collection = (features: Feature[]): GeoJSON.FeatureCollection => ({
  type: 'FeatureCollection',
  features,
});

/** What the map shows of a day: a line per route, a mark per stop, storefronts, the unassigned. */
export function dayLayers(
  day: Day,
  selection: Selection,
  marked: ReadonlySet<string>,
  ring: Ring,
  positions: readonly Position[] = [],
  timeOf: (at: string) => string = String,
): MapLayers {
  const chosenOrder = selection?.kind === 'order' ? selection.id : null;
  const chosenCourier =
    selection?.kind === 'courier'
      ? selection.id
      : chosenOrder === null
        ? null
        : courierOfOrder(day.plan, chosenOrder);
  const couriers = new Map(day.couriers.map((courier) => [courier.id, courier]));
  const routes: Feature[] = [];
  const stops: Feature[] = [];
  for (const route of day.plan?.routes ?? []) {
    const courier = couriers.get(route.courier_id);
    const properties = {
      courier: route.courier_id,
      color: (courier?.color ?? 0) % COLORS,
      initials: courier?.initials ?? '',
      emphasis: chosenCourier === null ? 1 : chosenCourier === route.courier_id ? 2 : 0,
    };
    if (route.geometry && route.geometry.coordinates.length > 1) {
      routes.push({ type: 'Feature', geometry: route.geometry, properties });
    }
    for (const stop of route.stops) {
      if (!isServed(stop) || !stop.location) continue;
      stops.push(
        point(stop.location, {
          ...properties,
          order: stop.order_id,
          kind: stop.kind,
          state: stop.state,
          chosen: stop.order_id === chosenOrder || marked.has(stop.order_id),
          rank: stops.length,
        }),
      );
    }
  }
  return {
    routes: collection(routes),
    stops: collection(stops),
    storefronts: collection(day.storefronts.map(({ name, location }) => point(location, { name }))),
    couriers: collection(
      positions.map(({ courier_id, location, at }) => {
        const courier = couriers.get(courier_id);
        return point(location, {
          courier: courier_id,
          name: `${courier?.name ?? courier_id}, ${timeOf(at)}`,
          initials: courier?.initials ?? '',
          color: (courier?.color ?? 0) % COLORS,
        });
      }),
    ),
    draft: collection(
      ring.length === 0
        ? []
        : [
            { type: 'Feature', geometry: polygonOf(ring), properties: {} },
            ...ring.map(([lon, lat]) => point({ lat, lon }, {})),
          ],
    ),
    unassigned: collection(
      unassignedOrders(day).map(({ order }) =>
        point(order.delivery.location, {
          order: order.id,
          chosen: order.id === chosenOrder || marked.has(order.id),
        }),
      ),
    ),
  };
}
