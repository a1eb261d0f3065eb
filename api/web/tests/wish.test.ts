import { describe, expect, it } from 'vitest';
import { momentOf } from '../src/shared/moments';
import { emptyWish, faultsOf, gramsOf, quoteBody } from '../src/storefront/wish';

const ZONE = 'Europe/Helsinki';
const clock = { speed: 1, now: () => new Date('2026-11-23T12:00:00Z') };

describe('a wish', () => {
  it.each([
    ['2', 2000],
    ['2,5', 2500],
    [' 0.8 ', 800],
    ['0', null],
    ['-1', null],
    ['1001', null],
    ['two', null],
    ['1e3', null],
  ])('reads the weight %j as %j grams', (text, grams) => {
    expect(gramsOf(text)).toBe(grams);
  });

  it('names what is missing', () => {
    const wish = { ...emptyWish(), when: 'between' as const, from: '15:00', to: '14:00' };

    expect([...faultsOf(wish)].toSorted()).toEqual(['between', 'delivery']);
  });

  it("means the co-op's clock, not the computer's: 14:30 in Helsinki is 12:30 UTC in winter", () => {
    expect(momentOf('2026-11-23', '14:30', ZONE)).toBe('2026-11-23T12:30:00.000Z');
  });

  it('stays right on the day the clock changes: 14:30 is 11:30 UTC that afternoon', () => {
    expect(momentOf('2026-03-29', '14:30', ZONE)).toBe('2026-03-29T11:30:00.000Z');
  });

  it('stays right in the hours before it changes, too: 02:30 is half past midnight UTC', () => {
    expect(momentOf('2026-03-29', '02:30', ZONE)).toBe('2026-03-29T00:30:00.000Z');
    expect(momentOf('2026-10-25', '02:30', ZONE)).toBe('2026-10-24T23:30:00.000Z');
  });

  it('may be for another day, as the windows that are offered instead are', () => {
    const tomorrow = { when: 'between' as const, day: '2026-11-24', from: '09:00', to: '09:30' };

    expect(quoteBody({ ...emptyWish(), ...tomorrow }, clock, ZONE).deliver_between).toEqual({
      from: '2026-11-24T07:00:00.000Z',
      to: '2026-11-24T07:30:00.000Z',
    });
  });

  it('sends no pickup for the own store and the location of a chosen suggestion', () => {
    const location = { lat: 60.1, lon: 24.9 };
    const found = { label: 'Bulevardi 3', location, kind: 'address', needs_pin: false };
    const wish = { ...emptyWish(), delivery: { text: 'Bulevardi 3', found } };

    expect(quoteBody(wish, clock, ZONE)).toEqual({
      delivery: { address: 'Bulevardi 3', location },
      parcels: [{ weight_g: 2000 }],
    });
  });

  it('sends words alone for a suggestion that the map is not sure of', () => {
    const location = { lat: 60.1, lon: 24.9 };
    const found = { label: 'Bulevardi', location, kind: 'street', needs_pin: true };
    const wish = { ...emptyWish(), delivery: { text: 'Bulevardi', found } };

    expect(quoteBody(wish, clock, ZONE).delivery).toEqual({ address: 'Bulevardi' });
  });
});
