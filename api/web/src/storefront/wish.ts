import type { Clock } from '../shared/clock';
import { dayOf, momentOf } from '../shared/moments';
import type { PlaceIn } from '../shared/wire';
import type { ChosenPlace } from './PlaceField';

/** One more door that something goes to. */
export interface Drop {
  delivery: ChosenPlace;
  note: string;
  kilograms: string;
}

/** The form as a person fills it in; texts stay texts until the quote is asked for. */
export interface Wish {
  pickup: ChosenPlace | null;
  delivery: ChosenPlace;
  more: Drop[];
  isTogether: boolean;
  note: string;
  contact: string;
  phone: string;
  parcels: { description: string; kilograms: string }[];
  when: 'now' | 'ready' | 'between' | 'slot';
  /** On which day between two times; empty: today. */
  day: string;
  slot: string;
  proof: Proof;
  ready: string;
  from: string;
  to: string;
  reference: string;
}

export const PROOFS = ['none', 'photo', 'signature', 'pin', 'id'] as const;
export type Proof = (typeof PROOFS)[number];

export const NO_PLACE: ChosenPlace = { text: '', found: null };

export function emptyWish(): Wish {
  return {
    pickup: null,
    delivery: NO_PLACE,
    more: [],
    isTogether: false,
    note: '',
    contact: '',
    phone: '',
    parcels: [{ description: '', kilograms: '2' }],
    when: 'now',
    day: '',
    slot: '',
    proof: 'none',
    ready: '',
    from: '',
    to: '',
    reference: '',
  };
}

export function emptyDrop(): Drop {
  return { delivery: NO_PLACE, note: '', kilograms: '2' };
}

export type Fault = 'pickup' | 'more' | 'delivery' | 'weight' | 'ready' | 'between' | 'slot';

const HEAVIEST_KG = 1000;

/** Grams of a weight as people write it ("2,5", "0.8"); null when it is not a weight. */
export function gramsOf(text: string): number | null {
  const clean = text.trim().replace(',', '.');
  if (!/^\d+(\.\d+)?$/.test(clean)) return null;
  const kilograms = Number(clean);
  return kilograms > 0 && kilograms <= HEAVIEST_KG ? Math.round(kilograms * 1000) : null;
}

export function faultsOf(wish: Wish): Set<Fault> {
  const faults = new Set<Fault>();
  if (wish.pickup !== null && wish.pickup.text.trim() === '') faults.add('pickup');
  if (wish.delivery.text.trim() === '') faults.add('delivery');
  if (wish.parcels.some(({ kilograms }) => gramsOf(kilograms) === null)) faults.add('weight');
  const isWhole = ({ delivery, kilograms }: Drop): boolean =>
    delivery.text.trim() !== '' && gramsOf(kilograms) !== null;
  if (!wish.more.every(isWhole)) faults.add('more');
  if (wish.when === 'ready' && wish.ready === '') faults.add('ready');
  if (wish.when === 'between' && !(wish.from !== '' && wish.to > wish.from)) faults.add('between');
  if (wish.when === 'slot' && wish.slot === '') faults.add('slot');
  return faults;
}

/** A place that the map is not sure of goes by its words alone, so that the answer says so. */
export function placeIn(place: ChosenPlace, more: Partial<PlaceIn> = {}): PlaceIn {
  return {
    address: place.text.trim(),
    ...(place.found && !place.found.needs_pin ? { location: place.found.location } : {}),
    ...more,
  };
}

/** The request for a quote; expects a wish without faults. */
export function quoteBody(wish: Wish, clock: Clock, timeZone: string): Record<string, unknown> {
  const today = dayOf(clock.now(), timeZone);
  const moment = (time: string, day = today): string => momentOf(day, time, timeZone);
  return {
    ...(wish.pickup ? { pickup: placeIn(wish.pickup) } : {}),
    delivery: placeIn(wish.delivery, {
      ...(wish.note ? { note: wish.note } : {}),
      ...(wish.contact ? { contact: wish.contact } : {}),
      ...(wish.phone ? { phone: wish.phone } : {}),
    }),
    parcels: wish.parcels.map(({ description, kilograms }) => ({
      ...(description ? { description } : {}),
      weight_g: gramsOf(kilograms) ?? 0,
    })),
    ...(wish.proof === 'none' ? {} : { proof: wish.proof }),
    ...(wish.when === 'slot' ? { slot_id: wish.slot } : {}),
    ...(wish.when === 'ready' ? { ready_at: moment(wish.ready) } : {}),
    ...(wish.when === 'between'
      ? {
          deliver_between: {
            from: moment(wish.from, wish.day || today),
            to: moment(wish.to, wish.day || today),
          },
        }
      : {}),
  };
}

/** The request for one quote for several doors; expects a wish without faults. */
export function consignmentBody(
  wish: Wish,
  clock: Clock,
  timeZone: string,
): Record<string, unknown> {
  const others = wish.more.map(({ delivery, note, kilograms }) => ({
    ...wish,
    delivery,
    note,
    contact: '',
    phone: '',
    parcels: [{ description: '', kilograms }],
  }));
  return {
    shipments: [wish, ...others].map((one) => quoteBody(one, clock, timeZone)),
    by: wish.isTogether ? 'one' : 'any',
  };
}
