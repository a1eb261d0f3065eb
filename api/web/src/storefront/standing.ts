import { weekdayAt } from '../shared/weekdays';
import type { LatLon } from '../shared/wire';

/** Orders that come again and again, as the server tells of them. */

export type DayState = 'to_come' | 'ordered' | 'missed' | 'skipped';

export interface StandingDay {
  day: string;
  state: DayState;
  order_id: string | null;
  reason: { code: string; message: string } | null;
}

interface WishedPlace {
  address: string | null;
  location: LatLon | null;
  note: string;
  contact: string;
  phone: string;
}

export interface StandingOrder {
  id: string;
  storefront_id: string;
  version: number;
  state: 'active' | 'paused' | 'ended';
  rule: string;
  from: string;
  to: string;
  reference: string;
  address: string;
  ready_at: string;
  ends_on: string | null;
  delivery: WishedPlace;
  pickup: WishedPlace | null;
  proof: string;
  parcels: { description: string; weight_g: number; volume_cm3: number }[];
  days: StandingDay[];
}

export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** The rule of some weekdays, in their order. */
export function weeklyRule(days: ReadonlySet<Weekday>): string {
  return `FREQ=WEEKLY;BYDAY=${WEEKDAYS.filter((day) => days.has(day)).join(',')}`;
}

/** The weekdays of a rule that says nothing else; null for any other rule. */
export function weekdaysOf(rule: string): Weekday[] | null {
  const named = /^FREQ=WEEKLY;BYDAY=([A-Z,]+)$/.exec(rule)?.[1]?.split(',') ?? [];
  const known = WEEKDAYS.filter((day) => named.includes(day));
  return known.length > 0 && known.length === named.length ? known : null;
}

/** A day of the week with that name, to be written in any language. */
export function dayNamed(weekday: Weekday): Date {
  return weekdayAt(WEEKDAYS.indexOf(weekday));
}
