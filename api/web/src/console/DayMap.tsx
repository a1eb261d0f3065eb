import { useEffect, useRef, useState } from 'preact/hooks';
import type { Client } from '../shared/client';
import type { CityMap } from '../shared/city-map';
import { Notice } from '../shared/Notice';
import type { CityFacts, Day } from '../shared/wire';
import type { Ring } from './areas';
import { pickOrder } from './drag';
import { DrawTools } from './DrawTools';
import { dayLayers } from './map-data';
import { usePositions } from './positions';
import type { DayStore } from './store';
import { useWords } from './words';

const NO_RING: Ring = [];

interface Props {
  day: Day;
  store: DayStore;
  client: Client;
  /** An area was drawn in which streets are to be closed. */
  onArea: () => void;
}

/** The city with today's routes; the map's code and data come only when it is shown. */
export function DayMap({ day, store, client, onArea }: Props) {
  const { t, formats } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<CityMap | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const selection = store.selection.value;

  useEffect(() => {
    const life = { isOver: false };
    let opened: CityMap | undefined;
    const element = box.current;
    void (async () => {
      try {
        const [{ openCityMap }, city] = await Promise.all([
          import('../shared/city-map'),
          client.get<CityFacts>('/v1/city'),
        ]);
        if (life.isOver || element === null) return;
        opened = openCityMap(element, city, (picked, event) => {
          if (picked.kind === 'order') pickOrder(store, picked.id, event);
          else store.selection.value = picked;
        });
        opened.onPoint = ({ lat, lon }) => {
          const { value } = store.drawing;
          if (value === null) return false;
          store.drawing.value = { ...value, corners: [...value.corners, [lon, lat]] };
          return true;
        };
        const drawn = opened;
        setMap(drawn);
        store.mapCenter.value = () => drawn.center();
      } catch {
        if (!life.isOver) setFailed(true);
      }
    })();
    return () => {
      life.isOver = true;
      store.mapCenter.value = null;
      opened?.close();
    };
  }, [client, store]);

  const marked = store.marked.value;
  const ring = store.drawing.value?.corners ?? store.area.value ?? NO_RING;

  const positions = usePositions(client);

  useEffect(
    () => map?.show(dayLayers(day, selection, marked, ring, positions, formats.time)),
    [map, day, selection, marked, ring, positions, formats],
  );

  return (
    <section class="map-frame" aria-label={t('map')}>
      {hasFailed && <Notice tone="look">{t('map_failed')}</Notice>}
      <div ref={box} class="map-box" />
      {map && <DrawTools store={store} middle={() => map.center()} onClose={onArea} />}
      {map && (store.isPointing.value || store.drawing.value !== null) && (
        <div class="map-middle" aria-hidden="true" />
      )}
    </section>
  );
}
