import { dayAfter, dayOf, momentOf } from '../shared/moments';
import type { Weekday } from '../shared/weekdays';
import type { ProfileName } from '../shared/wire';

export interface OwnShift {
  id: string;
  starts_at: string;
  ends_at: string;
  state: 'agreed' | 'begun' | 'ended' | 'canceled';
  profile: ProfileName;
  care: { begins_at: string; ends_at: string }[];
  is_offered: boolean;
}

export interface Absence {
  id: string;
  first_day: string;
  last_day: string;
}

/** Hours of a weekday by the co-op's clock; when they end no later, on the next day. */
export interface WeekHours {
  weekday: Weekday;
  from: string;
  to: string;
}

export interface UsualWeek {
  valid_from: string;
  hours: WeekHours[];
}

export interface RideFacts {
  profile: ProfileName;
  capacity_g: number;
  capacity_cm3: number;
  max_climb_m: number | null;
  has_heights: boolean;
}

/** When I work and how, as the server knows it. */
export interface MyTime {
  shifts: OwnShift[];
  offered: { id: string; starts_at: string; ends_at: string; courier: string }[];
  absences: Absence[];
  /** What holds now, and what will from later days on; not in what phones kept before there was any. */
  availability?: UsualWeek[];
  ride: RideFacts;
}

/** A time by the clock in a shift: after midnight if it is before the start and still in the shift. */
export function momentIn(
  shift: Pick<OwnShift, 'starts_at' | 'ends_at'>,
  time: string,
  timeZone: string,
): string {
  const day = dayOf(new Date(shift.starts_at), timeZone);
  const early = momentOf(day, time, timeZone);
  const late = momentOf(dayAfter(day, 1), time, timeZone);
  const isNight =
    Date.parse(early) < Date.parse(shift.starts_at) &&
    Date.parse(late) <= Date.parse(shift.ends_at);
  return isNight ? late : early;
}
