import type { Vehicle } from '../console/vehicles';
import { HEAVIEST_KG, LARGEST_L, skillsOf, thousandths } from './crew';
import type { Fields } from './merge';

export interface VehicleFields extends Fields {
  name: string;
  profile: string;
  kilograms: string;
  liters: string;
  skills: string;
}

const NEW: VehicleFields = {
  name: '',
  profile: 'cargo_bike',
  kilograms: '90',
  liters: '400',
  skills: '',
};

export function fieldsOfVehicle(one: Vehicle | null): VehicleFields {
  if (one === null) return NEW;
  return {
    name: one.name,
    profile: one.profile,
    kilograms: String(one.capacity_g / 1000),
    liters: String(one.capacity_cm3 / 1000),
    skills: one.skills.join(', '),
  };
}

export type VehicleFault = 'name' | 'kilograms' | 'liters' | 'skills';

export function vehicleFaults(fields: VehicleFields): Set<VehicleFault> {
  const faults = new Set<VehicleFault>();
  if (fields.name.trim() === '') faults.add('name');
  if (thousandths(fields.kilograms, HEAVIEST_KG) === null) faults.add('kilograms');
  if (thousandths(fields.liters, LARGEST_L) === null) faults.add('liters');
  if (skillsOf(fields.skills) === null) faults.add('skills');
  return faults;
}

/** The body that adds or changes a vehicle; expects fields without faults. */
export const vehicleBody = (fields: VehicleFields): Record<string, unknown> => ({
  name: fields.name.trim(),
  profile: fields.profile,
  capacity_g: thousandths(fields.kilograms, HEAVIEST_KG),
  capacity_cm3: thousandths(fields.liters, LARGEST_L),
  skills: skillsOf(fields.skills),
});
