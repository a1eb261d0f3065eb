import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { ProblemError, type Client } from '../shared/client';
import type {
  Contestation,
  Day,
  Decision,
  LatLon,
  LiveEvent,
  MoveEffect,
  Order,
} from '../shared/wire';
import type { BrokenDown, DayHistory, Foreseen, Incident, NewRide, StreetOverlay } from './wire';
import type { Ring } from './areas';
import type { Vehicle } from './vehicles';
import {
  courierRows,
  flaggedOrders,
  unassignedOrders,
  type CourierRow,
  type Selection,
  type Unassigned,
} from './derive';

export interface Move {
  orderId: string;
  /** Orders that go with it. */
  also?: readonly string[];
  toCourierId: string | null;
  /** Where in the same courier's route one of its stops goes. */
  place?: { stop: StopName['stop']; before: StopName | null };
}

/** Names a stop of a day. */
export interface StopName {
  order_id: string;
  stop: 'pickup' | 'delivery';
}

export interface Drawing {
  purpose: 'mark' | 'close';
  corners: Ring;
}

/** The day on the dispatcher's screen: the server's facts, what is selected, and what one can do. */
export interface DayStore {
  /** The day that is to be on the screen; the facts may still be those of the one before. */
  readonly day: ReadonlySignal<string>;
  readonly data: ReadonlySignal<Day | null>;
  /** Whether the facts are those of another day than the one that is to be seen. */
  readonly isElsewhere: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<unknown>;
  readonly rows: ReadonlySignal<CourierRow[]>;
  readonly flagged: ReadonlySignal<Order[]>;
  readonly unassigned: ReadonlySignal<Unassigned[]>;
  readonly recent: ReadonlySignal<readonly LiveEvent[]>;
  /** Who decided what about the day; null until it is known. */
  readonly history: ReadonlySignal<DayHistory | null>;
  readonly selection: Signal<Selection>;
  /** The order that is being moved, and to whom, while the dialog for it is open. */
  readonly moving: Signal<{
    orderId: string;
    also?: readonly string[];
    toCourierId?: string | null;
  } | null>;
  /** Whose stops are being put in another order, and which, while the dialog for it is open. */
  readonly reordering: Signal<{
    courierId: string;
    stop?: StopName;
    before?: StopName | null;
  } | null>;
  /** Orders that are chosen together. */
  readonly marked: Signal<ReadonlySet<string>>;
  mark(orderIds: readonly string[], isOn: boolean): void;
  /** The order that is being dragged, and where it would go. */
  readonly dragged: Signal<{ orderId: string; stop: StopName['stop'] | null } | null>;
  readonly hover: Signal<Move | null>;
  /** Whose route is being printed. */
  readonly printing: Signal<string | null>;
  /** An area that is being drawn, and one that was drawn for a closure. */
  readonly drawing: Signal<Drawing | null>;
  readonly area: Signal<Ring | null>;
  /** Deliveries that will be late or at another time than planned, the latest first. */
  readonly foreseen: ReadonlySignal<readonly Foreseen[]>;
  /** Where the middle of the map is; null while there is no map. */
  readonly mapCenter: Signal<(() => LatLon) | null>;
  /** Whether somebody looks for a door, so that the map shows its middle. */
  readonly isPointing: Signal<boolean>;
  load(): Promise<void>;
  /** Goes to another day; what was chosen on this one is let go. */
  show(day: string): Promise<void>;
  note(event: LiveEvent): void;
  tryMove(move: Move): Promise<MoveEffect>;
  move(move: Move, reason: string): Promise<MoveEffect>;
  pin(orderId: string, courierId: string, reason: string): Promise<void>;
  unpin(orderId: string): Promise<void>;
  pointAt(orderId: string, stop: 'pickup' | 'delivery', location: LatLon): Promise<void>;
  publish(version: number, reason: string): Promise<void>;
  publishFor(version: number, couriers: readonly string[], reason: string): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  discard(version: number, reason: string): Promise<void>;
  /** Plans the day again, or only lets some orders change hands. */
  replan(orderIds?: readonly string[]): Promise<void>;
  /** Ends a courier's day; gives the orders that are to be fetched from them. */
  fallOut(courierId: string): Promise<string[]>;
  /** The order of which some parcels are to go by themselves, while the dialog for it is open. */
  readonly splitting: Signal<string | null>;
  /** Lets some parcels of an order go by themselves, with somebody or with anybody. */
  split(
    order: Order,
    parcels: readonly number[],
    courierId: string | null,
    reason: string,
  ): Promise<Order[]>;
  /** Puts the parts of an order together again. */
  rejoin(order: Order): Promise<void>;
  /** Asks that one courier brings some orders. */
  bringTogether(orders: readonly Order[], reason: string): Promise<void>;
  /** Lets them go apart; gives a way to look at orders as they are now. */
  letApart(orderId: string): Promise<(orders: readonly Order[]) => Order[]>;
  /** Lets a courier go on with another vehicle, or only tells what that would mean. */
  breakDown(courierId: string, ride: NewRide, isTrial: boolean): Promise<BrokenDown>;
  /** The co-op's vehicles. */
  vehicles(): Promise<Vehicle[]>;
  /** What went wrong on the day, the newest first. */
  readonly incidents: ReadonlySignal<readonly Incident[]>;
  /** What an incident that is being written down is about, while the dialog for it is open. */
  readonly telling: Signal<{ orderId?: string; courierId?: string } | null>;
  overlays(): Promise<StreetOverlay[]>;
  addOverlay(body: Record<string, unknown>): Promise<void>;
  endOverlay(id: string): Promise<void>;
  explain(orderId: string): Promise<Decision>;
  contestations(): Promise<Contestation[]>;
  answerContestation(
    id: string,
    outcome: 'upheld' | 'rectified',
    answer: string,
  ): Promise<Contestation>;
}

