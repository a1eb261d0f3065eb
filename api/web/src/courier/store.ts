import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Client } from '../shared/client';
import { clockFrom, readClock, type Clock, type ClockReading } from '../shared/clock';
import type { Me, MyPay, MyRoute } from '../shared/wire';
import type { Memory, Report, ReportKind } from './memory';
import { createOutbox, type Outbox } from './outbox';
import { doors, nextDoor, routeChange, withReports, type Door, type RouteChange } from './route';

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
  readonly activity: ReadonlySignal<Activity>;
  readonly shiftPhase: ReadonlySignal<'before' | 'running' | 'over'>;
  readonly change: Signal<RouteChange | null>;
  load(): Promise<void>;
  report(kind: ReportKind, orderIds?: readonly string[], reason?: string): Promise<void>;
}

type Phase = Record<string, 'running' | 'over'>;

async function clockOf(me: Me, isFresh: boolean, memory: Memory): Promise<Clock> {
  const kept = await memory.find<ClockReading>('clock');
  if (!isFresh && kept) return clockFrom(kept);
  const reading = readClock(me, Date.now());
  await memory.keep('clock', reading);
  return clockFrom(reading);
}

export async function createCourierStore(
  { me, isFresh, client }: { me: Me; isFresh: boolean; client: Client },
  memory: Memory,
): Promise<CourierStore> {
  const clock = await clockOf(me, isFresh, memory);
  const served = signal(await memory.find<MyRoute>('route'));
  const pay = signal(await memory.find<MyPay>('pay'));
  const readAt = signal(await memory.find<string>('read_at'));
  const activity = signal(await memory.find<Activity>('activity'));
  const phases = signal((await memory.find<Phase>('phases')) ?? {});
  const failure = signal<unknown>(null);
  const change = signal<RouteChange | null>(null);
  // Taken by the server, but not yet in a route that was read after that.
  const sent = signal<readonly Report[]>((await memory.find<readonly Report[]>('sent')) ?? []);
  let asked = 0;

  async function load(): Promise<void> {
    const day = me.day ? `?day=${me.day}` : '';
    const mine = ++asked;
    const covered = new Set(sent.value);
    try {
      const [route, newPay] = await Promise.all([
        client.get<MyRoute>(`/v1/me/route${day}`),
        client.get<MyPay>(`/v1/me/pay${day}`),
      ]);
      if (mine !== asked) return; // a later question has been asked meanwhile
      if (served.value) change.value = routeChange(served.value, route) ?? change.value;
      sent.value = sent.value.filter((one) => !covered.has(one));
      served.value = route;
      pay.value = newPay;
      readAt.value = clock.now().toISOString();
      failure.value = null;
      await memory.keep('sent', sent.value);
      await memory.keep('route', route);
      await memory.keep('pay', newPay);
      await memory.keep('read_at', readAt.value);
    } catch (error) {
      if (mine === asked) failure.value = error;
    }
  }

  const outbox = createOutbox({
    memory,
    client,
    onSent: (reports) => {
      sent.value = [...sent.value, ...reports];
      void memory.keep('sent', sent.value).then(load);
    },
  });
  const route = computed(() =>
    served.value ? withReports(served.value, [...sent.value, ...outbox.pending.value]) : null,
  );
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

  async function noteOwnState(kind: ReportKind, at: string, orderId?: string): Promise<void> {
    const shiftId = route.value?.shift?.id;
    if (shiftId && (kind === 'shift_began' || kind === 'shift_ended')) {
      phases.value = { ...phases.value, [shiftId]: kind === 'shift_began' ? 'running' : 'over' };
      await memory.keep('phases', phases.value);
    }
    if (kind === 'waiting_began') {
      activity.value = { kind: 'waiting', since: at, ...(orderId ? { orderId } : {}) };
    } else if (kind === 'paused') activity.value = { kind: 'paused', since: at };
    else if (kind !== 'arrived' && kind !== 'declined') activity.value = null;
    await memory.keep('activity', activity.value);
  }

  return {
    clock,
    outbox,
    route,
    doors: all,
    next: computed(() => nextDoor(all.value, clock.now())),
    pay,
    failure,
    readAt,
    activity,
    shiftPhase,
    change,
    load,
    async report(kind, orderIds, reason) {
      const at = clock.now().toISOString();
      const wait = activity.value;
      const endsWait =
        wait?.kind === 'waiting' &&
        (kind === 'picked_up' || kind === 'failed' || kind === 'delivered');
      const ids: readonly (string | undefined)[] = orderIds ?? [undefined];
      await outbox.report([
        ...(endsWait
          ? [
              {
                kind: 'waiting_ended' as const,
                at,
                ...(wait.orderId ? { order_id: wait.orderId } : {}),
              },
            ]
          : []),
        ...ids.map((id) => ({
          kind,
          at,
          ...(id === undefined ? {} : { order_id: id }),
          ...(reason === undefined ? {} : { reason }),
        })),
      ]);
      await noteOwnState(kind, at, orderIds?.[0]);
    },
  };
}
