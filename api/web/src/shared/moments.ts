const DAY_MS = 86_400_000;

/** How far a time zone's clocks are ahead of UTC. */
function offsetAt(moment: number, timeZone: string): number {
  const shown = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(moment);
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - moment;
}

/**
 * A moment of a day in the co-op's own time zone, from what a form says; of the hour that clocks
 * skip in spring, the moment an hour later by the clock.
 */
export function momentOf(day: string, time: string, timeZone: string): string {
  const guess = Date.parse(`${day}T${time}:00Z`);
  const near = guess - offsetAt(guess, timeZone);
  return new Date(guess - offsetAt(near, timeZone)).toISOString();
}

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