/** Kept, as only some of them are told of. */
const RECENT = 60;

export function createDayStore(client: Client, today: string): DayStore {
  const day = signal(today);
  const data = signal<Day | null>(null);
  const failure = signal<unknown>(null);
  const recent = signal<readonly LiveEvent[]>([]);
  const history = signal<DayHistory | null>(null);
  const foreseen = signal<readonly Foreseen[]>([]);
  const incidents = signal<readonly Incident[]>([]);
  const marked = signal<ReadonlySet<string>>(new Set());
  let asked = 0;

  const path = (rest: string): string => `/v1/days/${day.value}${rest}`;

  async function load(): Promise<void> {
    const mine = ++asked;
    try {
      const fresh = await client.get<Day>(path(''));
      if (mine !== asked) return; // a later question has been asked meanwhile
      data.value = fresh;
      failure.value = null;
      const past = await client.get<DayHistory>(path('/history'));
      if (mine === asked) history.value = past;
      const seen = await client.get<{ deliveries: Foreseen[] }>(path('/foreseen'));
      if (mine === asked) foreseen.value = seen.deliveries;
      const wrong = await client.get<{ incidents: Incident[] }>(path('/incidents'));
      if (mine === asked) incidents.value = wrong.incidents;
    } catch (error) {
      if (mine === asked) failure.value = error;
    }
  }

  /** Does something to the plan that one sees; when it is another by now, that is looked at first. */
  async function decide(rest: string, body: Record<string, unknown>): Promise<void> {
    const version = data.value?.plan?.version;
    try {
      await client.post(
        path(rest),
        version === undefined ? body : { if_version: version, ...body },
      );
    } finally {
      await load();
    }
  }

  /** Changes orders as one sees them; when they are others by now, that is looked at first. */
  async function change(where: string, body: Record<string, unknown>): Promise<Order[]> {
    try {
      return (await client.post<{ orders: Order[] }>(where, body)).orders;
    } finally {
      await load();
    }
  }

  function sendMove(move: Move, isTrial: boolean, reason?: string): Promise<MoveEffect> {
    const version = data.value?.plan?.version;
    const { place } = move;
    return client.post<MoveEffect>(path(place ? '/reorder' : '/moves'), {
      order_id: move.orderId,
      ...(move.also?.length ? { also: move.also } : {}),
      ...(place ?? { to_courier_id: move.toCourierId }),
      dry_run: isTrial,
      ...(version === undefined ? {} : { if_version: version }),
      ...(reason ? { reason } : {}),
    });
  }

  const selection = signal<Selection>(null);

  return {
    day,
    data,
    isElsewhere: computed(() => data.value !== null && data.value.day !== day.value),
    failure,
    recent,
    history,
    foreseen,
    incidents,
    telling: signal(null),
    marked,
    dragged: signal(null),
    reordering: signal(null),
    hover: signal<Move | null>(null),
    printing: signal<string | null>(null),
    drawing: signal<Drawing | null>(null),
    area: signal<Ring | null>(null),
    mark(orderIds, isOn) {
      const next = new Set(marked.value);
      for (const id of orderIds) {
        if (isOn) next.add(id);
        else next.delete(id);
      }
      marked.value = next;
    },
    rows: computed(() => (data.value ? courierRows(data.value) : [])),
    flagged: computed(() => (data.value ? flaggedOrders(data.value) : [])),
    unassigned: computed(() => (data.value ? unassignedOrders(data.value) : [])),
    selection,
    moving: signal(null),
    mapCenter: signal<(() => LatLon) | null>(null),
    isPointing: signal(false),
    load,
    async show(other) {
      day.value = other;
      selection.value = null;
      marked.value = new Set();
      history.value = null;
      foreseen.value = [];
      incidents.value = [];
      await load();
    },
    note(event) {
      recent.value = [event, ...recent.value].slice(0, RECENT);
    },
    async tryMove(move) {
      try {
        return await sendMove(move, true);
      } catch (error) {
        const refused = effectOfRefusal(error);
        if (refused) return refused;
        throw error;
      }
    },
    async move(move, reason) {
      try {
        return await sendMove(move, false, reason);
      } finally {
        await load();
      }
    },
    async pin(orderId, courierId, reason) {
      await client.post(path('/pins'), { order_id: orderId, courier_id: courierId, reason });
      await load();
    },
    async unpin(orderId) {
      await client.remove(path(`/pins/${encodeURIComponent(orderId)}`));
      await load();
    },
    async pointAt(orderId, stop, location) {
      await client.post(`/v1/orders/${encodeURIComponent(orderId)}/door`, { stop, location });
      await load();
    },
    explain(orderId) {
      return client.get<Decision>(`/v1/orders/${encodeURIComponent(orderId)}/explanation`);
    },
    async contestations() {
      const found = await client.get<{ contestations: Contestation[] }>('/v1/contestations');
      return found.contestations;
    },
    answerContestation(id, outcome, answer) {
      const body = { outcome, answer };
      return client.post<Contestation>(`/v1/contestations/${encodeURIComponent(id)}/answer`, body);
    },
    publish: (version, reason) => decide(`/plans/${version}/publish`, { reason }),
    publishFor: (version, couriers, reason) =>
      decide(`/plans/${version}/publish-for`, { couriers, reason }),
    undo: () => decide('/undo', {}),
    redo: () => decide('/redo', {}),
    async discard(version, reason) {
      await client.post(path(`/plans/${version}/discard`), { reason });
      await load();
    },
    async replan(orderIds) {
      await client.post(path('/replan'), orderIds === undefined ? {} : { order_ids: orderIds });
    },
    async fallOut(courierId) {
      const left = await client.post<{ to_fetch: string[] }>(
        path(`/couriers/${encodeURIComponent(courierId)}/out`),
        {},
      );
      await load();
      return left.to_fetch;
    },
    splitting: signal<string | null>(null),
    split: (order, parcels, courierId, reason) =>
      change(`/v1/orders/${encodeURIComponent(order.id)}/split`, {
        parcels,
        if_version: order.version,
        ...(courierId === null ? {} : { courier_id: courierId }),
        reason,
      }),
    async rejoin(order) {
      const body = { if_version: order.version };
      await change(`/v1/orders/${encodeURIComponent(order.id)}/rejoin`, body);
    },
    async bringTogether(orders, reason) {
      const wanted = orders.map(({ id, version }) => ({ order_id: id, if_version: version }));
      await change(path('/groups'), { orders: wanted, reason });
    },
    async letApart(orderId) {
      try {
        await client.remove(path(`/groups/${encodeURIComponent(orderId)}`));
      } finally {
        await load();
      }
      return (orders) =>
        orders.map((one) => data.value?.orders.find(({ id }) => id === one.id) ?? one);
    },
    async breakDown(courierId, ride, isTrial) {
      const found = await client.post<BrokenDown>(
        path(`/couriers/${encodeURIComponent(courierId)}/breakdown`),
        { ...ride, dry_run: isTrial },
      );
      if (!isTrial) await load();
      return found;
    },
    async vehicles() {
      return (await client.get<{ vehicles: Vehicle[] }>('/v1/vehicles')).vehicles;
    },
    async overlays() {
      return (await client.get<{ overlays: StreetOverlay[] }>('/v1/overlays')).overlays;
    },
    async addOverlay(body) {
      await client.post('/v1/overlays', body);
      await load();
    },
    async endOverlay(id) {
      await client.remove(`/v1/overlays/${encodeURIComponent(id)}`);
      await load();
    },
  };
}

/** Somebody else was faster: the plan that one has decided about is no longer in force. */
export function isOvertaken(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.code === 'stale_version';
}

/** A refused trial is an answer too: the rules it would break. */
function effectOfRefusal(error: unknown): MoveEffect | null {
  if (!(error instanceof ProblemError) || (error.status !== 409 && error.status !== 422))
    return null;
  if (isOvertaken(error)) return null;
  const body = error.problem as { violations?: MoveEffect['violations'] };
  return {
    effects: [],
    gini_before: 0,
    gini_after: 0,
    violations: body.violations ?? [
      { code: error.problem.code ?? 'refused', message: error.message },
    ],
  };
}
