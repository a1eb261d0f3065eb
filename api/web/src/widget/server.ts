/** The routes for shops' pages, asked with a publishable key. */

export interface Span {
  from: string;
  to: string;
}

export interface Shop {
  name: string;
  coop: string;
  time_zone: string;
  currency: string;
  day: string;
  notices: { message: string }[];
}

export interface Quote {
  id: string;
  fee: { total_minor: number; courier_pay_minor: number };
  is_feasible: boolean;
  promise: Span | null;
  held_until: string;
  alternatives: Span[];
  reason: { message: string; remedies: { message: string }[] } | null;
}

export interface Order {
  promise: Span;
  tracking_url: string;
}

const PATIENCE_MS = 20_000;

/** The server said no: its sentence is for people. */
export class Refusal extends Error {}

export type Ask = <T>(path: string, body?: unknown, headers?: Record<string, string>) => Promise<T>;

export const asker =
  (base: string, key: string, language: string): Ask =>
  async <T>(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> => {
    const response = await fetch(`${base}/v1/widget/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      credentials: 'omit',
      signal: AbortSignal.timeout(PATIENCE_MS),
      referrerPolicy: 'origin',
      headers: {
        Authorization: `Bearer ${key}`,
        'Accept-Language': language,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (response.ok) return answer as T;
    const { title = '', detail = '' } = answer as { title?: string; detail?: string };
    throw new Refusal(`${title}. ${detail}`);
  };
