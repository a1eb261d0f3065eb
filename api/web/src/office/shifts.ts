import type { ProfileName } from '../shared/wire';
import { clockOf, dayAfter, dayOf, momentOf } from '../shared/moments';
import { WEEKDAYS, type Weekday } from '../shared/weekdays';
import { HEAVIEST_KG, LARGEST_L, thousandths, type Away } from './crew';
import type { Fields } from './merge';

export interface DeskShift {
  id: string;
  courier_id: string;
  day: string;
  starts_at: string;
  ends_at: string;
  state: 'agreed' | 'begun' | 'ended';
  profile: ProfileName;
  capacity_g: number;
  capacity_cm3: number;
  breaks: { window: { from: string; to: string }; duration_s: number; is_paid: boolean }[];
  care: { begins_at: string; ends_at: string }[];
  is_offered: boolean;
  etag: string;
}

export interface Stretch {
  begins_at: string;
  ends_at: string;
}

/** A courier's usual week, by the co-op's clock. */
export interface TheirWeek {
  courier_id: string;
  valid_from: string;
  hours: { weekday: Weekday; from: string; to: string }[];
}

export interface Roster {
  first_day: string;
  last_day: string;
  shifts: DeskShift[];
  absences: Away[];
  /** What couriers said, those of one in the order from which day it holds. */
  availability: TheirWeek[];
  /** Shifts that are not in those hours, and the parts of them. */
  outside: { shift_id: string; parts: Stretch[] }[];
}

/** In which hours of a day somebody said they can work; null: they said nothing of that day. */
export function hoursOn(roster: Roster, courier: string, day: string): string[] | null {
  const week = roster.availability.findLast(
    ({ courier_id, valid_from }) => courier_id === courier && valid_from <= day,
  );
  const weekday = WEEKDAYS[(new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7];
  return (
    week?.hours.filter((one) => one.weekday === weekday).map(({ from, to }) => `${from}–${to}`) ??
    null
  );
}

/** What a change of a shift does to its day. */
export interface ShiftEffect {
  shift: DeskShift | null;
  day: string;
  online_s: number;
  to_give: { id: string; reference: string; address: string }[];
  num_unassigned: number;
  /** Parts of the shift in which its courier did not say that they can work. */
  outside: Stretch[];
}

export interface ShiftFields extends Fields {
  courier: string;
  day: string;
  from: string;
  to: string;
  /** Empty: as usual. */
  profile: string;
  kilograms: string;
  liters: string;
  /** Minutes; empty: no break. */
  rest: string;
  rest_from: string;
  rest_to: string;
  rest_paid: string;
}

export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  return dayAfter(day, -((weekday + 6) % 7));
}

export function newFields(courier: string, day: string): ShiftFields {
  return {
    courier,
    day,
    from: '09:00',
    to: '13:00',
    profile: '',
    kilograms: '',
    liters: '',
    rest: '',
    rest_from: '',
    rest_to: '',
    rest_paid: 'yes',
  };
}

export function fieldsOfShift(shift: DeskShift, timeZone: string): ShiftFields {
  const rest = shift.breaks[0];
  return {
    courier: shift.courier_id,
    day: dayOf(new Date(shift.starts_at), timeZone),
    from: clockOf(shift.starts_at, timeZone),
    to: clockOf(shift.ends_at, timeZone),
    profile: shift.profile,
    kilograms: String(shift.capacity_g / 1000),
    liters: String(shift.capacity_cm3 / 1000),
    rest: rest ? String(rest.duration_s / 60) : '',
    rest_from: rest ? clockOf(rest.window.from, timeZone) : '',
    rest_to: rest ? clockOf(rest.window.to, timeZone) : '',
    rest_paid: rest?.is_paid === false ? 'no' : 'yes',
  };
}

export type ShiftFault = 'courier' | 'hours' | 'capacity' | 'rest';

export function shiftFaults(fields: ShiftFields): Set<ShiftFault> {
  const faults = new Set<ShiftFault>();
  if (fields.courier === '') faults.add('courier');
  if (fields.day === '' || fields.from === '' || fields.to === '' || fields.from === fields.to)
    faults.add('hours');
  const hasRide = fields.profile !== '';
  const grams = thousandths(fields.kilograms, HEAVIEST_KG);
  if (hasRide && (grams === null || thousandths(fields.liters, LARGEST_L) === null))
    faults.add('capacity');
  const minutes = Number(fields.rest);
  const isRest = fields.rest_from !== '' && fields.rest_to !== '';
  if (
    fields.rest !== '' &&
    !(Number.isInteger(minutes) && minutes >= 1 && minutes <= 720 && isRest)
  )
    faults.add('rest');
  return faults;
}

/** The body that agrees on or changes a shift; one that ends before it starts ends the next day. */
export function shiftBody(fields: ShiftFields, timeZone: string): Record<string, unknown> {
  const at = (clock: string): string =>
    momentOf(clock < fields.from ? dayAfter(fields.day, 1) : fields.day, clock, timeZone);
  return {
    starts_at: at(fields.from),
    ends_at: at(fields.to),
    ...(fields.profile === ''
      ? {}
      : {
          ride: {
            profile: fields.profile,
            capacity_g: thousandths(fields.kilograms, HEAVIEST_KG),
            capacity_cm3: thousandths(fields.liters, LARGEST_L),
          },
        }),
    breaks:
      fields.rest === ''
        ? []
        : [
            {
              window: { from: at(fields.rest_from), to: at(fields.rest_to) },
              duration_s: Number(fields.rest) * 60,
              is_paid: fields.rest_paid === 'yes',
            },
          ],
  };
}
