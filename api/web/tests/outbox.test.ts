import { effect } from '@preact/signals';
import { describe, expect, it, vi } from 'vitest';
import { createOutbox, UNDO_MS } from '../src/courier/outbox';
import type { Held, Memory, Report } from '../src/courier/memory';
import { ProblemError, UnreachableError, type Client } from '../src/shared/client';
import type { EventResult } from '../src/shared/wire';

function memoryInRam(): Memory {
  let kept: Report[] = [];
  let last = 0;
  let held: Held | null = null;
  const exchange = (next: Held | null): Promise<void> => {
    for (const report of held?.reports ?? []) kept = [...kept, { ...report, sequence: ++last }];
    held = next;
    return Promise.resolve();
  };
  return {
    keep: () => Promise.resolve(),
    find: () => Promise.resolve(null),
    forget: () => Promise.resolve(),
    device: () => Promise.resolve('phone'),
    hold: exchange,
    release: () => exchange(null),
    takeBack: () => {
      const taken = held;
      held = null;
      return Promise.resolve(taken);
    },
    kept: () => Promise.resolve({ held, pending: [...kept] }),
    keepPhotos: () => Promise.resolve(),
    photos: () => Promise.resolve([]),
    dropPhoto: () => Promise.resolve(),
    drop: (sequences) => {
      kept = kept.filter(({ sequence }) => !sequences.includes(sequence));
      return Promise.resolve();
    },
  };
}

type Answer = (events: Report[]) => EventResult[];

function setUp(answer: Answer) {
  const received: number[] = [];
  const waits: (() => void)[] = [];
  const client = {
    post: (_path: string, body: { events: Report[] }) => {
      try {
        const results = answer(body.events);
        received.push(...body.events.map(({ sequence }) => sequence));
        return Promise.resolve({ results });
      } catch (error) {
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
    },
  } as unknown as Client;
  const outbox = createOutbox({
    memory: memoryInRam(),
    client,
    courierId: 'c-2',
    onSent: () => Promise.resolve(),
    later: (action) => waits.push(action),
  });
  return { outbox, received, waits };
}

const applied: Answer = (events) => events.map(({ sequence }) => ({ sequence, result: 'applied' }));
const report = { kind: 'arrived' as const, order_id: 'a', at: '2026-11-23T12:00:00Z' };
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('the outbox', () => {
  it('sends 120 reports in their order, in batches, and keeps none', async () => {
    const { outbox, received } = setUp(applied);

    await outbox.report(
      Array.from({ length: 120 }, () => report),
      null,
    );
    await outbox.settle();

    expect(received).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
    expect(outbox.pending.value).toEqual([]);
    expect(outbox.sending.value).toBe('idle');
  });

  it('keeps everything while there is no network, and sends it once there is', async () => {
    let isAway = true;
    const { outbox, received, waits } = setUp((events) => {
      if (isAway) throw new UnreachableError(null);
      return applied(events);
    });

    await outbox.report([report, report]);
    await outbox.settle();
    const kept = outbox.pending.value.length;
    isAway = false;
    waits.at(-1)?.();
    await settle();
    await outbox.send();

    expect(kept).toBe(2);
    expect(received).toEqual([1, 2]);
    expect(outbox.pending.value).toEqual([]);
  });

  it('loses nothing when the server refuses: the reports stay and it says so', async () => {
    const { outbox } = setUp(() => {
      throw new ProblemError({ title: 'Unprocessable', status: 422 });
    });

    await outbox.report([report]);
    await outbox.settle();

    expect(outbox.pending.value).toHaveLength(1);
    expect(outbox.sending.value).toBe('refused');
  });

  it('tells a conflict once and goes on with the rest', async () => {
    const { outbox } = setUp((events) =>
      events.map(({ sequence }) =>
        sequence === 1
          ? { sequence, result: 'conflict', message: 'It was canceled.' }
          : { sequence, result: 'applied' },
      ),
    );

    await outbox.report([report, report]);
    await outbox.settle();

    expect(outbox.pending.value).toEqual([]);
    expect(outbox.conflicts.value.map(({ message }) => message)).toEqual(['It was canceled.']);
  });

  it('keeps what the server only waits with, and does not ask in a circle', async () => {
    const { outbox, received } = setUp((events) =>
      events.map(({ sequence }) => ({ sequence, result: 'waiting' })),
    );

    await outbox.report([report]);
    await outbox.settle();

    expect(outbox.pending.value).toHaveLength(1);
    expect(new Set(received)).toEqual(new Set([1]));
    expect(outbox.sending.value).toBe('idle');
  });

  it('takes back the last press while it is held, and leaves no gap in the numbers', async () => {
    const { outbox, received } = setUp(applied);

    await outbox.report([report], { activity: 'before' });
    const taken = await outbox.undo();
    await outbox.report([report, report]);
    await outbox.settle();

    expect(taken?.before).toEqual({ activity: 'before' });
    expect(received).toEqual([1, 2]);
  });

  it('sends what was held once something else is pressed; it cannot be undone then', async () => {
    const { outbox, received } = setUp(applied);

    await outbox.report([report]);
    await outbox.report([{ ...report, kind: 'picked_up' }]);
    await settle();
    const taken = await outbox.undo();

    expect(received).toEqual([1]);
    expect(taken?.reports.map(({ kind }) => kind)).toEqual(['picked_up']);
  });

  it('never shows a press without those before it', async () => {
    const { outbox } = setUp(() => {
      throw new UnreachableError(null);
    });
    const shown: string[] = [];
    await outbox.report([report]);
    const stop = effect(() => {
      const held = outbox.held.value?.reports.map(({ kind }) => kind) ?? [];
      shown.push([...outbox.pending.value.map(({ kind }) => kind), ...held].join(' '));
    });

    await outbox.report([{ ...report, kind: 'picked_up' }]);
    stop();

    expect([...new Set(shown)]).toEqual(['arrived', 'arrived picked_up']);
  });

  it('sends by itself when ten seconds are over, and not before', async () => {
    vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] });
    const { outbox, received, waits } = setUp(applied);

    await outbox.report([report]);
    vi.setSystemTime(1_000_000 + UNDO_MS - 1);
    waits.at(-1)?.();
    await settle();
    const early = [...received];
    vi.setSystemTime(1_000_000 + UNDO_MS);
    waits.at(-1)?.();
    await settle();
    vi.useRealTimers();

    expect(early).toEqual([]);
    expect(received).toEqual([1]);
  });
});
