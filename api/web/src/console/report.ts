import type { Day } from '../shared/wire';
import { csvLines } from './csv';
import { isServed, latenessOf } from './derive';

export interface DayReport {
  delivered: number;
  open: number;
  failed: number;
  canceled: number;
  /** Deliveries that were made, and those of them within their window. */
  made: number;
  onTime: number;
  distanceM: number;
  motorM: number;
  payMinor: number;
  topUpMinor: number;
  couriers: {
    id: string;
    name: string;
    stops: number;
    minutes: number;
    distanceM: number;
    payMinor: number;
    topUpMinor: number;
    balanceMinor: number;
    /** Pay per hour of the agreed shift; null without one. */
    perHourMinor: number | null;
  }[];
}

const HOUR_MS = 3_600_000;

/** What a day amounts to: volume, punctuality, way, pay, and each courier's part. */
export function reportOf(day: Day): DayReport {
  const count = (...states: string[]): number =>
    day.orders.filter(({ state }) => states.includes(state)).length;
  const made = (day.plan?.routes ?? [])
    .flatMap(({ stops }) => stops)
    .filter((stop) => isServed(stop) && stop.kind === 'delivery' && stop.state === 'done');
  const rows = day.plan?.figures.couriers ?? [];
  const couriers = day.couriers.map((courier) => {
    const row = rows.find(({ courier_id }) => courier_id === courier.id);
    const hours =
      (Date.parse(courier.shift.ends_at) - Date.parse(courier.shift.starts_at)) / HOUR_MS;
    const payMinor = row?.pay_minor ?? 0;
    return {
      id: courier.id,
      name: courier.name,
      profile: courier.profile,
      stops: row?.stops ?? 0,
      minutes: row?.minutes ?? 0,
      distanceM: row?.distance_m ?? 0,
      payMinor,
      topUpMinor: row?.top_up_minor ?? 0,
      balanceMinor: row?.balance_minor ?? 0,
      perHourMinor: hours > 0 ? Math.round(payMinor / hours) : null,
    };
  });
  const sum = (value: (one: (typeof couriers)[number]) => number): number =>
    couriers.reduce((total, one) => total + value(one), 0);
  return {
    delivered: count('delivered'),
    open: count('placed', 'assigned', 'picked_up'),
    failed: count('failed', 'returned'),
    canceled: count('canceled'),
    made: made.length,
    onTime: made.filter((stop) => latenessOf(stop) === 0).length,
    distanceM: sum(({ distanceM }) => distanceM),
    motorM: sum(({ profile, distanceM }) => (profile === 'e_van' ? distanceM : 0)),
    payMinor: sum(({ payMinor }) => payMinor),
    topUpMinor: sum(({ topUpMinor }) => topUpMinor),
    couriers,
  };
}

/** Grams of CO2 that a diesel van would have put out on the way that was ridden. */
export function savedGrams(report: DayReport, gramsPerKm: number): number {
  return Math.round(((report.distanceM - report.motorM) / 1000) * gramsPerKm);
}

/** Each courier's line as CSV; metres and minor units. */
export function reportCsv(report: DayReport): string {
  return csvLines([
    [
      'courier',
      'stops',
      'minutes',
      'distance_m',
      'pay_minor',
      'top_up_minor',
      'balance_minor',
      'pay_per_hour_minor',
    ],
    ...report.couriers.map((one) => [
      one.name,
      String(one.stops),
      String(one.minutes),
      String(one.distanceM),
      String(one.payMinor),
      String(one.topUpMinor),
      String(one.balanceMinor),
      one.perHourMinor === null ? '' : String(one.perHourMinor),
    ]),
  ]);
}
