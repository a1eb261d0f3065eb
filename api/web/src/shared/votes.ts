/** A clause of the rules as the server says it. */
export interface Rule {
  clause: string;
  value: unknown;
  text: string;
}

export type Vote = 'yes' | 'no' | 'abstain';
export const VOTES: readonly Vote[] = ['yes', 'no', 'abstain'];

export interface Member {
  id: string;
  name: string;
}

/** Whose vote is in whose hands; without a proposal on all. */
export interface Delegation {
  id: string;
  member: Member;
  to: Member;
  proposal_id: string | null;
}

/** What I have to do with votes that are cast through others. */
export interface Delegations {
  is_allowed: boolean;
  mine: Delegation[];
  to_me: Delegation[];
  members: Member[];
}

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
  may_delegate: boolean;
  hands: {
    delegation: Delegation | null;
    hands_on: boolean;
    is_cast: boolean;
    cast_by: Member | null;
    carries_for: Member[];
  };
  ballots: { member: Member; vote: Vote; cast_by: Member | null }[];
  changes: { clause: string; text: string }[];
}

/** The list with a proposal as it is now: where it was, or first when it is new. */
export function withProposal(list: readonly Proposal[], changed: Proposal): Proposal[] {
  return list.some(({ id }) => id === changed.id)
    ? list.map((one) => (one.id === changed.id ? changed : one))
    : [changed, ...list];
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
