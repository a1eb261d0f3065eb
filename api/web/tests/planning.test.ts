import { signal } from '@preact/signals';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPlanning } from '../src/console/planning';
import type { PlanProgress } from '../src/shared/wire';

const found = (more: Partial<PlanProgress> = {}): PlanProgress => ({
  day: '2026-11-23',
  is_done: false,
  cost_s: 24_000,
  num_unassigned: 2,
  spread_minor: 210,
  ...more,
});

describe('what the planner is at', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is shown until the planner is through with that day, and not for another one', () => {
    const day = signal('2026-11-23');
    const planning = createPlanning(day);

    planning.show(found());
    const seen = planning.now.value?.cost_s;
    planning.show(found({ day: '2026-11-24', is_done: true }));
    const still = planning.now.value?.cost_s;
    day.value = '2026-11-24';
    const elsewhere = planning.now.value;
    day.value = '2026-11-23';
    planning.show(found({ is_done: true }));

    expect([seen, still, elsewhere, planning.now.value]).toEqual([24_000, 24_000, null, null]);
    planning.clear();
  });

  it('is gone when the planner has been silent for ten seconds', () => {
    vi.useFakeTimers();
    const planning = createPlanning(signal('2026-11-23'));

    planning.show(found());
    vi.advanceTimersByTime(9_000);
    planning.show(found({ cost_s: 23_000 }));
    vi.advanceTimersByTime(9_000);
    const seen = planning.now.value?.cost_s;
    vi.advanceTimersByTime(1_000);

    expect([seen, planning.now.value]).toEqual([23_000, null]);
  });
});
