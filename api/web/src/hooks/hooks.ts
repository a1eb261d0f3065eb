/** An address that hears of orders. */
export interface Subscription {
  id: string;
  storefront_id: string | null;
  url: string;
  kinds: string[];
  state: 'active' | 'gone';
  old_secret_until: string | null;
}

/** The same with the secret that signs, which the server shows once. */
export interface NewSecret extends Subscription {
  secret: string;
}

export interface Attempt {
  at: string;
  status: number | null;
  problem: string | null;
}

/** What is to be sent about an order, or was. */
export interface HookNotice {
  id: string;
  subscription_id: string;
  type: string;
  order_id: string;
  reference: string;
  at: string;
  state: 'waiting' | 'delivered' | 'failed' | 'dropped';
  due_at: string | null;
  tries: Attempt[];
}

export const KINDS = [
  'order.placed',
  'order.changed',
  'order.assigned',
  'order.started',
  'order.picked_up',
  'order.arrived',
  'order.delivered',
  'order.failed',
  'order.returned',
  'order.canceled',
] as const;

export const STATES = ['waiting', 'delivered', 'failed', 'dropped'] as const;

/** The key of what a kind is called; kinds in the words of others are shown as they are. */
export const keyOfKind = (kind: string): string => `hooks_kind_${kind.replace('.', '_')}`;

export function lastTry(notice: HookNotice): Attempt | null {
  return notice.tries.at(-1) ?? null;
}
