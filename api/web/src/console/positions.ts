import { useEffect, useState } from 'preact/hooks';
import type { Client } from '../shared/client';
import type { LatLon } from '../shared/wire';

/** Where a courier is who shares it. */
export interface Position {
  courier_id: string;
  at: string;
  location: LatLon;
}

const EVERY_MS = 30_000;

/** Where couriers are who share it: asked for while the map is shown, kept nowhere. */
export function usePositions(client: Client): Position[] {
  const [found, setFound] = useState<Position[]>([]);
  useEffect(() => {
    const look = (): void => {
      client.get<{ positions: Position[] }>('/v1/couriers/positions').then(
        ({ positions }) => setFound(positions),
        () => setFound([]),
      );
    };
    look();
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }, [client]);
  return found;
}
