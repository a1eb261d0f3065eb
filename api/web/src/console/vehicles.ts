import type { ProfileName } from '../shared/wire';

/** A shift that has a vehicle. */
export interface VehicleUse {
  shift_id: string;
  courier_id: string;
  starts_at: string;
  ends_at: string;
  state: 'agreed' | 'begun' | 'ended';
}

/** A vehicle of the co-op. */
export interface Vehicle {
  id: string;
  name: string;
  profile: ProfileName;
  capacity_g: number;
  capacity_cm3: number;
  skills: string[];
  broken_since: string | null;
  back_on: string | null;
  is_active: boolean;
  etag: string;
  shifts: VehicleUse[];
}

interface Hours {
  id: string;
  starts_at: string;
  ends_at: string;
}

/** Whether a shift could have a vehicle: it runs, and nobody else has it then. */
export const isFreeFor = (vehicle: Vehicle, shift: Hours): boolean =>
  vehicle.is_active &&
  vehicle.broken_since === null &&
  vehicle.shifts.every(
    (use) =>
      use.shift_id === shift.id ||
      Date.parse(use.ends_at) <= Date.parse(shift.starts_at) ||
      Date.parse(shift.ends_at) <= Date.parse(use.starts_at),
  );
