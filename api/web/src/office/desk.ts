import { useCallback, useMemo } from 'preact/hooks';
import { useAnswer } from '../shared/asking';
import type { Client } from '../shared/client';
import type { Me } from '../shared/wire';
import type { CrewMember } from './crew';
import type { Place } from './words';

/** What the parts of the office share: the crew, as it was read last, and how to say something. */
export interface Desk {
  client: Client;
  place: Place;
  /** The co-op's day that is looked at. */
  day: string;
  /** The co-op's day that it is now. */
  today: string;
  /** Who else learns which addresses are typed; null when nobody does. */
  notice: string | null;
  crew: CrewMember[] | null;
  failure: unknown;
  read: () => Promise<CrewMember[]>;
  /** Reads it again; what goes wrong is shown as the failure. */
  refresh: () => void;
  nameOf: (courierId: string) => string;
  colorOf: (courierId: string) => number;
  say: (text: string) => void;
}

export function useDesk(
  client: Client,
  place: Place,
  me: Me,
  day: string,
  say: (text: string) => void,
): Desk {
  const ask = useCallback(
    async () => (await client.get<{ couriers: CrewMember[] }>('/v1/couriers')).couriers,
    [client],
  );
  const { found: crew, failure, read } = useAnswer(ask);
  return useMemo(() => {
    const notice = me.notices?.find(({ code }) => code === 'places_asked_elsewhere');
    const ids = (crew ?? []).map(({ id }) => id).toSorted();
    return {
      client,
      place,
      day,
      today: me.day ?? day,
      notice: notice?.message ?? null,
      crew,
      failure,
      read,
      refresh: () => void read().catch(() => undefined),
      nameOf: (id) => crew?.find((one) => one.id === id)?.name ?? id,
      colorOf: (id) => ids.indexOf(id),
      say,
    };
  }, [client, place, me, day, crew, failure, read, say]);
}
