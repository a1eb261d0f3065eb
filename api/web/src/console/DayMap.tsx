import { useEffect, useRef, useState } from 'preact/hooks';
import type { Client } from '../shared/client';
import type { CityMap } from '../shared/city-map';
import { Notice } from '../shared/Notice';
import type { CityFacts, Day } from '../shared/wire';
import { dayLayers } from './map-data';
import type { DayStore } from './store';
import { useWords } from './words';

/** The city with today's routes; the map's code and data come only when it is shown. */
export function DayMap({ day, store, client }: { day: Day; store: DayStore; client: Client }) {
  const { t } = useWords();
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
        opened = openCityMap(element, city, (picked) => {
          store.selection.value = picked;
        });
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

  useEffect(() => map?.show(dayLayers(day, selection)), [map, day, selection]);

  return (
    <section class="map-frame" aria-label={t('map')}>
      {hasFailed && <Notice tone="look">{t('map_failed')}</Notice>}
      <div ref={box} class="map-box" />
      {map && store.isPointing.value && <div class="map-middle" aria-hidden="true" />}
    </section>
  );
}
