/** A clause of the rules as the server says it. */
export interface Rule {
  clause: string;
  value: unknown;
  text: string;
}

export type Vote = 'yes' | 'no' | 'abstain';
export const VOTES: readonly Vote[] = ['yes', 'no', 'abstain'];

/** A change of the rules that members vote on. */
export interface Proposal {
  id: string;
  reason: string;
  valid_from: string;
  opened_at: string;
  closes_at: string;
  state: 'open' | 'adopted' | 'rejected' | 'no_quorum' | 'lapsed';
  message: string;
  is_secret: boolean;
  num_electors: number;
  num_cast: number;
  count: Record<Vote, number> | null;
  quorum_percent: number;
  has_voted: boolean;
  my_vote: Vote | null;
  may_vote: boolean;
  changes: { clause: string; text: string }[];
}

/** What somebody typed as the value of a clause: a number, yes or no as JSON has them, or a word. */
export function valueOf(text: string): unknown {
  const trimmed = text.trim();
  try {
    return JSON.parse(trimmed) as unknown;
  } catch {
    return trimmed;
  }
}

/** How the value of a clause is written in the field in which it is changed. */
export function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
