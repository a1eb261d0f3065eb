import { signal, type ReadonlySignal } from '@preact/signals';
import { ProblemError, type Client } from '../shared/client';
import type { EventResult } from '../shared/wire';
import type { Memory, Report } from './memory';

export type Sending = 'idle' | 'sending' | 'unreachable' | 'refused';

export interface Conflict {
  report: Report;
  message: string;
}

/** Reports on their way: kept first, then sent in order, and dropped only once the server has them. */
export interface Outbox {
  readonly pending: ReadonlySignal<readonly Report[]>;
  readonly sending: ReadonlySignal<Sending>;
  readonly conflicts: ReadonlySignal<readonly Conflict[]>;
  report(reports: readonly Omit<Report, 'sequence'>[]): Promise<void>;
  send(): Promise<void>;
  forget(conflict: Conflict): void;
}

const BATCH = 50;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

interface Options {
  memory: Memory;
  client: Client;
  /** Told of what the server has taken, before it leaves the list of what is pending. */
  onSent: (reports: readonly Report[]) => void;
  later?: (action: () => void, ms: number) => void;
}

/** Only one page of a phone sends at a time, where the browser can tell. */
async function alone(action: () => Promise<void>): Promise<void> {
  if (typeof navigator !== 'undefined' && 'locks' in navigator) {
    await navigator.locks.request('commonwheel-outbox', action);
  } else await action();
}

export function createOutbox(options: Options): Outbox {
  const { memory, client, onSent } = options;
  const later = options.later ?? ((action, ms) => void setTimeout(action, ms));
  const pending = signal<readonly Report[]>([]);
  const sending = signal<Sending>('idle');
  const conflicts = signal<readonly Conflict[]>([]);
  let running: Promise<void> | null = null;
  let waitMs = FIRST_WAIT_MS;

  async function sendBatch(batch: readonly Report[]): Promise<boolean> {
    const answer = await client.post<{ results: EventResult[] }>('/v1/me/events', {
      device: await memory.device(),
      events: batch,
    });
    const known = answer.results.filter(({ result }) => result !== 'waiting');
    const clashes = known.flatMap(({ sequence, result, message }) => {
      const report = batch.find((one) => one.sequence === sequence);
      return result === 'conflict' && report ? [{ report, message: message ?? '' }] : [];
    });
    const taken = new Set(
      known.filter(({ result }) => result !== 'conflict').map(({ sequence }) => sequence),
    );
    onSent(batch.filter(({ sequence }) => taken.has(sequence)));
    await memory.drop(known.map(({ sequence }) => sequence));
    pending.value = await memory.pending();
    if (clashes.length > 0) conflicts.value = [...conflicts.value, ...clashes];
    return known.length > 0;
  }

  async function drain(): Promise<void> {
    pending.value = await memory.pending();
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

  return {
    pending,
    sending,
    conflicts,
    send,
    async report(reports) {
      await memory.append(reports);
      pending.value = await memory.pending();
      // A run that is just ending may have looked before this report was kept: run once more.
      const before = running;
      void (before ? before.then(send) : send());
    },
    forget(conflict) {
      conflicts.value = conflicts.value.filter((one) => one !== conflict);
    },
  };
}
