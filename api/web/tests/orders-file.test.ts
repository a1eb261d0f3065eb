import { describe, expect, it } from 'vitest';
import { saysWhere, withField, type Reading } from '../src/storefront/orders-file';

const READING: Reading = {
  fields: ['reference', 'address', null],
  decimal_mark: '.',
  day_order: 'dmy',
};

describe('how a file is read', () => {
  it('gives a field to one column at a time', () => {
    expect(withField(READING, 2, 'address').fields).toEqual(['reference', null, 'address']);
    expect(withField(READING, 0, null).fields).toEqual([null, 'address', null]);
  });

  it('needs a column that says where to deliver', () => {
    expect(saysWhere(READING)).toBe(true);
    expect(saysWhere({ ...READING, fields: ['lat', 'weight_kg', null] })).toBe(false);
    expect(saysWhere({ ...READING, fields: ['lat', 'lon', null] })).toBe(true);
    expect(saysWhere({ ...READING, fields: ['city', 'postcode', null] })).toBe(false);
  });
});
