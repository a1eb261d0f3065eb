import 'maplibre-gl/dist/maplibre-gl.css';
import {
  AttributionControl,
  Map as GlMap,
  NavigationControl,
  addProtocol,
  setWorkerUrl,
  type GeoJSONSource,
  type MapMouseEvent,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { Protocol } from 'pmtiles';
import { withDay } from './city-style';
import type { CityFacts, LatLon } from './wire';

export interface MapLayers {
  routes: GeoJSON.FeatureCollection;
  stops: GeoJSON.FeatureCollection;
  storefronts: GeoJSON.FeatureCollection;
  unassigned: GeoJSON.FeatureCollection;
  /** Where couriers are who share it. */
  couriers: GeoJSON.FeatureCollection;
  /** An area that is being drawn. */
  draft: GeoJSON.FeatureCollection;
}

export type Picked = { kind: 'order'; id: string } | { kind: 'courier'; id: string };

export interface CityMap {
  show(layers: MapLayers): void;
  center(): LatLon;
  /** Told of each click first; nothing is picked where it says true. */
  onPoint: ((at: LatLon) => boolean) | null;
  close(): void;
}

function centerOf(city: CityFacts): [number, number] {
  return Array.isArray(city.center) ? city.center : [city.center.lon, city.center.lat];
}

/** Room around what is drawn, in pixels; at the top there are buttons. */
const AROUND = { top: 64, bottom: 32, left: 32, right: 32 };

/** Every point of the layers lies inside: [west, south, east, north]; null when there is none. */
function boundsOf(layers: MapLayers): [number, number, number, number] | null {
  let bounds: [number, number, number, number] | null = null;
  for (const { geometry } of [...layers.stops.features, ...layers.storefronts.features]) {
    if (geometry.type !== 'Point') continue;
    const [lon = 0, lat = 0] = geometry.coordinates;
    bounds = bounds
      ? [
          Math.min(bounds[0], lon),
          Math.min(bounds[1], lat),
          Math.max(bounds[2], lon),
          Math.max(bounds[3], lat),
        ]
      : [lon, lat, lon, lat];
  }
  return bounds;
}

const PICKABLE = ['couriers', 'stops', 'unassigned', 'routes-wide'] as const;

/** Parts of the one file of tiles are asked for as MapLibre needs them. */
const tiles = new Protocol();

/**
 * The address of the map's worker as a part of this page: a service worker does not see what a worker
 * loads from an address outside of its scope, so this is what opens without a network.
 */
export async function ownWorker(): Promise<string> {
  return URL.createObjectURL(await (await fetch(workerUrl)).blob());
}

/** Opens a map of our own streets in `box`; what is picked on it is told to `onPick`. */
export function openCityMap(
  box: HTMLElement,
  city: CityFacts,
  onPick: (picked: Picked, event: MouseEvent) => void,
  worker: string = workerUrl,
): CityMap {
  setWorkerUrl(worker);
  addProtocol('pmtiles', tiles.tile);
  const map = new GlMap({
    container: box,
    center: centerOf(city),
    zoom: 12,
    minZoom: 8,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 0,
  });
  map.addControl(new AttributionControl({ compact: false, customAttribution: city.attribution }));
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  const draw = (): void => {
    const theme = document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light';
    map.setStyle(`/v1/city/style.json?theme=${theme}`, { transformStyle: withDay });
  };
  draw();
  let waiting: MapLayers | null = null;
  let isFitted = false;

  function fill(layers: MapLayers): void {
    for (const [name, data] of Object.entries(layers) as [string, GeoJSON.FeatureCollection][]) {
      void map.getSource<GeoJSONSource>(name)?.setData(data);
    }
    const bounds = boundsOf(layers);
    if (!isFitted && bounds) {
      map.fitBounds(bounds, { padding: AROUND, animate: false, maxZoom: 15 });
      isFitted = true;
    }
    box.dataset.stops = String(layers.stops.features.length);
  }

  const pick = (event: MapMouseEvent): void => {
    const { lat, lng } = event.lngLat;
    if (opened.onPoint?.({ lat, lon: lng }) === true) return;
    const [hit] = map.queryRenderedFeatures(event.point, {
      layers: [...PICKABLE],
    });
    const order: unknown = hit?.properties.order;
    const courier: unknown = hit?.properties.courier;
    if (typeof order === 'string') onPick({ kind: 'order', id: order }, event.originalEvent);
    else if (typeof courier === 'string')
      onPick({ kind: 'courier', id: courier }, event.originalEvent);
  };
  map.on('click', pick);
  for (const layer of PICKABLE) {
    map.on('mouseenter', layer, () => (map.getCanvas().style.cursor = 'pointer'));
    map.on('mouseleave', layer, () => (map.getCanvas().style.cursor = ''));
  }
  map.on('style.load', () => {
    if (waiting) fill(waiting);
  });
  map.once('idle', () => (box.dataset.drawn = 'yes'));

  const themes = new MutationObserver(draw);
  themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });

  const opened: CityMap = {
    onPoint: null,
    show(layers) {
      waiting = layers;
      if (map.isStyleLoaded() || map.getSource('routes')) fill(layers);
    },
    center() {
      const { lat, lng } = map.getCenter();
      return { lat, lon: lng };
    },
    close() {
      themes.disconnect();
      map.remove();
    },
  };
  return opened;
}
