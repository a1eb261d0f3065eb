/** Keys of a storefront, as the server tells of them. */

export const SCOPES = ['quotes', 'orders', 'webhooks', 'live'] as const;
export type Scope = (typeof SCOPES)[number];

export interface ShopKey {
  id: string;
  name: string;
  kind: string;
  scopes: Scope[];
  origins: string[];
  created_at: string;
  ends_at: string | null;
  state: 'good' | 'ending' | 'ended';
}

export interface KeyMade extends ShopKey {
  /** On the screen this once. */
  secret: string;
  old_key_until: string | null;
}

/** The addresses of pages that somebody typed, one on a line; null when one of them is none. */
export function originsOf(text: string): string[] | null {
  const lines = text
    .split(/[\s,]+/)
    .map((one) => one.trim().replace(/\/$/, '').toLowerCase())
    .filter(Boolean);
  const isOrigin =
    /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?$|^http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?$/;
  return lines.every((one) => isOrigin.test(one)) ? lines : null;
}
