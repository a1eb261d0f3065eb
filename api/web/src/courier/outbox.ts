import { batch, signal, type ReadonlySignal } from '@preact/signals';
import { ProblemError, type Client } from '../shared/client';
import type { EventResult } from '../shared/wire';
import type { Facts, Held, Memory, NewReport, Report } from './memory';

export type Sending = 'idle' | 'sending' | 'unreachable' | 'refused';

/** What the server says about a report that did not go as the phone thought. */
export interface Conflict {
  report: Report;
  /** Whether it counts all the same. */
  isTaken: boolean;
  message: string;
}

/**
 * Reports on their way: kept first, then sent in order, and dropped only once the server has them.
 * Those of the last press stay held for ten seconds, or until the next press: they can be undone.
 */
export interface Outbox {
  readonly held: ReadonlySignal<Held | null>;
  readonly pending: ReadonlySignal<readonly Report[]>;
  readonly sending: ReadonlySignal<Sending>;
  readonly conflicts: ReadonlySignal<readonly Conflict[]>;
  /** Reads what the phone keeps, before anything is shown. */
  open(): Promise<void>;
  report(reports: readonly NewReport[], before?: Facts | null, after?: Facts | null): Promise<void>;
  /** Takes back the last press and gives what stood before it; null when it is too late. */
  undo(): Promise<Held | null>;
  /** Ends the time in which the last press could be undone. */
  settle(): Promise<void>;
  send(): Promise<void>;
  forget(conflict: Conflict): void;
}

export const UNDO_MS = 10_000;
const BATCH = 50;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

interface Results {
  results: EventResult[];
  sent_at?: string;
}

interface Options {
  memory: Memory;
  client: Client;
  /** Whose reports these are; the server takes them from nobody else. */
  courierId: string;
  /** Told of what the server has taken, before it leaves the list of what is pending. */
  onSent: (reports: readonly Report[]) => Promise<void>;
  /** Told of the server's time when it answers. */
  onTime?: (serverNow: string) => void;
  later?: (action: () => void, ms: number) => void;
}

/** Only one page of a phone sends at a time, where the browser can tell. */
async function alone(action: () => Promise<void>): Promise<void> {
  if (typeof navigator !== 'undefined' && 'locks' in navigator) {
    await navigator.locks.request('commonwheel-outbox', action);
  } else await action();
}

export function createOutbox(options: Options): Outbox {
  const { memory, client, onSent, onTime } = options;
  const later = options.later ?? ((action, ms) => void setTimeout(action, ms));
  const pending = signal<readonly Report[]>([]);
  const held = signal<Held | null>(null);
  const sending = signal<Sending>('idle');
  const conflicts = signal<readonly Conflict[]>([]);
  let running: Promise<void> | null = null;
  let waitMs = FIRST_WAIT_MS;
  let looks = 0;
  let shown = 0;

  async function sendBatch(reports: readonly Report[]): Promise<boolean> {
    const answer = await client.post<Results>('/v1/me/events', {
      courier_id: options.courierId,
      device: await memory.device(),
      events: reports,
    });
    if (answer.sent_at !== undefined) onTime?.(answer.sent_at);
    const known = answer.results.filter(({ result }) => result !== 'waiting');
    const clashes = known.flatMap(({ sequence, result, message }) => {
      const report = reports.find((one) => one.sequence === sequence);
      const isSaid = result === 'conflict' || (result === 'applied' && Boolean(message));
      return isSaid && report
        ? [{ report, isTaken: result === 'applied', message: message ?? '' }]
        : [];
    });
    const taken = new Set(
      known.filter(({ result }) => result !== 'conflict').map(({ sequence }) => sequence),
    );
    await onSent(reports.filter(({ sequence }) => taken.has(sequence)));
    await memory.drop(known.map(({ sequence }) => sequence));
    await look();
    if (clashes.length > 0) conflicts.value = [...conflicts.value, ...clashes];
    return known.length > 0;
  }

  async function drain(): Promise<void> {
    await look();
    while (pending.value.length > 0) {
      sending.value = 'sending';
      try {
        if (!(await sendBatch(pending.value.slice(0, BATCH)))) break;
        waitMs = FIRST_WAIT_MS;
      } catch (error) {
        const isRefused =
          error instanceof ProblemError && error.status < 500 && error.status !== 429;
        sending.value = isRefused ? 'refused' : 'unreachable';
        later(() => void send(), waitMs);
        waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
        return;
      }
    }
    sending.value = 'idle';
  }

  async function send(): Promise<void> {
    running ??= alone(drain).finally(() => {
      running = null;
    });
    await running;
  }

  /** Shows what is kept now; never a press without those before it, and never an older answer. */
  async function look(): Promise<void> {
    const mine = ++looks;
    const kept = await memory.kept();
    if (mine < shown) return;
    shown = mine;
    batch(() => {
      held.value = kept.held;
      pending.value = kept.pending;
    });
  }

  async function settle(): Promise<void> {
    await memory.release();
    await look();
    // A run that is just ending may have looked before these were numbered: run once more.
    const before = running;
    await (before ? before.then(send) : send());
  }

  /** Settles once the time to undo is over; a clock that was set back ends it as well. */
  function settleInTime(): void {
    const age = held.value === null ? null : Date.now() - held.value.since_ms;
    if (age === null) return;
    if (age < 0 || age >= UNDO_MS) void settle();
    else later(settleInTime, UNDO_MS - age);
  }

  return {
    pending,
    held,
    sending,
    conflicts,
    open: look,
    async send() {
      await look();
      settleInTime();
      await send();
    },
    settle,
    async report(reports, before = null, after = null) {
      const hadHeld = held.value !== null;
      await memory.hold({ since_ms: Date.now(), reports: [...reports], before, after });
      await look();
      later(settleInTime, UNDO_MS);
      if (hadHeld) {
        const run = running;
        void (run ? run.then(send) : send());
      }
    },
    async undo() {
      const taken = await memory.takeBack();
      await look();
      return taken;
    },
    forget(conflict) {
      conflicts.value = conflicts.value.filter((one) => one !== conflict);
    },
  };
}
