import type {
  ExpressionSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from 'maplibre-gl';
import { COLORS } from './Who';

const EMPTY: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };
const OWN_SOURCES = ['routes', 'stops', 'storefronts', 'unassigned', 'couriers', 'draft'] as const;
/** Fonts whose letters lie with the city. */
const REGULAR = ['regular'];
const SEMIBOLD = ['semibold'];

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Lays the day over the city's own map: routes below its names, marks and shops above. */
export function withDay(
  previous: StyleSpecification | undefined,
  city: StyleSpecification,
): StyleSpecification {
  const sources: Record<string, SourceSpecification> = { ...city.sources };
  for (const name of OWN_SOURCES) {
    sources[name] = previous?.sources[name] ?? { type: 'geojson', data: EMPTY };
  }
  const names = city.layers.findIndex((layer) => layer.type === 'symbol');
  const below = names < 0 ? city.layers.length : names;
  return {
    ...city,
    sources,
    layers: [
      ...city.layers.slice(0, below),
      ...routeLayers(),
      ...city.layers.slice(below),
      ...markLayers(),
    ],
  };
}

function courierColor(): ExpressionSpecification {
  return [
    'match',
    ['get', 'color'],
    ...Array.from({ length: COLORS }, (_, index) => [index, token(`--courier-${index}`)]).flat(),
    token('--ink'),
  ] as unknown as ExpressionSpecification;
}

const OPACITY: ExpressionSpecification = ['match', ['get', 'emphasis'], 0, 0.15, 2, 1, 0.75];
/** Of marks at one place the chosen courier's lies on top, then the later one. */
const HEIGHT: ExpressionSpecification = ['+', ['*', ['get', 'emphasis'], 1e6], ['get', 'rank']];
const IS_OVER: ExpressionSpecification = ['in', ['get', 'state'], ['literal', ['done', 'failed']]];

function routeLayers(): LayerSpecification[] {
  const ground = token('--map-ground');
  return [
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
        'line-color': courierColor(),
        'line-opacity': OPACITY,
        'line-width': ['match', ['get', 'emphasis'], 2, 4, 2],
      },
    },
  ];
}

/** Couriers who share where they are: a ring that no stop has, above all stops, and since when. */
function courierLayers(): LayerSpecification[] {
  const letters = { 'text-font': SEMIBOLD, 'text-allow-overlap': true };
  return [
    {
      id: 'couriers-ring',
      type: 'circle',
      source: 'couriers',
      paint: {
        'circle-radius': 16,
        'circle-color': token('--surface-raised'),
        'circle-stroke-color': token('--ink'),
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'couriers',
      type: 'circle',
      source: 'couriers',
      paint: { 'circle-radius': 12, 'circle-color': courierColor() },
    },
    {
      id: 'courier-initials',
      type: 'symbol',
      source: 'couriers',
      layout: { ...letters, 'text-field': ['get', 'initials'], 'text-size': 11 },
      paint: { 'text-color': token('--courier-ink') },
    },
    {
      id: 'courier-names',
      type: 'symbol',
      source: 'couriers',
      layout: {
        ...letters,
        'text-field': ['get', 'name'],
        'text-size': 13,
        'text-anchor': 'left',
        'text-offset': [1.6, 0],
      },
      paint: {
        'text-color': token('--ink'),
        'text-halo-color': token('--map-ground'),
        'text-halo-width': 2,
      },
    },
  ];
}

/** Marks and their letters; names of shops are placed last and keep clear of them. */
function markLayers(): LayerSpecification[] {
  const courier = courierColor();
  const ground = token('--map-ground');
  return [
    {
      id: 'storefronts',
      type: 'circle',
      source: 'storefronts',
      paint: {
        'circle-radius': 6,
        'circle-color': token('--ink'),
        'circle-stroke-color': ground,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'stops',
      type: 'circle',
      source: 'stops',
      layout: { 'circle-sort-key': HEIGHT },
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
        'circle-opacity': ['case', IS_OVER, 0.25, OPACITY],
        'circle-stroke-opacity': ['case', IS_OVER, 0.3, OPACITY],
      },
    },
    {
      id: 'storefront-names',
      type: 'symbol',
      source: 'storefronts',
      minzoom: 12,
      layout: {
        'text-field': ['get', 'name'],
        'text-size': 13,
        'text-font': SEMIBOLD,
        'text-variable-anchor': ['top', 'bottom', 'left', 'right'],
        'text-radial-offset': 0.9,
        'text-justify': 'auto',
        'text-max-width': 9,
        'text-padding': 3,
      },
      paint: { 'text-color': token('--ink'), 'text-halo-color': ground, 'text-halo-width': 2 },
    },
    {
      id: 'storefront-places',
      type: 'symbol',
      source: 'storefronts',
      layout: {
        'text-field': 'O',
        'text-size': 12,
        'text-font': REGULAR,
        'text-allow-overlap': true,
      },
      paint: { 'text-opacity': 0 },
    },
    {
      id: 'stop-initials',
      type: 'symbol',
      source: 'stops',
      layout: {
        'text-field': ['get', 'initials'],
        'text-size': 10,
        'text-font': SEMIBOLD,
        'text-padding': 1,
        'symbol-sort-key': ['-', HEIGHT],
      },
      paint: {
        'text-opacity': ['step', ['zoom'], 0, 13.5, ['match', ['get', 'emphasis'], 0, 0, 1]],
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
        'text-font': SEMIBOLD,
        'text-allow-overlap': true,
      },
      paint: { 'text-color': token('--courier-ink') },
    },
    ...courierLayers(),
    {
      id: 'draft-area',
      type: 'fill',
      source: 'draft',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': token('--amber'), 'fill-opacity': 0.25 },
    },
    {
      id: 'draft-line',
      type: 'line',
      source: 'draft',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'line-color': token('--ink'), 'line-width': 2, 'line-dasharray': [2, 1] },
    },
    {
      id: 'draft-corners',
      type: 'circle',
      source: 'draft',
      filter: ['==', ['geometry-type'], 'Point'],
      paint: { 'circle-radius': 5, 'circle-color': token('--ink') },
    },
  ];
}
