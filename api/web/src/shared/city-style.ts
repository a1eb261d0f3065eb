import type { ExpressionSpecification, StyleSpecification } from 'maplibre-gl';
import { COLORS } from './Who';

const EMPTY: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

/** Street classes by how far out they show; unknown classes count as small streets. */
const LARGE = ['motorway', 'trunk', 'primary', 'motorway_link', 'trunk_link', 'primary_link'];
const MIDDLE = ['secondary', 'tertiary', 'secondary_link', 'tertiary_link'];

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function among(values: string[]): ExpressionSpecification {
  return ['in', ['get', 'class'], ['literal', values]];
}

function width(small: number, large: number): ExpressionSpecification {
  return ['interpolate', ['exponential', 1.6], ['zoom'], 10, small, 18, large];
}

/** The map's look, from the same tokens as the page; labels are drawn with the device's own fonts. */
export function cityStyle(): StyleSpecification {
  const courier: ExpressionSpecification = [
    'match',
    ['get', 'color'],
    ...Array.from({ length: COLORS }, (_, index) => [index, token(`--courier-${index}`)]).flat(),
    token('--ink'),
  ] as unknown as ExpressionSpecification;
  const opacity: ExpressionSpecification = ['match', ['get', 'emphasis'], 0, 0.15, 2, 1, 0.65];
  const ground = token('--map-ground');
  return {
    version: 8,
    sources: {
      areas: { type: 'geojson', data: '/v1/city/areas.geojson' },
      streets: { type: 'geojson', data: '/v1/city/streets.geojson' },
      routes: { type: 'geojson', data: EMPTY },
      stops: { type: 'geojson', data: EMPTY },
      storefronts: { type: 'geojson', data: EMPTY },
      unassigned: { type: 'geojson', data: EMPTY },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': ground } },
      {
        id: 'parks',
        type: 'fill',
        source: 'areas',
        filter: ['==', ['get', 'kind'], 'park'],
        paint: { 'fill-color': token('--map-green') },
      },
      {
        id: 'water',
        type: 'fill',
        source: 'areas',
        filter: ['==', ['get', 'kind'], 'water'],
        paint: { 'fill-color': token('--map-water') },
      },
      {
        id: 'buildings',
        type: 'fill',
        source: 'areas',
        minzoom: 13,
        filter: ['==', ['get', 'kind'], 'building'],
        paint: { 'fill-color': token('--map-building') },
      },
      {
        id: 'streets-small',
        type: 'line',
        source: 'streets',
        minzoom: 11.5,
        filter: ['!', among([...LARGE, ...MIDDLE])],
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': token('--map-street'), 'line-width': width(0.4, 9) },
      },
      {
        id: 'streets-middle',
        type: 'line',
        source: 'streets',
        filter: among(MIDDLE),
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': token('--map-street'), 'line-width': width(1, 14) },
      },
      {
        id: 'streets-large-edge',
        type: 'line',
        source: 'streets',
        filter: among(LARGE),
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': token('--map-street-edge'), 'line-width': width(2.6, 22) },
      },
      {
        id: 'streets-large',
        type: 'line',
        source: 'streets',
        filter: among(LARGE),
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': token('--map-street'), 'line-width': width(1.6, 19) },
      },
      {
        id: 'street-names',
        type: 'symbol',
        source: 'streets',
        minzoom: 13.5,
        filter: ['has', 'name'],
        layout: {
          'symbol-placement': 'line',
          'text-field': ['get', 'name'],
          'text-size': 11,
          'text-font': ['sans-serif'],
        },
        paint: {
          'text-color': token('--map-text'),
          'text-halo-color': ground,
          'text-halo-width': 1.5,
        },
      },
      {
        id: 'routes-wide',
        type: 'line',
        source: 'routes',
        paint: { 'line-color': ground, 'line-width': 8, 'line-opacity': 0.01 },
      },
      {
        id: 'routes',
        type: 'line',
        source: 'routes',
        layout: {
          'line-cap': 'round',
          'line-join': 'round',
          'line-sort-key': ['get', 'emphasis'],
        },
        paint: {
          'line-color': courier,
          'line-opacity': opacity,
          'line-width': ['match', ['get', 'emphasis'], 2, 4, 2],
        },
      },
      {
        id: 'storefronts',
        type: 'circle',
        source: 'storefronts',
        paint: {
          'circle-radius': 5,
          'circle-color': token('--surface-raised'),
          'circle-stroke-color': token('--ink'),
          'circle-stroke-width': 2,
        },
      },
      {
        id: 'storefront-names',
        type: 'symbol',
        source: 'storefronts',
        minzoom: 12.5,
        layout: {
          'text-field': ['get', 'name'],
          'text-size': 12,
          'text-font': ['sans-serif'],
          'text-offset': [0, 1],
          'text-anchor': 'top',
          'text-optional': true,
        },
        paint: { 'text-color': token('--ink'), 'text-halo-color': ground, 'text-halo-width': 1.5 },
      },
      {
        id: 'stops',
        type: 'circle',
        source: 'stops',
        layout: { 'circle-sort-key': ['get', 'emphasis'] },
        paint: {
          'circle-radius': [
            'interpolate',
            ['linear'],
            ['zoom'],
            11,
            ['case', ['get', 'chosen'], 8, 4],
            15,
            ['case', ['get', 'chosen'], 13, 9],
          ],
          'circle-color': [
            'case',
            ['==', ['get', 'kind'], 'pickup'],
            token('--surface-raised'),
            courier,
          ],
          'circle-stroke-color': ['case', ['get', 'chosen'], token('--ink'), courier],
          'circle-stroke-width': ['case', ['get', 'chosen'], 3, 2],
          'circle-opacity': [
            'case',
            ['in', ['get', 'state'], ['literal', ['done', 'failed']]],
            0.25,
            opacity,
          ],
          'circle-stroke-opacity': [
            'case',
            ['in', ['get', 'state'], ['literal', ['done', 'failed']]],
            0.3,
            opacity,
          ],
        },
      },
      {
        id: 'stop-initials',
        type: 'symbol',
        source: 'stops',
        minzoom: 13.5,
        filter: ['!=', ['get', 'emphasis'], 0],
        layout: {
          'text-field': ['get', 'initials'],
          'text-size': 10,
          'text-font': ['sans-serif'],
          'text-allow-overlap': true,
        },
        paint: {
          'text-color': [
            'case',
            ['==', ['get', 'kind'], 'pickup'],
            token('--ink'),
            token('--courier-ink'),
          ],
        },
      },
      {
        id: 'unassigned',
        type: 'circle',
        source: 'unassigned',
        paint: {
          'circle-radius': ['case', ['get', 'chosen'], 11, 8],
          'circle-color': token('--amber'),
          'circle-stroke-color': token('--surface-raised'),
          'circle-stroke-width': 2,
        },
      },
      {
        id: 'unassigned-mark',
        type: 'symbol',
        source: 'unassigned',
        layout: {
          'text-field': '?',
          'text-size': 12,
          'text-font': ['sans-serif'],
          'text-allow-overlap': true,
        },
        paint: { 'text-color': token('--courier-ink') },
      },
    ],
  };
}
