/** The API's JSON that only the console reads. */
import type { ProfileName } from '../shared/wire';

/** What somebody decided about a day's plan. */
export interface PlanDecision {
  seq: number;
  at: string;
  author: string;
  kind: string;
  step: 'undo' | 'redo' | null;
  version: number | null;
  order_id: string | null;
  courier_id: string | null;
  reason: string;
}

export interface DayHistory {
  decisions: PlanDecision[];
  can_undo: boolean;
  can_redo: boolean;
}

/** A delivery that will be late, or at another time than the plan says. */
export interface Foreseen {
  order_id: string;
  courier_id: string;
  planned_at: string;
  expected_at: string;
  latest: string | null;
  lateness_s: number;
}

/** What is different on the streets for a while. */
export interface StreetOverlay {
  id: string;
  streets: string[];
  area: { type: 'Polygon'; coordinates: number[][][] } | null;
  weather: string | null;
  is_closed: boolean;
  time_permille: number | null;
  ends_at: string | null;
  note: string;
  is_in_force: boolean;
}

/** What a courier goes on with. */
export interface NewRide {
  profile: ProfileName;
  capacity_g: number;
  capacity_cm3: number;
  /** Which vehicle of the co-op that is. */
  vehicle_id?: string;
}

/** What becomes of a courier's orders when their vehicle is out. */
export interface BrokenDown {
  keeps: string[];
  to_fetch: string[];
  to_replan: string[];
}

/** What went wrong, with the digests of its pictures. */
export interface Incident {
  id: string;
  happened_at: string;
  text: string;
  order_id: string | null;
  courier_id: string | null;
  author: string;
  photos: string[];
}
