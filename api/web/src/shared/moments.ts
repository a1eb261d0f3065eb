/** A moment of a day in the co-op's own time zone, from what a form says. */
export function momentOf(day: string, time: string, timeZone: string): string {
  const guess = new Date(`${day}T${time}:00Z`);
  const shown = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(guess);
  const offset = Date.parse(`${shown.replace(' ', 'T')}Z`) - guess.getTime();
  return new Date(guess.getTime() - offset).toISOString();
}
