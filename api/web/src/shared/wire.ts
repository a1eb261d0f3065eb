import type { GoesBack, ProofWanted } from './door-wire';
import type { DayOfWork } from './moments';

/** The API's JSON, as the pages read it. Units are in the names; times are RFC 3339. */

export type Role = 'storefront' | 'dispatcher' | 'courier' | 'member' | 'peer';

export interface Me {
  coop: {
    id: string;
    name: string;
    time_zone: string;
    currency: string;
    language: string;
    city: string;
    /** The time of the clock at which days of work begin; the night before is of the day before. */
    day_begins?: string;
  };
  member: string;
  role: Role;
  name: string;
  language?: string;
  day?: string;
  courier_id?: string | null;
  storefront_id?: string | null;
  now: string;
  speed: number;
  notices?: { code: string; message: string }[];
}

/** An objection to who has an order, and what a person answered. */
export interface Contestation {
  id: string;
  courier_id: string;
  order_id: string;
  objection: string;
  answer_by: string;
  is_overdue: boolean;
  state: 'open' | 'upheld' | 'rectified' | 'withdrawn';
  answer: string;
}

/** Why an order is with whom it is: everybody who was considered. */
export interface Decision {
  message: string;
  courier_id: string | null;
  candidates: {
    courier_id: string;
    rank: number;
    terms: { added_s: number; evenness_s: number; total_s: number } | null;
    blocked_by: { code: string; message: string } | null;
  }[];
}

export interface LatLon {
  lat: number;
  lon: number;
}

export interface Span {
  from: string;
  to: string;
}

export interface Fee {
  total_minor: number;
  currency: string;
  courier_pay_minor: number;
  on_cost_minor: number;
  coop_share_minor: number;
  tax_minor: number;
  labor_cost_minor: number;
}

export interface PlaceOut {
  address: string;
  location: LatLon;
  note?: string;
  contact?: string;
  phone?: string;
  window?: Span | null;
}

export interface PlaceIn {
  address?: string;
  location?: LatLon;
  note?: string;
  contact?: string;
  phone?: string;
}

export interface Parcel {
  description?: string;
  weight_g: number;
  volume_cm3?: number;
}

export type OrderState =
  'placed' | 'assigned' | 'picked_up' | 'delivered' | 'failed' | 'canceled' | 'returned';

export interface Order {
  id: string;
  reference: string;
  storefront: { id: string; name: string };
  state: OrderState;
  pickup: PlaceOut;
  delivery: PlaceOut;
  parcels: Parcel[];
  weight_g: number;
  fee: { total_minor: number; currency: string; courier_pay_minor?: number };
  promise: Span;
  placed_at: string;
  courier?: { id: string; name: string; initials: string } | null;
  eta?: string | null;
  needs_attention: string[];
  version?: number;
  pin?: string | null;
  /** Path of the recipient's page; null for orders from before there was one. */
  tracking_url?: string | null;
  consignment_id?: string | null;
  tip_minor?: number;
  /** Which part of what it is, for dispatchers. */
  part?: { whole_id: string; number: number; of: number } | null;
  /** The first of those that one courier is to bring together. */
  rides_with?: string | null;
}

export interface Slot {
  id: string;
  window: Span;
  capacity: number;
  remaining: number;
  bookable_until: string;
  state: 'open' | 'full' | 'closed';
}

/** What people call an order: the storefront's reference, or else the end of its id; and its part. */
export function nameOfOrder(order: Pick<Order, 'id' | 'reference' | 'part'>): string {
  const name = order.reference === '' ? `…${order.id.slice(-6)}` : order.reference;
  return order.part ? `${name} (${order.part.number}/${order.part.of})` : name;
}

export interface Reason {
  code: string;
  message: string;
  remedies: { code: string; message: string }[];
}

export type StopKind = 'start' | 'pickup' | 'delivery' | 'break' | 'end';
export type StopState = 'planned' | 'arrived' | 'done' | 'failed';

export interface PlannedStop {
  kind: StopKind;
  order_id?: string | null;
  address?: string | null;
  location?: LatLon | null;
  window?: Span | null;
  arrival: string;
  start: string;
  departure: string;
  travel_s: number;
  distance_m: number;
  state: StopState;
  is_care?: boolean;
}

export interface LineString {
  type: 'LineString';
  coordinates: [number, number][];
}

export interface PlannedRoute {
  courier_id: string;
  shift_id: string;
  stops: PlannedStop[];
  geometry?: LineString | null;
}

export interface CourierFigures {
  courier_id: string;
  stops: number;
  minutes: number;
  distance_m: number;
  pay_minor: number;
  top_up_minor: number;
  balance_minor: number;
}

export interface Figures {
  travel_s: number;
  distance_m: number;
  lateness_s: number;
  gini: number;
  lowest_pay_per_hour_minor: number;
  unassigned?: number;
  couriers: CourierFigures[];
}

