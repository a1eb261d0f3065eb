/** A report of a phone that a person should look at, beside what is recorded. */
export interface Doubt {
  report: {
    courier_id: string;
    device: string;
    sequence: number;
    at: string;
    message: string;
    is_applied: boolean;
  };
  said: string;
  recorded: string[];
  decision: { amount_minor: number; reason: string; decided_at: string } | null;
}

/** Lines that were added to closed pay. */
export interface Correction {
  id: string;
  amount_minor: number;
  message: string;
  note: string;
  at: string;
}

/** Everybody's pay of a closed period. */
export interface Payroll {
  first_day: string;
  couriers: { courier_id: string; name: string; total_minor: number; corrections: Correction[] }[];
}

export interface Period {
  first_day: string;
  last_day: string;
}
