import { saveBlob } from '../shared/save';

/** Numbers may begin with a sign; any other text that a spreadsheet would take for a formula may not. */
const IS_FORMULA = /^[=+\-@\t\r](?!\d+(\.\d+)?$)/;

const cell = (value: string): string => {
  const text = IS_FORMULA.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Rows as CSV (RFC 4180). */
export function csvLines(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

/** Lets the browser save a text as a file. */
export function saveCsv(text: string, name: string): void {
  saveBlob(new Blob([text], { type: 'text/csv;charset=utf-8' }), name);
}
