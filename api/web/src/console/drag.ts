import type { DayStore } from './store';

const KIND = 'application/x-commonwheel-order';

/** Attributes of something that stands for an order and can be dragged to a courier. */
export function dragOrder(orderId: string) {
  return {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer?.setData(KIND, orderId);
      event.dataTransfer?.setData('text/plain', orderId);
      if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
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
    },
    onDragLeave: (event: DragEvent) => mark(event, false),
    onDrop: (event: DragEvent) => {
      mark(event, false);
      const orderId = event.dataTransfer?.getData(KIND);
      if (!orderId) return;
      event.preventDefault();
      store.moving.value = { orderId, toCourierId: courierId };
    },
  };
}