export interface Plan {
  version: number;
  state: 'proposed' | 'published' | 'superseded' | 'discarded';
  created_at: string;
  author?: string;
  reason?: string;
  routes: PlannedRoute[];
  unassigned: { order_id: string; reason: Reason }[];
  figures: Figures;
  free_figures?: Figures | null;
  price_of_fairness: { travel: number | null; lateness: number | null } | null;
  policy_version: number | string;
}

export type ProfileName = 'foot' | 'bike' | 'cargo_bike' | 'e_van';

export interface CourierOfDay {
  id: string;
  name: string;
  initials: string;
  profile: ProfileName;
  color: number;
  shift: {
    id: string;
    starts_at: string;
    ends_at: string;
    breaks: { earliest: string; latest: string; duration_s: number }[];
    care: { begins_at: string; ends_at: string }[];
  };
  pay_minor: number;
  online_s: number;
  balance_minor: number;
  balance_s: number;
}

export interface Day extends DayOfWork {
  now: string;
  plan: Plan | null;
  proposal: Plan | null;
  orders: Order[];
  couriers: CourierOfDay[];
  counts: { orders: number; unassigned: number; late_soon: number; delivered: number };
  storefronts: { id: string; name: string; location: LatLon }[];
  pins?: { order_id: string; courier_id: string; reason?: string }[];
}

export interface MoveEffect {
  effects: {
    courier_id: string;
    stops_before: number;
    stops_after: number;
    minutes_before: number;
    minutes_after: number;
    lateness_s_before: number;
    lateness_s_after: number;
    balance_minor_before: number;
    balance_minor_after: number;
  }[];
  gini_before: number;
  gini_after: number;
  violations: { code: string; message: string }[];
  plan_version?: number | null;
}

export interface Quote {
  id: string;
  fee: Fee;
  promise: Span | null;
  held_until: string;
  is_feasible: boolean;
  reason?: Reason | null;
  alternatives: Span[];
  minutes: number;
  distance_m: number;
  needs_attention: string[];
  is_estimate?: boolean;
}

/** Several shipments at once: one fee, a promise for each. */
export interface ConsignmentQuote {
  id: string;
  fee: Fee;
  is_feasible: boolean;
  held_until: string;
  quotes: Quote[];
}

export interface FoundPlace {
  label: string;
  location: LatLon;
  kind: string;
  needs_pin: boolean;
}

export interface RouteStop extends PlannedStop {
  id: string;
  note?: string | null;
  contact?: string | null;
  phone?: string | null;
  parcels?: Parcel[] | number | null;
  weight_g?: number | null;
  proof?: 'none' | ProofWanted;
  order_state?: OrderState | null;
  reference?: string | null;
}

export interface MyRoute {
  day: string;
  version: number | null;
  courier: { id: string; name: string; initials: string };
  shift: { id: string; starts_at: string; ends_at: string; state?: string } | null;
  stops: RouteStop[];
  back?: GoesBack[];
  ends_at: string | null;
  geometry?: LineString | null;
}

export interface PaidLine {
  clause: string;
  label: string;
  amount_minor: number;
  records: number;
  /** The clause in words; missing in what an older page kept, as are the records. */
  rule?: string;
  behind?: { kind: string; begins_at: string; ends_at: string; metres: number }[];
}

export interface PayOfSpan {
  online_s: number;
  drops: number;
  lines: PaidLine[];
  floor_minor: number;
  top_up_minor: number;
  premiums_minor: number;
  tips_minor: number;
  total_minor: number;
}

export interface MyPay {
  day: PayOfSpan;
  period: PayOfSpan;
  balance_minor: number;
  balance_s: number;
  policy_version: number | string;
  /** What was added to closed pay, or decided about a report; missing in what an older page kept. */
  added?: {
    at: string;
    amount_minor: number;
    message: string;
    note: string;
    is_posted: boolean;
  }[];
}

export interface EventIn {
  sequence: number;
  kind: string;
  order_id?: string;
  at: string;
  reason?: string;
  location?: LatLon;
}

export interface EventResult {
  sequence: number;
  result: 'applied' | 'duplicate' | 'waiting' | 'conflict';
  code?: string | null;
  message?: string | null;
}

export interface LiveEvent {
  seq: number;
  kind: string;
  day: string | null;
  at: string;
  subjects: Record<string, string>;
}

/** The best plan that a search has found so far. */
export interface PlanProgress {
  day: string;
  is_done: boolean;
  cost_s: number;
  num_unassigned: number;
  spread_minor: number | null;
}

export interface ProblemDocument {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  code?: string;
  errors?: { pointer: string; detail: string }[];
}

export interface CityFacts {
  name: string;
  attribution: string;
  bbox: [number, number, number, number];
  center: [number, number] | LatLon;
}
