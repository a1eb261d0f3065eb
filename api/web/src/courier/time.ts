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
}

/** When I work and how, as the server knows it. */
export interface MyTime {
  shifts: OwnShift[];
  offered: { id: string; starts_at: string; ends_at: string; courier: string }[];
  absences: Absence[];
  ride: RideFacts;
}
