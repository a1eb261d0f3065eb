import { Clock, Coffee, MapPin, Navigation, Phone, ScanBarcode, TriangleAlert } from 'lucide';
import { useSignal } from '@preact/signals';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { Notice } from '../shared/Notice';
import { SkeletonLines } from '../shared/Skeleton';
import { Window } from '../shared/Amounts';
import { Way } from './Way';
import { Back } from './Back';
import type { Memory } from './memory';
import { Problem } from './Problem';
import { useProof } from './useProof';
import { useScan } from './useScan';
import type { RouteStop } from '../shared/wire';
import { doorsLeft, isServing, loadOf, nameOf, proofsOf, type Door } from './route';
import type { CourierStore } from './store';
import { WhyMe } from './WhyMe';
import type { Client } from '../shared/client';
import { useWords } from './words';

const orderIds = (door: Door): string[] =>
  door.stops.flatMap(({ order_id }) => (order_id ? [order_id] : []));

function geoLink(door: Door): string | null {
  const at = door.stops[0]?.location;
  if (!at) return null;
  const label = encodeURIComponent(door.stops[0]?.address ?? '');
  return `geo:${at.lat},${at.lon}?q=${at.lat},${at.lon}(${label})`;
}

function Facts({ door }: { door: Door }) {
  const { t, formats } = useWords();
  const [stop] = door.stops;
  if (!stop) return null;
  const load = loadOf(door);
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

function Actions({ store, door }: { store: CourierStore; door: Door }) {
  const { t, formats } = useWords();
  const isAsking = useSignal(false);
  const activity = store.activity.value;
  const isHere = door.state === 'arrived';
  const isWaiting = activity?.kind === 'waiting';
  const done = door.kind === 'pickup' ? 'picked_up' : 'delivered';
  const ids = orderIds(door);
  const proof = useProof(store, ids, proofsOf(door));
  const scan = useScan();
  const press = (): void => {
    if (isHere && proof.isWanted) proof.ask();
    else void store.report(isHere ? done : 'arrived', ids);
  };
  return (
    <div class="stack actions">
      {isWaiting && (
        <Notice isLive>{t('waiting_since', { time: formats.time(activity.since) })}</Notice>
      )}
      <Button look="main" extra="huge" onPress={press}>
        {t(isHere ? `do_${done}` : 'do_arrived')}
      </Button>
      {proof.sheet}
      {store.route.value && scan.sheet(door, store.route.value, t(`do_${done}`), press)}
      <div class="ways">
        {isHere && (
          <Button icon={ScanBarcode} onPress={scan.open}>
            {t('scan')}
          </Button>
        )}
        {isHere && (
          <Button
            icon={Clock}
            isPressed={isWaiting}
            onPress={() =>
              void store.report(isWaiting ? 'waiting_ended' : 'waiting_began', ids.slice(0, 1))
            }
          >
            {t(isWaiting ? 'waiting_over' : 'waiting')}
          </Button>
        )}
        <Button icon={TriangleAlert} onPress={() => (isAsking.value = true)}>
          {t('problem')}
        </Button>
      </div>
      {isAsking.value && (
        <Problem
          kind={door.kind === 'pickup' ? 'pickup' : 'delivery'}
          onClose={() => (isAsking.value = false)}
          onFailed={(reason) => void store.report('failed', ids, { reason })}
          onDeclined={door.kind === 'pickup' ? () => void store.report('declined', ids) : undefined}
        />
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
}

export function Now({ store, client, memory }: Props) {
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
        <Facts door={door} />
        <Ways door={door} />
      </section>
      {store.change.value?.isNextMoved ? (
        <Button extra="huge" onPress={() => (store.change.value = null)}>
          {t('show_new_route')}
        </Button>
      ) : (
        <Actions store={store} door={door} key={door.key} />
      )}
      <Way store={store} client={client} memory={memory} door={door} />
      <Back store={store} />
      {firstOrder && <WhyMe client={client} memory={memory} orderId={firstOrder} />}
    </>
  );
}
