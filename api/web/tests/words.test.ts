import { describe, expect, it } from 'vitest';
import { createFormats } from '../src/shared/formats';
import { createWords, directionOf, pickLanguage } from '../src/shared/words';

const HELSINKI = { timeZone: 'Europe/Helsinki', currency: 'EUR' };

describe('words', () => {
  it('choose the plural form by the number n and write it as the language does', () => {
    const catalog = { stops: { one: '{n} stop', other: '{n} stops' } };
    const words = createWords<'stops'>('de', catalog, HELSINKI);

    expect(words.t('stops', { n: 1 })).toBe('1 stop');
    expect(words.t('stops', { n: 1234 })).toBe('1.234 stops');
  });

  it('leave a name without a value visible instead of dropping it', () => {
    const words = createWords<'at'>('en', { at: 'at {time}' }, HELSINKI);

    expect(words.t('at')).toBe('at {time}');
  });

  it('take the first wish that we speak, whatever its region', () => {
    expect(pickLanguage([null, 'pt-BR', 'CA-es', 'en'])).toBe('ca');
    expect(pickLanguage(['pt', 'fi'])).toBe('en');
  });

  it('run from right to left for Arabic only', () => {
    expect([directionOf('ar'), directionOf('de')]).toEqual(['rtl', 'ltr']);
  });
});

describe('formats', () => {
  const formats = createFormats({ language: 'en', ...HELSINKI });

  it("show times of the co-op's zone, two hours ahead of UTC in winter, three in summer", () => {
    expect(formats.time('2026-11-23T12:05:00Z')).toBe('14:05');
    expect(formats.time('2026-07-01T12:05:00Z')).toBe('15:05');
  });

  it('divide minor units by what the currency has: 100 for EUR, 1 for JPY', () => {
    const yen = createFormats({ language: 'en', timeZone: 'UTC', currency: 'JPY' });

    expect(formats.money(1234)).toBe('€12.34');
    expect(yen.money(1234)).toBe('JP¥1,234');
  });

  it('write hours and minutes without rounding to the next hour', () => {
    expect(formats.hours(15_000)).toBe('4:10');
    expect(formats.hours(7_199)).toBe('2:00');
    expect(formats.hours(-900)).toBe('−0:15');
  });

  it('say of what is there but less than half a minute that it is less than one', () => {
    expect([0, 20, 40].map(formats.minutes)).toEqual(['0 min', '< 1 min', '1 min']);
  });

  it('weigh a letter in grams', () => {
    expect([40, 900, 0].map(formats.weight)).toEqual(['40 g', '0.9 kg', '0 kg']);
  });

  it('say on which day a span is, unless that is today', () => {
    const span = { from: '2026-11-23T22:30:00Z', to: '2026-11-23T23:00:00Z' };

    expect(formats.spanOn(span, '2026-11-24')).toBe('00:30–01:00');
    expect(formats.spanOn(span, '2026-11-23')).toBe('Tue 24 Nov 00:30–01:00');
  });

  it('never write minus zero', () => {
    expect(formats.signedMinutes(-20)).toBe('0 min');
    expect(formats.signedHours(-20)).toBe('0:00');
  });

  it('write hours too from two hours on: 248 minutes are 4 hours and 8 minutes', () => {
    expect(formats.minutes(119 * 60)).toBe('119 min');
    expect(formats.minutes(248 * 60)).toBe('4 hr 8 min');
    expect(formats.signedMinutes(-248 * 60)).toBe('−4 hr 8 min');
    expect(formats.signedHours(1531 * 60)).toBe('+25:31');
  });

  it('change from metres to kilometres at 1 km', () => {
    expect(formats.distance(994)).toBe('990 m');
    expect(formats.distance(1_249)).toBe('1.2 km');
  });
});
