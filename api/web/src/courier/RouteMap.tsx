import './map.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { openCityMap, ownWorker, type CityMap, type MapLayers } from '../shared/city-map';
import type { Client } from '../shared/client';
import type { CityFacts, MyRoute } from '../shared/wire';
import { keepArea } from './area';
import type { Memory } from './memory';
import type { CourierStore } from './store';
import { useWords } from './words';

interface Props {
  store: CourierStore;
  client: Client;
  memory: Memory;
}

const collection = (features: GeoJSON.Feature[]): GeoJSON.FeatureCollection => ({
  type: 'FeatureCollection',
  features,
});

/** The route's line and its stops, the next one marked. */
function layersOf(route: MyRoute, nextIds: ReadonlySet<string>): MapLayers {
  const look = { courier: route.courier.id, color: 0, initials: '', emphasis: 2 };
  const stops = route.stops.flatMap((stop, rank): GeoJSON.Feature[] => {
    if (!stop.location || !stop.order_id) return [];
    const { lat, lon } = stop.location;
    const { kind, state, order_id: order } = stop;
    const properties = { ...look, order, kind, state, chosen: nextIds.has(stop.id), rank };
    return [{ type: 'Feature', geometry: { type: 'Point', coordinates: [lon, lat] }, properties }];
  });
  const line = route.geometry;
  return {
    routes: collection(line ? [{ type: 'Feature', geometry: line, properties: look }] : []),
    stops: collection(stops),
    storefronts: collection([]),
    unassigned: collection([]),
    couriers: collection([]),
    draft: collection([]),
  };
}

async function cityOf(client: Client, memory: Memory): Promise<CityFacts> {
  try {
    const city = await client.get<CityFacts>('/v1/city');
    await memory.keep('city', city);
    return city;
  } catch (error) {
    const kept = await memory.find<CityFacts>('city');
    if (kept === null) throw error;
    return kept;
  }
}

/** The area around the route; what was drawn once is there without a network as well. */
export function RouteMap({ store, client, memory }: Props) {
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<CityMap | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const route = store.route.value;
  const next = store.next.value;
  useEffect(() => {
    const life = { isOver: false };
    let opened: CityMap | undefined;
    const element = box.current;
    Promise.all([cityOf(client, memory), ownWorker()]).then(
      ([city, worker]) => {
        if (life.isOver || element === null) return;
        opened = openCityMap(element, city, () => undefined, worker);
        setMap(opened);
      },
      () => setFailed(true),
    );
    return () => {
      life.isOver = true;
      opened?.close();
    };
  }, [client, memory]);
  useEffect(() => {
    if (map && route) map.show(layersOf(route, new Set(next?.stops.map(({ id }) => id))));
  }, [map, route, next]);
  const kept = useRef<number | null>(null);
  useEffect(() => {
    if (!map || !route || kept.current === route.version) return;
    kept.current = route.version;
    void keepArea(route);
  }, [map, route]);
  return (
    <section class="route-map" aria-label={t('map')}>
      {hasFailed && <p>{t('map_none')}</p>}
      <div ref={box} class="map-box" />
    </section>
  );
}
