import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Client } from '../shared/client';

const PATH = '/v1/me/position';
const EVERY_MS = 20_000;

export interface Sharing {
  isOn: boolean;
  /** The phone or the server would not. */
  hasFailed: boolean;
  toggle: () => void;
}

/**
 * Shares where the courier is: only when switched on, only while the shift runs and the page is
 * looked at. It is off again whenever the page opens.
 */
export function useLocation(client: Client, isOnShift: boolean): Sharing {
  const [isWanted, setWanted] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const isOn = isWanted && isOnShift;
  useEffect(() => {
    if (!isOn) return;
    let sentAt = 0;
    const give = ({ coords }: GeolocationPosition): void => {
      const now = Date.now();
      if (document.visibilityState !== 'visible' || now - sentAt < EVERY_MS) return;
      sentAt = now;
      client.post(PATH, { lat: coords.latitude, lon: coords.longitude }).catch(() => undefined);
    };
    const watch = navigator.geolocation.watchPosition(give, () => {
      setFailed(true);
      setWanted(false);
    });
    return () => {
      navigator.geolocation.clearWatch(watch);
      client.remove(PATH).catch(() => undefined);
    };
  }, [client, isOn]);
  useEffect(() => {
    if (!isOnShift) setWanted(false);
  }, [isOnShift]);
  const toggle = useCallback(() => {
    setFailed(false);
    setWanted((before) => !before);
  }, []);
  return { isOn, hasFailed, toggle };
}
