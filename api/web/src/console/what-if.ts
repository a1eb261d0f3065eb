import type { CourierOfDay, Day, Figures, Plan, Span } from '../shared/wire';

/** A question what a change would do, and how far its answer is. */
export interface WhatIfAsked {
  id: string;
  state: 'running' | 'done' | 'canceled' | 'failed';
  message: string;
  asked_at: string;
  supposed: {
    more: { courier_id: string; like_courier_id: string; window: Span }[];
    fewer: string[];
    windows: { order_id: string; window: Span }[];
    eps_permille: number | null;
    lambda_s: number | null;
    weather: string | null;
    time_permille: number | null;
  };
  num_done: number;
  num_steps: number;
}

export interface WhatIfAnswer {
  what_if: WhatIfAsked;
  /** What the same search finds for the day as it is. */
  usual: Figures | null;
  plan: Plan | null;
}

/** The day with whoever would be one more, so that their row has a name. */
export function dayWith(day: Day, asked: WhatIfAsked, name: (number: number) => string): Day {
  const extra = asked.supposed.more.flatMap((one, index): CourierOfDay[] => {
    const like = day.couriers.find(({ id }) => id === one.like_courier_id);
    if (!like) return [];
    const shift = { ...like.shift, starts_at: one.window.from, ends_at: one.window.to };
    const number = index + 1;
    return [{ ...like, id: one.courier_id, name: name(number), initials: `+${number}`, shift }];
  });
  return { ...day, couriers: [...extra, ...day.couriers] };
}

/** What the form says; an empty text leaves things as they are. */
export interface WhatIfForm {
  like: string;
  from: string;
  to: string;
  without: string;
  order: string;
  earliest: string;
  latest: string;
  eps: string;
  lambda: string;
  weather: string;
  slower: string;
}

export const AS_IT_IS: WhatIfForm = {
  like: '',
  from: '',
  to: '',
  without: '',
  order: '',
  earliest: '',
  latest: '',
  eps: '',
  lambda: '',
  weather: '',
  slower: '',
};

/** The question that a form asks; null while it asks none, or half of one. */
export function questionOf(
  form: WhatIfForm,
  moment: (time: string) => string,
): Record<string, unknown> | null {
  if (form.like !== '' && (form.from === '' || form.to === '')) return null;
  if (form.order !== '' && (form.earliest === '' || form.latest === '')) return null;
  const asked = {
    ...(form.like === ''
      ? {}
      : { more: [{ like_courier_id: form.like, from: moment(form.from), to: moment(form.to) }] }),
    ...(form.without === '' ? {} : { fewer: [form.without] }),
    ...(form.order === ''
      ? {}
      : {
          windows: [
            {
              order_id: form.order,
              window: { from: moment(form.earliest), to: moment(form.latest) },
            },
          ],
        }),
    ...(form.eps === '' ? {} : { eps_permille: Math.round(Number(form.eps) * 10) }),
    ...(form.lambda === '' ? {} : { lambda_s: Math.round(Number(form.lambda) * 60) }),
    ...(form.weather === '' ? {} : { weather: form.weather }),
    ...(form.slower === '' ? {} : { time_permille: 1000 + Math.round(Number(form.slower) * 10) }),
  };
  return Object.keys(asked).length === 0 ? null : asked;
}
