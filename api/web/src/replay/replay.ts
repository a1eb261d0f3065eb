/** Weeks that happen again under two policies, and how far they are. */
export interface Replay {
  id: string;
  state: 'running' | 'done' | 'canceled' | 'failed';
  message: string;
  policies: string[];
  /** What the policies are called, in the language of who asks. */
  titles: string[];
  num_weeks: number;
  num_done: number;
  num_days: number;
  asked_at: string;
  published_at: string | null;
}

export interface ReplayedCourier {
  courier: string;
  name: string;
  online_s: number;
  orders: number;
  base_minor: number;
  top_up_minor: number;
  pay_minor: number;
}

export interface ReplayedPolicy {
  policy: string;
  orders: number;
  delivered: number;
  gini_earned: number;
  gini_pay: number;
  below_floor_percent: number;
  pay_minor: number;
  top_up_minor: number;
  travel_min_per_order: number;
  travel_change_percent: number | null;
  click_to_door_min: number;
  lateness_min: number;
  lever: 'hours' | 'shifts' | 'dispatch' | 'policy';
  verdict: string;
  gini_by_day: number[];
  couriers: ReplayedCourier[];
}

export interface FullReplay {
  replay: Replay;
  result: { is_drawn: boolean; policies: ReplayedPolicy[] } | null;
}

const HOUR_S = 3600;

export function perHour({ pay_minor, online_s }: ReplayedCourier): number {
  return online_s === 0 ? 0 : Math.round((pay_minor * HOUR_S) / online_s);
}

export interface CourierPair {
  courier: string;
  name: string;
  first: ReplayedCourier;
  second: ReplayedCourier;
}

/** Each courier under the first policy and under another one, who loses most at the top. */
export function pairsOf(first: ReplayedPolicy, second: ReplayedPolicy): CourierPair[] {
  const others = new Map(second.couriers.map((one) => [one.courier, one]));
  return first.couriers
    .flatMap((one) => {
      const other = others.get(one.courier);
      if (other === undefined) return [];
      return [{ courier: one.courier, name: one.name, first: one, second: other }];
    })
    .toSorted(
      (a, b) =>
        a.second.pay_minor - a.first.pay_minor - (b.second.pay_minor - b.first.pay_minor) ||
        a.name.localeCompare(b.name),
    );
}
