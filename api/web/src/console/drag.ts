import { courierOfOrder } from './derive';
import type { DayStore, Move, StopName } from './store';

const KIND = 'application/x-commonwheel-order';

/** Attributes of something that stands for an order, or a stop of it, and can be dragged. */
export function dragOrder(store: DayStore, orderId: string, stop: StopName['stop'] | null = null) {
  return {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      store.dragged.value = { orderId, stop };
      event.dataTransfer?.setData(KIND, orderId);
      event.dataTransfer?.setData('text/plain', orderId);
      if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
    },
    onDragEnd: () => {
      store.dragged.value = null;
      store.hover.value = null;
    },
  };
}

/** What dropping the dragged thing on a courier, or before one of their stops, would do. */
function moveOnto(store: DayStore, courierId: string | null, before: StopName | null): Move | null {
  const dragged = store.dragged.value;
  if (dragged === null) return null;
  const { orderId, stop } = dragged;
  const isSame = courierOfOrder(store.data.value?.plan ?? null, orderId) === courierId;
  if (!isSame || stop === null) return { orderId, toCourierId: courierId };
  return { orderId, toCourierId: courierId, place: { stop, before } };
}

/**
 * Attributes of something an order can be dropped on; dropping only asks, it never moves at once.
 * On a stop of the same route it comes before that one, elsewhere on the route at its end.
 */
export function dropOrder(
  store: DayStore,
  courierId: string | null,
  before: StopName | null = null,
) {
  const mark = (event: DragEvent, isOver: boolean): void => {
    if (event.currentTarget instanceof HTMLElement) {
      event.currentTarget.classList.toggle('drop-here', isOver);
    }
  };
  return {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes(KIND)) return;
      const move = moveOnto(store, courierId, before);
      if (before !== null && !move?.place) return; // the whole column takes it
      event.preventDefault();
      event.stopPropagation();
      mark(event, true);
      if (move !== null && keyOfMove(move) !== keyOfMove(store.hover.value)) {
        store.hover.value = move;
      }
    },
    onDragLeave: (event: DragEvent) => mark(event, false),
    onDrop: (event: DragEvent) => {
      const orderId = event.dataTransfer?.getData(KIND);
      const move = moveOnto(store, courierId, before);
      if (before !== null && !move?.place) return;
      mark(event, false);
      store.hover.value = null;
      if (!orderId) return;
      event.preventDefault();
      event.stopPropagation();
      if (move?.place && courierId !== null) {
        const { place } = move;
        const stop = { order_id: orderId, stop: place.stop };
        store.reordering.value = { courierId, stop, before: place.before };
        return;
      }
      const { value } = store.marked;
      const also = value.has(orderId) ? [...value].filter((id) => id !== orderId) : [];
      store.moving.value = { orderId, also, toCourierId: courierId };
    },
  };
}

/** Tells moves apart. */
export function keyOfMove(move: Move | null): string {
  if (move === null) return '';
  const { place } = move;
  const where = place ? `${place.stop} ${place.before?.order_id} ${place.before?.stop}` : '';
  return `${move.orderId} ${move.toCourierId ?? ''} ${where}`;
}

/** Chooses an order alone, or with Ctrl, Cmd or Shift together with others. */
export function pickOrder(store: DayStore, orderId: string, event: MouseEvent): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey) {
    store.mark([orderId], !store.marked.value.has(orderId));
  } else {
    store.selection.value = { kind: 'order', id: orderId };
  }
}
