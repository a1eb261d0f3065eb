import { describe, expect, it } from 'vitest';
import { apartBecause } from '../src/console/parts';
import { beforeAfterStep } from '../src/console/reorder';
import { AS_IT_IS, dayWith, questionOf, type WhatIfAsked } from '../src/console/what-if';
import { nameOfOrder, type Day, type Order } from '../src/shared/wire';

const moment = (time: string): string => `2026-11-23T${time}:00Z`;

describe('a question what a change would do', () => {
  it('is none while nothing is different, or a time is missing', () => {
    expect(questionOf(AS_IT_IS, moment)).toBeNull();
    expect(questionOf({ ...AS_IT_IS, like: 'c-1', from: '10:00' }, moment)).toBeNull();
    expect(questionOf({ ...AS_IT_IS, order: 'o-1', latest: '10:00' }, moment)).toBeNull();
  });

  it('says percent in thousandths and minutes in seconds', () => {
    const asked = questionOf({ ...AS_IT_IS, eps: '2.5', lambda: '1.5', slower: '30' }, moment);
    expect(asked).toEqual({ eps_permille: 25, lambda_s: 90, time_permille: 1300 });
  });

  it('names people, an order and the weather', () => {
    const form = { like: 'c-1', from: '10:00', to: '12:00', without: 'c-2', weather: 'snow' };
    const order = { order: 'o-1', earliest: '13:00', latest: '14:00' };
    expect(questionOf({ ...AS_IT_IS, ...form, ...order }, moment)).toEqual({
      more: [{ like_courier_id: 'c-1', from: moment('10:00'), to: moment('12:00') }],
      fewer: ['c-2'],
      windows: [{ order_id: 'o-1', window: { from: moment('13:00'), to: moment('14:00') } }],
      weather: 'snow',
    });
  });

  it('shows whoever would be one more first, with the hours that were asked for', () => {
    const shift = { starts_at: moment('08:00'), ends_at: moment('16:00') };
    const day = { couriers: [{ id: 'c-1', name: 'Aino', shift }] } as unknown as Day;
    const window = { from: moment('10:00'), to: moment('12:00') };
    const more = [{ courier_id: 'what-if-1', like_courier_id: 'c-1', window }];
    const asked = { supposed: { more } } as unknown as WhatIfAsked;
    const [first, second] = dayWith(day, asked, (n) => `One more (${n})`).couriers;
    expect(first).toMatchObject({
      id: 'what-if-1',
      name: 'One more (1)',
      initials: '+1',
      shift: { starts_at: window.from, ends_at: window.to },
    });
    expect(second?.id).toBe('c-1');
  });
});

describe('a stop one step earlier or later', () => {
  const stops = ['a', 'b', 'c'].map((id) => ({ order_id: id, stop: 'delivery' as const }));
  const [a, b, c] = stops as [(typeof stops)[0], (typeof stops)[0], (typeof stops)[0]];

  it('comes before its neighbor, or at the end', () => {
    expect(beforeAfterStep(stops, b, -1)).toEqual(a);
    expect(beforeAfterStep(stops, a, 1)).toEqual(c);
    expect(beforeAfterStep(stops, b, 1)).toBeNull();
  });

  it('goes nowhere beyond the first and the last, and not when it is not there', () => {
    expect(beforeAfterStep(stops, a, -1)).toBeUndefined();
    expect(beforeAfterStep(stops, c, 1)).toBeUndefined();
    expect(beforeAfterStep(stops, { ...a, stop: 'pickup' }, 1)).toBeUndefined();
  });
});

describe('orders in parts and together', () => {
  const place = (lat: number) => ({ address: 'A', location: { lat, lon: 24 } });
  const order = (id: string, from: number, to: number, part?: Order['part']): Order => ({
    id,
    reference: id,
    storefront: { id: 's', name: 'S' },
    state: 'placed',
    pickup: place(from),
    delivery: place(to),
    parcels: [],
    weight_g: 0,
    fee: { total_minor: 0, currency: 'EUR' },
    promise: { from: '', to: '' },
    placed_at: '',
    needs_attention: [],
    ...(part ? { part } : {}),
  });

  it('needs a shop or a door in common, and different orders', () => {
    expect(apartBecause([order('a', 1, 2)])).toBe('together_few');
    expect(apartBecause([order('a', 1, 2), order('b', 1, 3)])).toBeNull();
    expect(apartBecause([order('a', 1, 3), order('b', 2, 3)])).toBeNull();
    expect(apartBecause([order('a', 1, 2), order('b', 3, 4)])).toBe('together_none');
    const parts = [1, 2].map((number) =>
      order(`p${number}`, 1, 2, { whole_id: 'p1', number, of: 2 }),
    );
    expect(apartBecause(parts)).toBe('together_parts');
  });

  it('calls a part by its number', () => {
    const part = order('1042', 1, 2, { whole_id: 'w', number: 2, of: 3 });
    expect(nameOfOrder(part)).toBe('1042 (2/3)');
    expect(nameOfOrder(order('1042', 1, 2))).toBe('1042');
  });
});
