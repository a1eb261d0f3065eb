/** What a form holds, as texts. */
export type Fields = Record<string, string>;

/** A field that somebody else has changed meanwhile; what was typed here, if anything was. */
export interface Meanwhile {
  field: string;
  before: string;
  now: string;
  mine: string | null;
}

/**
 * Puts two changes of the same thing together: what was typed here stays, and what only the other
 * one changed is taken over.
 */
export function merge<F extends Fields>(
  base: F,
  mine: F,
  theirs: F,
): { merged: F; meanwhile: Meanwhile[] } {
  const merged: Fields = { ...mine };
  const meanwhile: Meanwhile[] = [];
  for (const [field, before] of Object.entries(base)) {
    const now = theirs[field] ?? '';
    if (now === before || now === mine[field]) continue;
    const isMine = mine[field] !== before;
    if (!isMine) merged[field] = now;
    meanwhile.push({ field, before, now, mine: isMine ? (mine[field] ?? '') : null });
  }
  return { merged: merged as F, meanwhile };
}
