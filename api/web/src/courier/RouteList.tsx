import { Check, Circle, CircleDot, Coffee, X, type IconNode } from 'lucide';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { Icon } from '../shared/Icon';
import { canHint, HintSwitch } from './HintSwitch';
import type { Memory } from './memory';
import { doorsLeft, loadOf, nameOf, type Door } from './route';
import type { CourierStore } from './store';
import { WhyNotMe } from './WhyNotMe';
import type { Sharing } from './useLocation';
import { useWords } from './words';

function iconOf(door: Door): IconNode {
  if (door.kind === 'break') return Coffee;
  if (door.state === 'done') return Check;
  if (door.state === 'failed') return X;
  return door.state === 'arrived' ? CircleDot : Circle;
}

function Line({ door, isNext }: { door: Door; isNext: boolean }) {
  const { t, formats } = useWords();
  const [stop] = door.stops;
  if (!stop) return null;
  const load = loadOf(door);
  return (
    <li
      class={`line ${door.state}${isNext ? ' next' : ''}`}
      {...(isNext ? { 'aria-current': 'step' } : {})}
    >
      <Icon node={iconOf(door)} />
      <strong class="number">{formats.time(stop.start)}</strong>
      <div class="grow">
        {door.kind === 'break' ? (
          <p>{t(stop.is_care ? 'care_window' : 'break')}</p>
        ) : (
          <>
            <p>{nameOf(stop)}</p>
            <p class="soft small">
              {t(door.kind)} · {t('parcels', { n: load.parcels })} · {formats.weight(load.weight)}
              {door.state !== 'planned' && <> · {t(`stop_${door.state}`)}</>}
            </p>
          </>
        )}
      </div>
    </li>
  );
}

interface Props {
  store: CourierStore;
  client: Client;
  memory: Memory;
  sharing: Sharing;
}

export function RouteList({ store, client, memory, sharing }: Props) {
  const { t, formats } = useWords();
  const route = store.route.value;
  const doors = store.doors.value;
  if (route === null) return <h1 class="empty">{t('route_never_read')}</h1>;
  const first = doors.findIndex(({ state }) => state === 'planned' || state === 'arrived');
  const before = first < 0 ? doors : doors.slice(0, first);
  const ahead = first < 0 ? [] : doors.slice(first);
  const isRunning = store.shiftPhase.value === 'running';
  return (
    <section class="stack wide">
      <div class="row apart">
        <h1>{t('route')}</h1>
        <span class="soft">{t('stops_left', { n: doorsLeft(doors) })}</span>
      </div>
      {doors.length === 0 && <p class="empty">{t('route_empty')}</p>}
      {before.length > 0 && (
        <details class="served-before">
          <summary>{t('stops_before', { n: before.length })}</summary>
          <ol class="lines card">
            {before.map((door) => (
              <Line key={door.key} door={door} isNext={false} />
            ))}
          </ol>
        </details>
      )}
      {ahead.length > 0 && (
        <ol class="lines card">
          {ahead.map((door) => (
            <Line key={door.key} door={door} isNext={door === store.next.value} />
          ))}
          {route.ends_at && (
            <li class="line end">
              <Icon node={Circle} />
              <strong class="number">{formats.time(route.ends_at)}</strong>
              <p class="grow">{t('route_end')}</p>
            </li>
          )}
        </ol>
      )}
      {isRunning && (
        <div class="ways">
          {store.activity.value?.kind !== 'paused' && (
            <Button onPress={() => void store.report('paused')}>{t('pause')}</Button>
          )}
          <Button onPress={() => void store.report('shift_ended')}>{t('end_shift')}</Button>
        </div>
      )}
      {isRunning && 'geolocation' in navigator && (
        <div class="stack">
          <Button isPressed={sharing.isOn} onPress={sharing.toggle}>
            {t('location_share')}
          </Button>
          <p class="small soft">{t('location_text')}</p>
        </div>
      )}
      {canHint() && <HintSwitch client={client} memory={memory} />}
      <WhyNotMe client={client} memory={memory} />
    </section>
  );
}
