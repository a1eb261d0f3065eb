import type { LatLon, ProfileName } from '../shared/wire';
import type { Fields } from './merge';

export interface Away {
  id: string;
  courier_id?: string;
  first_day: string;
  last_day: string;
}

/** Somebody who delivers, as the desk sees them. */
export interface CrewMember {
  id: string;
  name: string;
  initials: string;
  profile: ProfileName;
  capacity_g: number;
  capacity_cm3: number;
  skills: string[];
  home: LatLon | null;
  language: string;
  time_permille: number;
  is_active: boolean;
  etag: string;
  next_shift_at: string | null;
  absences: Away[];
}

export const PROFILES: readonly ProfileName[] = ['foot', 'bike', 'cargo_bike', 'e_van'];

export interface CourierFields extends Fields {
  name: string;
  initials: string;
  profile: string;
  kilograms: string;
  liters: string;
  skills: string;
  percent: string;
  language: string;
  home: string;
}

const NEW: CourierFields = {
  name: '',
  initials: '',
  profile: 'bike',
  kilograms: '20',
  liters: '80',
  skills: '',
  percent: '100',
  language: 'en',
  home: '',
};

const GRAMS = 1000;
const CM3 = 1000;
const PERMILLE = 10;

export function pointText(point: LatLon | null): string {
  return point === null ? '' : `${point.lat.toFixed(5)}, ${point.lon.toFixed(5)}`;
}

export function fieldsOf(one: CrewMember | null, language: string): CourierFields {
  if (one === null) return { ...NEW, language };
  return {
    name: one.name,
    initials: one.initials,
    profile: one.profile,
    kilograms: String(one.capacity_g / GRAMS),
    liters: String(one.capacity_cm3 / CM3),
    skills: one.skills.join(', '),
    percent: String(one.time_permille / PERMILLE),
    language: one.language,
    home: pointText(one.home),
  };
}

/** A whole number of thousandths that a person wrote ("2,5"); null outside of its bounds. */
export function thousandths(text: string, most: number): number | null {
  const clean = text.trim().replace(',', '.');
  if (!/^\d+(\.\d{1,3})?$/.test(clean)) return null;
  const value = Math.round(Number(clean) * 1000);
  return value >= 1 && value <= most * 1000 ? value : null;
}

export const HEAVIEST_KG = 2000;
export const LARGEST_L = 20_000;
const SKILL = /^[a-z0-9_-]{1,40}$/;

export function skillsOf(text: string): string[] | null {
  const found = text
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .filter(Boolean);
  return found.every((one) => SKILL.test(one)) ? [...new Set(found)] : null;
}

export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  return words
    .slice(0, 2)
    .map((word) => word.slice(0, 1).toUpperCase())
    .join('');
}

export type CourierFault = 'name' | 'initials' | 'kilograms' | 'liters' | 'skills' | 'percent';

export function courierFaults(fields: CourierFields): Set<CourierFault> {
  const faults = new Set<CourierFault>();
  if (fields.name.trim() === '') faults.add('name');
  if (!/^\S{1,4}$/.test(fields.initials.trim())) faults.add('initials');
  if (thousandths(fields.kilograms, HEAVIEST_KG) === null) faults.add('kilograms');
  if (thousandths(fields.liters, LARGEST_L) === null) faults.add('liters');
  if (skillsOf(fields.skills) === null) faults.add('skills');
  const percent = Number(fields.percent.replace(',', '.'));
  if (!(percent >= 50 && percent <= 300)) faults.add('percent');
  return faults;
}

/** The body that adds or changes a courier; expects fields without faults. */
export function courierBody(fields: CourierFields): Record<string, unknown> {
  const [lat, lon] = fields.home.split(',').map(Number);
  return {
    name: fields.name.trim(),
    initials: fields.initials.trim(),
    profile: fields.profile,
    capacity_g: thousandths(fields.kilograms, HEAVIEST_KG),
    capacity_cm3: thousandths(fields.liters, LARGEST_L),
    skills: skillsOf(fields.skills),
    time_permille: Math.round(Number(fields.percent.replace(',', '.')) * PERMILLE),
    language: fields.language,
    ...(fields.home === '' ? {} : { home: { lat, lon } }),
  };
}
