import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { PlanProgress } from '../shared/wire';

/** A planner that says nothing for so long has died or was cut off. */
const SILENT_MS = 10_000;

/** What the planner is at with the day on the screen. */
export interface Planning {
  readonly now: ReadonlySignal<PlanProgress | null>;
  show(progress: PlanProgress): void;
  /** Forget everything: nothing is heard of the planner any more. */
  clear(): void;
}

export function createPlanning(day: ReadonlySignal<string>): Planning {
  const last = signal<PlanProgress | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function clear(): void {
    clearTimeout(timer);
    last.value = null;
  }

  return {
    now: computed(() => (last.value?.day === day.value ? last.value : null)),
    show(progress) {
      if (progress.is_done) {
        if (last.value?.day === progress.day) clear();
        return;
      }
      clearTimeout(timer);
      timer = setTimeout(clear, SILENT_MS);
      last.value = progress;
    },
    clear,
  };
}
