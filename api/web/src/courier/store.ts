import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Client } from '../shared/client';
import { clockFrom, readClock, type Clock, type ClockReading } from '../shared/clock';
import type { Me, MyPay, MyRoute } from '../shared/wire';
import type { Held, Memory, NewReport, Photo, Proof, Report, ReportKind } from './memory';
import { createOutbox, type Outbox } from './outbox';
import { sendContests } from './contests';
import { sendPhotos } from './photos';
import type { Legs } from './Way';
import { forgetReasons, keepReasons } from './why';
import { doors, nextDoor, routeChange, withReports, type Door, type RouteChange } from './route';

/** For so many orders ahead reasons are kept: enough for a basement, and little for the server. */
const MOST_REASONS = 6;

export type Activity = { kind: 'waiting' | 'paused'; since: string; orderId?: string } | null;

/** A courier's day on the phone: what the server said last, and what the phone knows beyond it. */
export interface CourierStore {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly route: ReadonlySignal<MyRoute | null>;
  readonly doors: ReadonlySignal<Door[]>;
  readonly next: ReadonlySignal<Door | null>;
  readonly pay: ReadonlySignal<MyPay | null>;
  readonly failure: ReadonlySignal<unknown>;
  /** When the route was last read from the server, in the co-op's time. */
  readonly readAt: ReadonlySignal<string | null>;
  /** What to do along each leg, in the language of when it was read. */
  readonly directions: ReadonlySignal<Legs | null>;
  readonly activity: ReadonlySignal<Activity>;
  readonly shiftPhase: ReadonlySignal<'before' | 'running' | 'over'>;
  readonly change: Signal<RouteChange | null>;
  load(): Promise<void>;
  /** Sends what waits here: reports in their order, then photos. */
  send(): Promise<void>;
  report(kind: ReportKind, orderIds?: readonly string[], more?: More): Promise<void>;
  /** Takes the last press back, as long as it is held. */
  undo(): Promise<void>;
  /** The server's answer to who this is, newer than the remembered one. */
  refresh(me: Me): void;
}

/** What goes with a report. */
export interface More {
  reason?: string;
  proofs?: ReadonlyMap<string, Proof>;
  photos?: readonly Photo[];
}

/** What the phone knows of the courier beyond the route; kept under these names. */
type Own = Readonly<{ activity: Activity; phases: Phase }>;

type Phase = Record<string, 'running' | 'over'>;

interface Measured extends Clock {
  measure(answer: { now: string; speed: number }): void;
}

/** The co-op's time by the newest of the server's answers; the last one is kept for the next day. */
async function measuredClock(me: Me, isFresh: boolean, memory: Memory): Promise<Measured> {
  const kept = isFresh ? null : await memory.find<ClockReading>('clock');
  let clock = clockFrom(kept ?? readClock(me, Date.now()));
  const measure = (answer: { now: string; speed: number }): void => {
    const reading = readClock(answer, Date.now());
    clock = clockFrom(reading);
    void memory.keep('clock', reading);
  };
  if (isFresh) measure(me);
  return {
    now: () => clock.now(),
    get speed() {
      return clock.speed;
    },
    measure,
  };
}

