import type { LatLon } from '../shared/wire';

const PAIR = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/;

/** Reads "60.1699, 24.9384": latitude, then longitude, in degrees; null when it is no point. */
export function readPoint(text: string): LatLon | null {
  const found = PAIR.exec(text);
  if (found === null) return null;
  const [lat, lon] = [Number(found[1]), Number(found[2])];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}

/** Writes a point as people copy it from maps; about ten centimetres. */
export function writePoint({ lat, lon }: LatLon): string {
  return `${lat.toFixed(6)}, ${lon.toFixed(6)}`;
}
