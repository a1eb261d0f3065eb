import { signal, type ReadonlySignal } from '@preact/signals';
import type { LiveEvent, PlanProgress } from './wire';

export interface Live {
  /** Whether the stream of events is open right now. */
  readonly isOpen: ReadonlySignal<boolean>;
  close(): void;
}

interface Source {
  onopen: ((event: Event) => unknown) | null;
  onerror: ((event: Event) => unknown) | null;
  readyState: number;
  addEventListener(kind: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

/** Kinds a page listens for; the server names each event by its kind. */
export const KINDS = [
  'coop.founded',
  'storefront.added',
  'storefront.changed',
  'courier.added',
  'courier.changed',
  'slot_rule.added',
  'slot_rule.removed',
  'vehicle.added',
  'vehicle.changed',
  'zone.added',
  'zone.removed',
  'policy.adopted',
  'access.granted',
  'access.revoked',
  'member.signed_in',
  'quote.given',
  'order.placed',
  'standing_order.added',
  'standing_order.changed',
  'standing_order.missed',
  'import.started',
  'import.ended',
  'order.changed',
  'order.noted',
  'order.canceled',
  'order.split',
  'order.rejoined',
  'orders.joined',
  'orders.parted',
  'order.located',
  'order.pinned',
  'order.unpinned',
  'stops.ordered',
  'shift.agreed',
  'shift.changed',
  'shift.canceled',
  'shift.began',
  'shift.ended',
  'shift.offered',
  'shift.kept',
  'shift.paused',
  'shift.resumed',
  'overlay.added',
  'overlay.ended',
  'plan.requested',
  'plan.proposed',
  'plan.published',
  'plan.discarded',
  'stop.arrived',
  'stop.served',
  'stop.failed',
  'stop.declined',
  'order.returned',
  'incident.recorded',
  'order.stranded',
  'waiting.began',
  'waiting.ended',
  'report.kept',
  'report.decided',
  'tip.given',
  'pay.closed',
  'pay.corrected',
  'contestation.opened',
  'contestation.answered',
  'contestation.erased',
  'message',
] as const;

/** What the planner is at: shown as it comes, in no chain, and nothing is reloaded for it. */
export const PROGRESS = 'planning.progress';

const CLOSED = 2;
const RETRY_MS = 4_000;

/**
 * Follows `/v1/live`. The browser reconnects by itself and says where it stopped (Last-Event-ID);
 * only when it gives up (the server answered with an error) we open it anew.
 */
export function followLive(
  onEvent: (event: LiveEvent) => void,
  open: (address: string) => Source = (address) => new EventSource(address),
  onProgress?: (progress: PlanProgress) => void,
): Live {
  const isOpen = signal(false);
  let source: Source | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let lastId = '';

  function connect(): void {
    const opened = open(
      lastId === '' ? '/v1/live' : `/v1/live?after=${encodeURIComponent(lastId)}`,
    );
    source = opened;
    opened.onopen = () => {
      isOpen.value = true;
    };
    opened.onerror = () => {
      isOpen.value = false;
      if (opened.readyState !== CLOSED) return;
      opened.close();
      retry = setTimeout(connect, RETRY_MS);
    };
    for (const kind of KINDS) {
      opened.addEventListener(kind, (message) => {
        if (message.lastEventId !== '') lastId = message.lastEventId;
        try {
          onEvent(JSON.parse(message.data) as LiveEvent);
        } catch {
          // An event we cannot read only costs a reload of the data, never the page.
        }
      });
    }
    if (onProgress === undefined) return;
    opened.addEventListener(PROGRESS, (message) => {
      try {
        onProgress(JSON.parse(message.data) as PlanProgress);
      } catch {
        // The next one comes within a second.
      }
    });
  }
  connect();
  return {
    isOpen,
    close() {
      clearTimeout(retry);
      source?.close();
    },
  };
}

/** Runs `action` once, `delayMs` after the last call; at the latest `longestMs` after the first. */
export function debounce(action: () => void, delayMs: number, longestMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let first = 0;
  return () => {
    const now = Date.now();
    if (timer === undefined) first = now;
    else clearTimeout(timer);
    const wait = Math.max(0, Math.min(delayMs, first + longestMs - now));
    timer = setTimeout(() => {
      timer = undefined;
      action();
    }, wait);
  };
}
