import { Coffee, MapPin, Navigation, Phone } from 'lucide';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { SkeletonLines } from '../shared/Skeleton';
import { Window } from '../shared/Amounts';
import { legTo, Way } from './Way';
import { Back } from './Back';
import type { Memory } from './memory';
import type { RouteStop } from '../shared/wire';
import { doorsLeft, isServing, loadOf, nameOf, orderIds, proofsOf, type Door } from './route';
import type { CourierStore } from './store';
import type { Serving } from './useServing';
import { WhyMe } from './WhyMe';
import type { Client } from '../shared/client';
import { useWords } from './words';

function geoLink(door: Door): string | null {
  const at = door.stops[0]?.location;
  if (!at) return null;
  const label = encodeURIComponent(door.stops[0]?.address ?? '');
  return `geo:${at.lat},${at.lon}?q=${at.lat},${at.lon}(${label})`;
}

function Facts({ store, door }: { store: CourierStore; door: Door }) {
  const { t, formats } = useWords();
  const [stop] = door.stops;
  if (!stop) return null;
  const load = loadOf(door);
  const climb = legTo(store, door)?.climb_m ?? 0;
  const notes = [...new Set(door.stops.flatMap(({ note }) => (note ? [note] : [])))];
  const title = nameOf(stop);
  return (
    <div class="stack">
      <h1 class="place">{title}</h1>
      {title !== stop.address && <p class="address">{stop.address}</p>}
      {notes.map((note) => (
        <p key={note} class="note">
          {note}
        </p>
      ))}
      {proofsOf(door).length > 0 && (
        <p class="what">
          {[...new Set(proofsOf(door).map(({ proof }) => proof))]
            .map((proof) => t(`proof_${proof}`))
            .join(' · ')}
        </p>
      )}
      <p class="what">
        {t(door.kind === 'pickup' ? 'pick_up_load' : 'deliver_load', {
          n: load.parcels,
          weight: formats.weight(load.weight),
        })}
      </p>
      <p class="soft number">
        {formats.distance(stop.distance_m)}, {formats.minutes(stop.travel_s)}
        {climb > 0 && `, ${t('climb_up', { metres: climb })}`}
      </p>
    </div>
  );
}

function Ways({ door }: { door: Door }) {
  const { t } = useWords();
  const link = geoLink(door);
  const phone = door.stops.find((stop) => stop.phone)?.phone;
  return (
    <div class="ways">
      {link && (
        <a class="button" href={link}>
          <Icon node={Navigation} /> {t('navigate')}
        </a>
      )}
      {phone && (
        <a class="button" href={`tel:${phone.replace(/\s/g, '')}`}>
          <Icon node={Phone} /> {t('call')}
        </a>
      )}
    </div>
  );
}

function Break({ door, then }: { door: Door; then: RouteStop | undefined }) {
  const { t, formats } = useWords();
  const [stop] = door.stops;
  if (!stop) return null;
  const seconds = (Date.parse(stop.departure) - Date.parse(stop.start)) / 1000;
  return (
    <section class="card stack">
      <h1 class="place">
        <Icon node={Coffee} /> {t(stop.is_care ? 'care_window' : 'break')}
      </h1>
      <p class="what number">
        {t('break_from', { time: formats.time(stop.start), length: formats.minutes(seconds) })}
      </p>
      {then && <p>{t('after_break', { time: formats.time(then.start), place: nameOf(then) })}</p>}
    </section>
  );
}

interface Props {
  store: CourierStore;
  client: Client;
  memory: Memory;
  serving: Serving | null;
  /** Whether the next press stands in the page, since there is no foot that stays. */
  isTight: boolean;
}

export function Now({ store, client, memory, serving, isTight }: Props) {
  const { t, formats } = useWords();
  const route = store.route.value;
  if (route === null) {
    return store.failure.value === null ? (
      <SkeletonLines count={4} height={72} />
    ) : (
      <h1 class="empty">{t('route_never_read')}</h1>
    );
  }
  const phase = store.shiftPhase.value;
  if (route.shift === null) return <h1 class="empty">{t('shift_none')}</h1>;
  if (phase === 'over') return <h1 class="empty">{t('shift_is_over')}</h1>;
  if (phase === 'before') {
    return (
      <section class="card stack wide">
        <h1 class="place">{t('shift_today')}</h1>
        <p class="what">
          <Window span={{ from: route.shift.starts_at, to: route.shift.ends_at }} />
        </p>
        <p>{t('stops_ahead', { n: doorsLeft(store.doors.value) })}</p>
        <Button look="main" extra="huge" onPress={() => void store.report('shift_began')}>
          {t('begin_shift')}
        </Button>
      </section>
    );
  }
  const activity = store.activity.value;
  if (activity?.kind === 'paused') {
    return (
      <section class="card stack wide">
        <h1 class="place">{t('paused_since', { time: formats.time(activity.since) })}</h1>
        <Button look="main" extra="huge" onPress={() => void store.report('resumed')}>
          {t('resume')}
        </Button>
      </section>
    );
  }
  const door = store.next.value;
  if (door === null) {
    return (
      <>
        <Back store={store} />
        <section class="card stack wide">
          <h1 class="place">{t('route_done')}</h1>
          <p>{t('route_done_text')}</p>
          <Button extra="huge" onPress={() => void store.report('shift_ended')}>
            {t('end_shift')}
          </Button>
        </section>
      </>
    );
  }
  if (door.kind === 'break') {
    const all = store.doors.value;
    const then = all.slice(all.indexOf(door)).find(isServing)?.stops[0];
    return (
      <>
        <Back store={store} />
        <Break door={door} then={then} />
      </>
    );
  }
  const span = door.stops[0]?.window;
  const firstOrder = orderIds(door)[0];
  return (
    <>
      <section class="card stack wide next" aria-live="polite">
        <p class="row apart">
          <strong class="row">
            <Icon node={MapPin} /> {t(door.kind === 'pickup' ? 'next_pickup' : 'next_delivery')}
          </strong>
          {span && (
            <strong>
              <Window span={span} />
            </strong>
          )}
        </p>
        <Facts store={store} door={door} />
        <Ways door={door} />
      </section>
      {isTight && serving?.press}
      {serving?.more}
      <Way store={store} client={client} memory={memory} door={door} />
      <Back store={store} />
      {firstOrder && <WhyMe client={client} memory={memory} orderId={firstOrder} />}
    </>
  );
}
