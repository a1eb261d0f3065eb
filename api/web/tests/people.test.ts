import { describe, expect, it } from 'vitest';
import { minorOf } from '../src/people/people';

describe('an amount that somebody types', () => {
  it.each([
    ['2.50', 'EUR', 250],
    ['2,5', 'EUR', 250],
    ['−3', 'EUR', -300],
    ['+0.015', 'EUR', 2],
    ['120', 'JPY', 120],
  ])('%s in %s is %i minor units', (text, currency, minor) => {
    expect(minorOf(text, currency)).toBe(minor);
  });

  it.each(['', 'five', '1.2.3', '0', '1e3'])('%j is none', (text) => {
    expect(minorOf(text, 'EUR')).toBeNull();
  });
});
