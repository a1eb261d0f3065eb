import { describe, expect, it } from 'vitest';
import { createFormats } from '../src/shared/formats';

const of = (currency: string) => createFormats({ language: 'en', timeZone: 'UTC', currency });

describe('an amount that somebody types', () => {
  it.each([
    ['2.50', 'EUR', 250],
    ['2,5', 'EUR', 250],
    ['−3', 'EUR', -300],
    ['-0.01', 'EUR', -1],
    ['120', 'JPY', 120],
  ])('%s in %s is %i minor units', (text, currency, minor) => {
    expect(of(currency).signedMinorOf(text)).toBe(minor);
  });

  it.each(['', 'five', '1.2.3', '0', '1e3', '+-2'])('%j is none', (text) => {
    expect(of('EUR').signedMinorOf(text)).toBeNull();
  });

  it('is not taken for another one where it has more digits than the currency', () => {
    // 1,234 may mean a thousand or one and a bit; 1.000 may, too.
    expect(['1,234', '1.000', '0.015'].map(of('EUR').signedMinorOf)).toEqual([null, null, null]);
    expect(of('JPY').minorOf('1.000')).toBeNull();
    expect(of('EUR').minorOf('1.00')).toBe(100);
  });
});
