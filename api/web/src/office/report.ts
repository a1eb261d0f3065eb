/** What some days amount to, as the server tells of it. */

export interface DayFigures {
  day: string;
  delivered: number;
  failed: number;
  canceled: number;
  open: number;
  made: number;
  on_time: number;
  distance_m: number;
  motor_m: number;
  online_s: number;
}

export interface CourierPeriod {
  courier_id: string;
  name: string;
  drops: number;
  distance_m: number;
  online_s: number;
  pay_minor: number;
  top_up_minor: number;
  tips_minor: number;
  pay_per_hour_minor: number | null;
}

export interface PeriodReport {
  first_day: string;
  last_day: string;
  floor_per_hour_minor: number;
  days: DayFigures[];
  couriers: CourierPeriod[];
  equity: {
    couriers: number;
    gini: number;
    lowest_pay_per_hour_minor: number;
    p10_pay_per_hour_minor: number;
    median_pay_per_hour_minor: number;
    p90_pay_per_hour_minor: number;
    min_to_median: number;
    share_below_floor: number;
  };
}

type Amount = keyof Omit<DayFigures, 'day'>;

/** The days together, and who was paid. */
export function totalsOf(report: PeriodReport): Record<Amount | 'pay' | 'top_up' | 'tips', number> {
  const days = (name: Amount): number => report.days.reduce((sum, one) => sum + one[name], 0);
  const couriers = (name: 'pay_minor' | 'top_up_minor' | 'tips_minor'): number =>
    report.couriers.reduce((sum, one) => sum + one[name], 0);
  return {
    delivered: days('delivered'),
    failed: days('failed'),
    canceled: days('canceled'),
    open: days('open'),
    made: days('made'),
    on_time: days('on_time'),
    distance_m: days('distance_m'),
    motor_m: days('motor_m'),
    online_s: days('online_s'),
    pay: couriers('pay_minor'),
    top_up: couriers('top_up_minor'),
    tips: couriers('tips_minor'),
  };
}
