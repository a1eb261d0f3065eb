import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { clockFrom, readClock } from '../src/shared/clock';
import { debounce, followLive, KINDS } from '../src/shared/live';
import { createToasts } from '../src/shared/toasts';

describe('the clock', () => {
  it("follows the server's time when the phone is a day wrong", () => {
    const reading = readClock({ now: '2026-11-23T12:00:00Z', speed: 1 }, 86_400_000);

    expect(
      clockFrom(reading, () => 86_400_000 + 5_000)
        .now()
        .toISOString(),
    ).toBe('2026-11-23T12:00:05.000Z');
  });

  it('runs 60 times as fast in a demonstration: a second is a minute', () => {
    const reading = readClock({ now: '2026-11-23T12:00:00Z', speed: 60 }, 0);

    expect(
      clockFrom(reading, () => 1_000)
        .now()
        .toISOString(),
    ).toBe('2026-11-23T12:01:00.000Z');
  });
});

describe('what happens', () => {
  const kinds = [
    ...readFileSync(new URL('../../../docs/events.md', import.meta.url), 'utf8').matchAll(
      /^### `([\w.]+)`$/gm,
    ),
  ].map(([, kind]) => kind ?? '');

  it('is heard of where it changes what a page shows of a day', () => {
    const shown =
      /^(orders?|stops?|shift|plan|overlay|vehicle|standing_order|incident|slot_rule)\./;
    const wanted = kinds.filter((kind) => shown.test(kind));

    expect(wanted.length).toBeGreaterThan(30);
    expect(wanted.filter((kind) => !(KINDS as readonly string[]).includes(kind))).toEqual([]);
  });
});

describe('toasts', () => {
  it('go away by themselves, but not while somebody reaches for one', () => {
    vi.useFakeTimers();
    const toasts = createToasts();
    toasts.say('Moved');
    toasts.hold(true);
    vi.advanceTimersByTime(60_000);
    expect(toasts.list.value).toHaveLength(1);

    toasts.hold(false);
    vi.advanceTimersByTime(10_000);

    expect(toasts.list.value).toEqual([]);
    vi.useRealTimers();
  });
});

describe('live events', () => {
  it('are followed anew after the last one seen when the browser gives up', () => {
    vi.useFakeTimers();
    const opened: string[] = [];
    const sources: Record<string, unknown>[] = [];
    const seen: number[] = [];
    const live = followLive(
      (event) => seen.push(event.seq),
      (address) => {
        const listeners: Record<string, (message: unknown) => void> = {};
        const source = {
          onopen: null as (() => void) | null,
          onerror: null as (() => void) | null,
          readyState: 2,
          addEventListener: (kind: string, listener: (message: unknown) => void) => {
            listeners[kind] = listener;
          },
          close: () => undefined,
          listeners,
        };
        opened.push(address);
        sources.push(source);
        return source as never;
      },
    );
    const first = sources[0] as {
      listeners: Record<string, (message: unknown) => void>;
      onerror: () => void;
    };

    first.listeners['order.placed']?.({ data: '{"seq": 41}', lastEventId: '41' });
    first.onerror();
    vi.runOnlyPendingTimers();
    live.close();
    vi.useRealTimers();

    expect(seen).toEqual([41]);
    expect(opened).toEqual(['/v1/live', '/v1/live?after=41']);
  });

  it('cause one reload for a burst, and one at the latest after the longest wait', () => {
    vi.useFakeTimers();
    let count = 0;
    const act = debounce(() => (count += 1), 300, 1_000);

    for (let call = 0; call < 12; call += 1) {
      act();
      vi.advanceTimersByTime(100);
    }
    const during = count;
    vi.advanceTimersByTime(1_000);
    vi.useRealTimers();

    expect([during, count]).toEqual([1, 2]);
  });
});
