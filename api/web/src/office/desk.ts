import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { Client } from '../shared/client';
import type { CrewMember } from './crew';
import type { Place } from './words';

/** What the parts of the office share: the crew, as it was read last, and how to say something. */
export interface Desk {
  client: Client;
  place: Place;
  /** The co-op's day that is looked at. */
  day: string;
  crew: CrewMember[] | null;
  failure: unknown;
  read: () => Promise<CrewMember[]>;
  nameOf: (courierId: string) => string;
  colorOf: (courierId: string) => number;
  say: (text: string) => void;
}

export function useDesk(
  client: Client,
  place: Place,
  day: string,
  say: (text: string) => void,
): Desk {
  const [crew, setCrew] = useState<CrewMember[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const read = useCallback(async () => {
    try {
      const { couriers } = await client.get<{ couriers: CrewMember[] }>('/v1/couriers');
      setCrew(couriers);
      setFailure(null);
      return couriers;
    } catch (error) {
      setFailure(error);
      throw error;
    }
  }, [client]);
  useEffect(() => {
    read().catch(() => undefined); // it is shown as the failure
  }, [read]);
  return useMemo(() => {
    const ids = (crew ?? []).map(({ id }) => id).toSorted();
    return {
      client,
      place,
      day,
      crew,
      failure,
      read,
      nameOf: (id) => crew?.find((one) => one.id === id)?.name ?? id,
      colorOf: (id) => ids.indexOf(id),
      say,
    };
  }, [client, place, day, crew, failure, read, say]);
}
