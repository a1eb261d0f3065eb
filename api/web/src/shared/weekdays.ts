/** Weekdays as the server names them. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Noon in Greenwich of a day that is the first, second ... of a week, to be named in any language. */
export function weekdayAt(index: number): Date {
  return new Date(Date.UTC(2024, 0, 1 + index, 12));
}