export async function createCourierStore(
  { me, isFresh, client }: { me: Me; isFresh: boolean; client: Client },
  memory: Memory,
): Promise<CourierStore> {
  const clock = await measuredClock(me, isFresh, memory);
  const served = signal(await memory.find<MyRoute>('route'));
  const pay = signal(await memory.find<MyPay>('pay'));
  const readAt = signal(await memory.find<string>('read_at'));
  const activity = signal(await memory.find<Activity>('activity'));
  const phases = signal((await memory.find<Phase>('phases')) ?? {});
  const directions = signal(await memory.find<Legs>('directions'));
  const failure = signal<unknown>(null);
  const change = signal<RouteChange | null>(null);
  // Taken by the server, but not yet in a route that was read after that.
  const sent = signal<readonly Report[]>((await memory.find<readonly Report[]>('sent')) ?? []);
  let asked = 0;
  let isKnown = isFresh;

  async function load(): Promise<void> {
    const mine = ++asked;
    const covered = new Set(sent.value);
    try {
      const [route, newPay] = await Promise.all([
        client.get<MyRoute>('/v1/me/route'),
        client.get<MyPay>('/v1/me/pay'),
      ]);
      if (mine !== asked) return; // a later question has been asked meanwhile
      if (route.courier.id !== me.courier_id) {
        // A colleague has signed in here: nothing of theirs belongs into this courier's memory.
        if (isKnown) location.reload();
        return;
      }
      const reported = waiting();
      const known = (of: MyRoute, also: readonly NewReport[]): MyRoute =>
        withReports(of, [...also, ...reported]);
      const left = sent.value.filter((one) => !covered.has(one));
      const lastDay = served.value?.day;
      if (served.value) {
        const before = known(served.value, sent.value);
        change.value = joined(change.value, routeChange(before, known(route, left)));
      }
      batch(() => {
        sent.value = left;
        served.value = route;
      });
      pay.value = newPay;
      readAt.value = clock.now().toISOString();
      failure.value = null;
      await memory.keep('sent', sent.value);
      if (lastDay !== route.day) await forgetReasons(memory);
      await memory.keep('route', route);
      await memory.keep('pay', newPay);
      await memory.keep('read_at', readAt.value);
      await loadDirections();
      await keepReasons(client, memory, ordersAhead(route));
    } catch (error) {
      if (mine === asked) failure.value = error;
    }
  }

  /** Whether it is still this courier who is signed in, as far as the server can be asked. */
  async function isStillMe(): Promise<boolean> {
    try {
      const { courier_id } = await client.get<Me>('/v1/me');
      return courier_id === me.courier_id;
    } catch {
      return false;
    }
  }

  /** The way along the route, once per version of it: less to send over a bad network. */
  async function loadDirections(): Promise<void> {
    const [known, route] = [directions.value, served.value];
    if (known?.day === route?.day && known?.version === route?.version) return;
    try {
      directions.value = await client.get<Legs>('/v1/me/route/directions');
      await memory.keep('directions', directions.value);
    } catch {
      // The address and the map of another app still lead there.
    }
  }

  const outbox = createOutbox({
    memory,
    client,
    courierId: me.courier_id ?? '',
    onTime: (now) => clock.measure({ now, speed: clock.speed }),
    onSent: async (reports) => {
      sent.value = [...sent.value, ...reports];
      await memory.keep('sent', sent.value);
      void load().then(() => sendPhotos(memory, client));
    },
  });
  /** What the server has not taken yet; what it has taken may still be on its way out of here. */
  function waiting(): NewReport[] {
    const taken = new Set(sent.value.map(({ sequence }) => sequence));
    const pending = outbox.pending.value.filter(({ sequence }) => !taken.has(sequence));
    return [...pending, ...(outbox.held.value?.reports ?? [])];
  }

  const route = computed(() => {
    const known: NewReport[] = [...sent.value, ...waiting()];
    return served.value ? withReports(served.value, known) : null;
  });
  const all = computed(() => (route.value ? doors(route.value) : []));
  const shiftPhase = computed(() => {
    const shift = route.value?.shift;
    if (!shift) return 'before';
    const kept = phases.value[shift.id];
    if (kept) return kept;
    if (shift.state === 'begun') return 'running';
    if (shift.state === 'ended') return 'over';
    const hasBegun = route.value.stops.some(({ state }) => state !== 'planned');
    return hasBegun ? 'running' : 'before';
  });

  function ownAfter(kind: ReportKind, at: string, orderId?: string): Own {
    const own: Own = { activity: activity.value, phases: phases.value };
    const shiftId = route.value?.shift?.id;
    if (shiftId && (kind === 'shift_began' || kind === 'shift_ended')) {
      const phase = kind === 'shift_began' ? 'running' : 'over';
      return { activity: null, phases: { ...own.phases, [shiftId]: phase } };
    }
    if (kind === 'waiting_began')
      return { ...own, activity: { kind: 'waiting', since: at, ...(orderId ? { orderId } : {}) } };
    if (kind === 'paused') return { ...own, activity: { kind: 'paused', since: at } };
    if (kind === 'arrived' || kind === 'declined') return own;
    return { ...own, activity: null };
  }

  await outbox.open();
  return {
    clock,
    outbox,
    route,
    doors: all,
    next: computed(() => nextDoor(all.value, clock.now())),
    pay,
    failure,
    readAt,
    directions,
    activity,
    shiftPhase,
    change,
    load,
    async send() {
      await outbox.send();
      if (!(await isStillMe())) return;
      await sendPhotos(memory, client);
      await sendContests(memory, client);
    },
    refresh(fresh) {
      isKnown = true;
      clock.measure(fresh);
    },
    async report(kind, orderIds, more = {}) {
      const at = clock.now().toISOString();
      const stamps = { at, phone_at: new Date().toISOString() };
      const wait = activity.value;
      const endsWait =
        wait?.kind === 'waiting' &&
        (kind === 'picked_up' || kind === 'failed' || kind === 'delivered');
      const ids: readonly (string | undefined)[] = orderIds ?? [undefined];
      const before: Own = { activity: activity.value, phases: phases.value };
      const after = ownAfter(kind, at, orderIds?.[0]);
      if (more.photos) await memory.keepPhotos(more.photos);
      const ending: NewReport[] = endsWait
        ? [{ kind: 'waiting_ended', ...stamps, ...withOrder(wait.orderId) }]
        : [];
      const own = ids.map((id): NewReport => {
        const proof = more.proofs?.get(id ?? '');
        return {
          kind,
          ...stamps,
          ...withOrder(id),
          ...(more.reason === undefined ? {} : { reason: more.reason }),
          ...(proof === undefined ? {} : { proof }),
        };
      });
      await outbox.report([...ending, ...own], before, after);
      activity.value = after.activity;
      phases.value = after.phases;
    },
    async undo() {
      const held: Held | null = await outbox.undo();
      if (held === null) return;
      const before = held.before as Own;
      activity.value = before.activity;
      phases.value = before.phases;
    },
  };
}

/** The orders of the next stops, each once. */
function ordersAhead(route: MyRoute): string[] {
  const open = route.stops.filter(({ state }) => state === 'planned' || state === 'arrived');
  const ids = open.flatMap(({ order_id }) => (order_id ? [order_id] : []));
  return [...new Set(ids)].slice(0, MOST_REASONS);
}

/** What has changed since the courier last looked, in one sentence. */
function joined(before: RouteChange | null, now: RouteChange | null): RouteChange | null {
  if (before === null || now === null) return now ?? before;
  return {
    added: before.added + now.added,
    removed: before.removed + now.removed,
    longer_s: before.longer_s + now.longer_s,
    isNextMoved: before.isNextMoved || now.isNextMoved,
  };
}

function withOrder(id: string | undefined): { order_id?: string } {
  return id === undefined ? {} : { order_id: id };
}
