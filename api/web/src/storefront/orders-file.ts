/** Files of many orders, as the API tells of them. */

export const FIELDS = [
  'reference',
  'address',
  'street',
  'house_number',
  'postcode',
  'city',
  'location',
  'lat',
  'lon',
  'contact',
  'phone',
  'note',
  'description',
  'num_parcels',
  'weight_kg',
  'weight_g',
  'volume_l',
  'day',
  'from',
  'to',
  'window',
  'ready',
  'pickup',
  'proof',
] as const;
export type Field = (typeof FIELDS)[number];

export interface Reading {
  fields: (Field | null)[];
  decimal_mark: string;
  day_order: string;
}

export interface OrdersFile {
  id: string;
  name: string;
  state: 'draft' | 'running' | 'done' | 'stopped';
  columns: { name: string; field: Field | null; samples: string[] }[];
  decimal_mark: string;
  day_order: string;
  num_rows: number;
  num_done: number;
  num_booked: number;
  num_refused: number;
  num_known: number;
}

export interface FileRow {
  number: number;
  cells: string[];
  order: {
    address: string;
    needs_pin: boolean;
    window: { from: string; to: string };
    weight_g: number;
    fee: { total_minor: number };
  } | null;
  reasons: { code: string; message: string }[];
}

export const readingOf = (file: OrdersFile): Reading => ({
  fields: file.columns.map(({ field }) => field),
  decimal_mark: file.decimal_mark,
  day_order: file.day_order,
});

/** The same reading with one column holding something else; no two hold the same. */
export const withField = (reading: Reading, at: number, field: Field | null): Reading => ({
  ...reading,
  fields: reading.fields.map((one, column) =>
    column === at ? field : field !== null && one === field ? null : one,
  ),
});

/** Whether a column says where to deliver; without one there is nothing to look at. */
export const saysWhere = ({ fields }: Reading): boolean =>
  (['address', 'street', 'location'] as const).some((field) => fields.includes(field)) ||
  (fields.includes('lat') && fields.includes('lon'));

export const isOver = ({ state }: OrdersFile): boolean => state === 'done' || state === 'stopped';
