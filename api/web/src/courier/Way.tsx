import { Map as MapIcon } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import type { Client } from '../shared/client';
import { Button } from '../shared/Button';
import { Later } from './Later';
import type { Memory } from './memory';
import type { Door } from './route';
import type { CourierStore } from './store';
import { useWords } from './words';

interface Step {
  text: string;
  distance: string;
}

export interface Legs {
  day: string;
  version: number | null;
  /** The climb is missing in what an older page kept. */
  legs: { stop_id: string; climb_m?: number; directions: Step[] }[];
}

/** The way to a door, if the phone has it. */
export function legTo(store: CourierStore, door: Door): Legs['legs'][number] | undefined {
  const ids = new Set(door.stops.map(({ id }) => id));
  return store.directions.value?.legs.find(({ stop_id }) => ids.has(stop_id));
}

/** Keeps the screen on while the page is looked at, if the phone can; the switch shows that it does. */
function ScreenSwitch() {
  const { t } = useWords();
  const [lock, setLock] = useState<WakeLockSentinel | null>(null);
  const [isWanted, setWanted] = useState(false);
  useEffect(() => {
    if (!isWanted) return;
    let held: WakeLockSentinel | null = null;
    const hold = (): void => {
      if (document.visibilityState !== 'visible') return;
      navigator.wakeLock.request('screen').then(
        (given) => {
          held = given;
          setLock(given);
        },
        () => setWanted(false),
      );
    };
    hold();
    document.addEventListener('visibilitychange', hold);
    return () => {
      document.removeEventListener('visibilitychange', hold);
      void held?.release();
      setLock(null);
    };
  }, [isWanted]);
  if (!('wakeLock' in navigator)) return null;
  return (
    <Button isPressed={isWanted && lock !== null} onPress={() => setWanted(!isWanted)}>
      {t('screen_on')}
    </Button>
  );
}

interface Props {
  store: CourierStore;
  client: Client;
  memory: Memory;
  door: Door;
}

const loadMap = () => import('./RouteMap').then(({ RouteMap }) => RouteMap);

/** What to do along the way to a door, from what the phone keeps; the map when it is opened. */
export function Way({ store, client, memory, door }: Props) {
  const [hasMap, setMap] = useState(false);
  const { t } = useWords();
  const leg = legTo(store, door);
  return (
    <details class="why">
      <summary>{t('directions')}</summary>
      <div class="card stack">
        <div class="ways">
          <Button icon={MapIcon} isPressed={hasMap} onPress={() => setMap(!hasMap)}>
            {t('map')}
          </Button>
          <ScreenSwitch />
        </div>
        {hasMap && <Later load={loadMap} props={{ store, client, memory }} />}
        {leg && leg.directions.length > 0 ? (
          <ol class="steps">
            {leg.directions.map((step, index) => (
              <li key={index}>
                {step.text} <span class="soft number">{step.distance}</span>
              </li>
            ))}
          </ol>
        ) : (
          <p class="soft">{t('directions_none')}</p>
        )}
      </div>
    </details>
  );
}
