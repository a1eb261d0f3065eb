import { describe, expect, it } from 'vitest';
import { courierBody, courierFaults, fieldsOf, initialsOf, skillsOf } from '../src/office/crew';
import { merge } from '../src/office/merge';
import { mondayOf, newFields, shiftBody, shiftFaults } from '../src/office/shifts';
import { dayAfter } from '../src/shared/moments';

describe('two changes of the same thing', () => {
  const base = { name: 'Ada', kilograms: '20', skills: 'cold' };

  it('are put together where they touch different fields', () => {
    const { merged, meanwhile } = merge(
      base,
      { ...base, name: 'Ada L.' },
      { ...base, skills: 'keys' },
    );

    expect(merged).toEqual({ name: 'Ada L.', kilograms: '20', skills: 'keys' });
    expect(meanwhile).toEqual([{ field: 'skills', before: 'cold', now: 'keys', mine: null }]);
  });

  it('leave what was typed here where they touch the same one', () => {
    const { merged, meanwhile } = merge(
      base,
      { ...base, kilograms: '25' },
      { ...base, kilograms: '30' },
    );

    expect(merged.kilograms).toBe('25');
    expect(meanwhile).toEqual([{ field: 'kilograms', before: '20', now: '30', mine: '25' }]);
  });

  it('are nothing to speak of where both say the same', () => {
    const both = { ...base, name: 'Ada L.' };

    expect(merge(base, both, both).meanwhile).toEqual([]);
  });
});

describe('a courier in the form', () => {
  const filled = { ...fieldsOf(null, 'ca'), name: ' Ada Lovelace ', initials: 'AL' };

  it('becomes a body in grams, cubic centimeters and thousandths', () => {
    const wanted = { ...filled, kilograms: '12,5', liters: '40', percent: '110', skills: 'Cold, ' };

    expect(courierFaults(wanted).size).toBe(0);
    expect(courierBody({ ...wanted, home: '60.17000, 24.94000' })).toEqual({
      name: 'Ada Lovelace',
      initials: 'AL',
      profile: 'bike',
      capacity_g: 12_500,
      capacity_cm3: 40_000,
      skills: ['cold'],
      time_permille: 1100,
      language: 'ca',
      home: { lat: 60.17, lon: 24.94 },
    });
  });

  it('says what is missing', () => {
    const wrong = { ...filled, name: ' ', initials: 'A B', kilograms: '0', percent: '20' };

    expect(courierFaults({ ...wrong, skills: 'kühl' })).toEqual(
      new Set(['name', 'initials', 'kilograms', 'percent', 'skills']),
    );
    expect(skillsOf('keys,keys')).toEqual(['keys']);
    expect(initialsOf('ada  king lovelace')).toBe('AK');
  });
});

describe('a shift in the form', () => {
  it('ends on the day after when it ends before it starts, by the clock of the co-op', () => {
    const fields = { ...newFields('c-1', '2026-03-28'), from: '20:00', to: '04:00' };

    expect(shiftBody(fields, 'Europe/Madrid')).toEqual({
      starts_at: '2026-03-28T19:00:00.000Z',
      ends_at: '2026-03-29T02:00:00.000Z',
      breaks: [],
    });
  });

  it('wants whole minutes of a break, and when it begins', () => {
    const fields = { ...newFields('c-1', '2026-03-02'), rest: '30' };

    expect(shiftFaults(fields)).toEqual(new Set(['rest']));
    const whole = { ...fields, rest_from: '10:00', rest_to: '11:00', rest_paid: 'no' };
    expect(shiftFaults(whole).size).toBe(0);
    expect(shiftBody(whole, 'UTC').breaks).toEqual([
      {
        window: { from: '2026-03-02T10:00:00.000Z', to: '2026-03-02T11:00:00.000Z' },
        duration_s: 1800,
        is_paid: false,
      },
    ]);
  });

  it('belongs to a week that begins on Monday', () => {
    expect(mondayOf('2026-03-01')).toBe('2026-02-23');
    expect(mondayOf('2026-03-02')).toBe('2026-03-02');
    expect(dayAfter('2026-02-28', 1)).toBe('2026-03-01');
  });
});
