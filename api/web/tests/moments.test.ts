import { describe, expect, it } from 'vitest';
import { momentIn } from '../src/courier/time';
import { dayAfter, momentOf, momentWithin, workDayOf } from '../src/shared/moments';

const ZONE = 'Europe/Helsinki';

describe('moments of a form', () => {
  it.each([
    ['2026-03-29', '02:30', '2026-03-29T00:30:00.000Z'],
    ['2026-03-29', '05:00', '2026-03-29T02:00:00.000Z'],
    ['2026-10-25', '02:00', '2026-10-24T23:00:00.000Z'],
    ['2026-10-25', '05:00', '2026-10-25T03:00:00.000Z'],
    ['2026-07-01', '00:15', '2026-06-30T21:15:00.000Z'],
  ])('mean the clock of the place, also in the night it changes: %s %s', (day, time, moment) => {
    expect(momentOf(day, time, ZONE)).toBe(moment);
  });

  it('take the hour that is skipped for the one after it', () => {
    expect(momentOf('2026-03-29', '03:30', ZONE)).toBe('2026-03-29T01:30:00.000Z');
  });

  it('go on from day to day', () => {
    expect(dayAfter('2026-10-25', 1)).toBe('2026-10-26');
    expect(dayAfter('2026-03-01', -1)).toBe('2026-02-28');
  });

  it('belong to the night before until the day of work begins', () => {
    const coop = { time_zone: ZONE, day_begins: '04:00' };

    expect(workDayOf(new Date('2026-07-01T00:59:00Z'), coop)).toBe('2026-06-30');
    expect(workDayOf(new Date('2026-07-01T01:00:00Z'), coop)).toBe('2026-07-01');
    expect(workDayOf(new Date('2026-06-30T21:00:00Z'), { time_zone: ZONE })).toBe('2026-07-01');
  });

  it('of a day of work lie after midnight before the time at which it begins', () => {
    const day = { day: '2026-06-30', begins_at: '2026-06-30T01:00:00Z' };

    expect(momentWithin(day, '03:59', ZONE)).toBe('2026-07-01T00:59:00.000Z');
    expect(momentWithin(day, '04:00', ZONE)).toBe('2026-06-30T01:00:00.000Z');
    expect(momentWithin({ day: day.day }, '00:30', ZONE)).toBe('2026-06-29T21:30:00.000Z');
  });

  it('lie after midnight in a shift that goes on until then, and only there', () => {
    const night = { starts_at: '2026-07-01T17:00:00Z', ends_at: '2026-07-01T23:00:00Z' };
    const day = { starts_at: '2026-07-01T07:00:00Z', ends_at: '2026-07-01T13:00:00Z' };

    expect(momentIn(night, '23:30', ZONE)).toBe('2026-07-01T20:30:00.000Z');
    expect(momentIn(night, '01:30', ZONE)).toBe('2026-07-01T22:30:00.000Z');
    expect(momentIn(day, '09:00', ZONE)).toBe('2026-07-01T06:00:00.000Z');
  });
});
