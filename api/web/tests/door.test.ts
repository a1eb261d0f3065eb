import { describe, expect, it } from 'vitest';
import { readPoint, writePoint } from '../src/console/door';

describe('a point as text', () => {
  it('is read with a comma, a semicolon or a space, as maps write it', () => {
    const expected = { lat: 60.1699, lon: 24.9384 };
    for (const text of ['60.1699, 24.9384', '60.1699;24.9384', ' 60.1699 24.9384 ']) {
      expect(readPoint(text)).toEqual(expected);
    }
    expect(readPoint('-33.9,-70')).toEqual({ lat: -33.9, lon: -70 });
  });

  it('is nothing when it is no latitude and longitude', () => {
    for (const text of ['', '60.1', 'a, b', '91, 24', '60, 181', '60.1, 24.9, 3', '6e1, 2']) {
      expect(readPoint(text)).toBeNull();
    }
  });

  it('is written so that it is read as the same point', () => {
    const point = { lat: 60.169857, lon: 24.938379 };
    expect(readPoint(writePoint(point))).toEqual(point);
  });
});
