import type { PlannedStop } from '../shared/wire';
import { isServed, type ServedStop } from './derive';
import type { DayStore, StopName } from './store';

/** The stops that can still be put in another order. */
export const comingStops = (stops: readonly PlannedStop[]): ServedStop[] =>
  stops.filter(isServed).filter(({ state }) => state === 'planned');

export const nameOfStop = (stop: ServedStop): StopName => ({
  order_id: stop.order_id,
  stop: stop.kind,
});

export const isSameStop = (one: StopName, other: StopName): boolean =>
  one.order_id === other.order_id && one.stop === other.stop;

/**
 * Before which stop one comes when it goes one step earlier (-1) or later (1): null at the end,
 * undefined when it is there already.
 */
export function beforeAfterStep(
  stops: readonly StopName[],
  stop: StopName,
  step: -1 | 1,
): StopName | null | undefined {
  const at = stops.findIndex((one) => isSameStop(one, stop));
  if (at < 0 || at + step < 0 || at + step >= stops.length) return undefined;
  return stops[step < 0 ? at - 1 : at + 2] ?? null;
}

/** Alt with an arrow asks what one step earlier or later would do. */
export function shiftStop(
  store: DayStore,
  courierId: string,
  stop: ServedStop,
  event: KeyboardEvent,
): void {
  const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
  if (!event.altKey || step === 0 || stop.state !== 'planned') return;
  event.preventDefault();
  const row = store.rows.value.find(({ courier }) => courier.id === courierId);
  const name = nameOfStop(stop);
  const before = beforeAfterStep(comingStops(row?.stops ?? []).map(nameOfStop), name, step);
  if (before !== undefined) store.reordering.value = { courierId, stop: name, before };
}
