const DAY_MS = 86_400_000;

/** The day that it is at a moment in a time zone. */
export function dayOf(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(at);
}

export function clockOf(at: string | Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, timeStyle: 'short' }).format(new Date(at));
}

/** The co-op's day of work at a moment: the night before it begins is of the day before. */
export function workDayOf(at: Date, coop: { time_zone: string; day_begins?: string }): string {
  const day = dayOf(at, coop.time_zone);
  const isBefore = clockOf(at, coop.time_zone) < (coop.day_begins ?? '');
  return isBefore ? dayAfter(day, -1) : day;
}

/** By how much the clocks of a zone are ahead of UTC at a moment. */
function aheadMs(at: number, timeZone: string): number {
  const shown = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at);
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - at;
}

/**
 * A moment of a day in the co-op's own time zone, from what a form says; of the hour that clocks
 * skip in spring, the moment an hour later by the clock.
 */
export function momentOf(day: string, time: string, timeZone: string): string {
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  const guess = asUtc - aheadMs(asUtc, timeZone);
  // Ask again at the guess: the clocks may change in between.
  return new Date(asUtc - aheadMs(guess, timeZone)).toISOString();
}

export interface DayOfWork {
  day: string;
  /** Its first moment, which may be hours after midnight. */
  begins_at?: string;
}

/** A moment of a day of work that a form names by its time: after midnight if before its begin. */
export function momentWithin(
  { day, begins_at }: DayOfWork,
  time: string,
  timeZone: string,
): string {
  const isNight = begins_at !== undefined && time < clockOf(begins_at, timeZone);
  return momentOf(isNight ? dayAfter(day, 1) : day, time, timeZone);
}

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
