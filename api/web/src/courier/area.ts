import { PMTiles } from 'pmtiles';
import type { MyRoute } from '../shared/wire';

const ADDRESS = '/v1/city/tiles.pmtiles';
const FIRST_ZOOM = 11;
const MOST_TILES = 160;

interface Tile {
  z: number;
  x: number;
  y: number;
}

/** The tile in which a point lies (Web Mercator). */
function tileOf(lat: number, lon: number, z: number): Tile {
  const count = 2 ** z;
  const sine = Math.sin((lat * Math.PI) / 180);
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  return { z, x: Math.floor(((lon + 180) / 360) * count), y: Math.floor(y * count) };
}

/** Tiles with the route's line and stops in them, and their neighbors, from far to near. */
export function tilesAround(route: MyRoute, zooms: readonly number[]): Tile[] {
  const points = route.stops.flatMap(({ location }) => (location ? [location] : []));
  const line = (route.geometry?.coordinates ?? []).map(([lon, lat]) => ({ lat, lon }));
  const found = new Map<string, Tile>();
  for (const z of zooms) {
    for (const { lat, lon } of [...points, ...line]) {
      const middle = tileOf(lat, lon, z);
      for (const dx of [-1, 0, 1]) {
        for (const dy of [-1, 0, 1]) {
          const tile = { z, x: middle.x + dx, y: middle.y + dy };
          found.set(`${z}/${tile.x}/${tile.y}`, tile);
        }
      }
    }
  }
  return [...found.values()].slice(0, MOST_TILES);
}

/** Asks for the tiles around the route once, so that the service worker has them in the basement. */
export async function keepArea(route: MyRoute): Promise<void> {
  const archive = new PMTiles(ADDRESS);
  try {
    const { maxZoom } = await archive.getHeader();
    const zooms = Array.from({ length: maxZoom - FIRST_ZOOM + 1 }, (_, step) => FIRST_ZOOM + step);
    for (const { z, x, y } of tilesAround(route, zooms)) await archive.getZxy(z, x, y);
  } catch {
    // Without a network there is what was kept before.
  }
}
