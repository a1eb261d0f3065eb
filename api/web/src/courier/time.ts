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
  ride: RideFacts;
}

/** A moment of a day in the co-op's own time zone, from what a form says. */
export function momentOf(day: string, time: string, timeZone: string): string {
  const guess = new Date(`${day}T${time}:00Z`);
  const shown = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(guess);
  const offset = Date.parse(`${shown.replace(' ', 'T')}Z`) - guess.getTime();
  return new Date(guess.getTime() - offset).toISOString();
}
