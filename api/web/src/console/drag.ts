import type { DayStore } from './store';

const KIND = 'application/x-commonwheel-order';

/** Attributes of something that stands for an order and can be dragged to a courier. */
export function dragOrder(store: DayStore, orderId: string) {
  return {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      store.dragged.value = orderId;
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

/** Attributes of something an order can be dropped on; dropping only asks, it never moves at once. */
export function dropOrder(store: DayStore, courierId: string | null) {
  const mark = (event: DragEvent, isOver: boolean): void => {
    if (event.currentTarget instanceof HTMLElement) {
      event.currentTarget.classList.toggle('drop-here', isOver);
    }
  };
  return {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes(KIND)) return;
      event.preventDefault();
      mark(event, true);
      const orderId = store.dragged.value;
      const { value } = store.hover;
      if (orderId === null || (value?.orderId === orderId && value.toCourierId === courierId)) {
        return;
      }
      store.hover.value = { orderId, toCourierId: courierId };
    },
    onDragLeave: (event: DragEvent) => mark(event, false),
    onDrop: (event: DragEvent) => {
      mark(event, false);
      store.hover.value = null;
      const orderId = event.dataTransfer?.getData(KIND);
      if (!orderId) return;
      event.preventDefault();
      const { value } = store.marked;
      const also = value.has(orderId) ? [...value].filter((id) => id !== orderId) : [];
      store.moving.value = { orderId, also, toCourierId: courierId };
    },
  };
}

/** Chooses an order alone, or with Ctrl, Cmd or Shift together with others. */
export function pickOrder(store: DayStore, orderId: string, event: MouseEvent): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey) {
    store.mark([orderId], !store.marked.value.has(orderId));
  } else {
    store.selection.value = { kind: 'order', id: orderId };
  }
}
