import { signal, type ReadonlySignal } from '@preact/signals';
import { X } from 'lucide';
import { Button } from './Button';
import { useWords } from './words';

interface Toast {
  id: number;
  text: string;
  undo?: { label: string; run: () => void };
}

/** Says what was done, with a way back where there is one. */
export type Say = (text: string, undo?: Toast['undo']) => void;

export interface Toasts {
  readonly list: ReadonlySignal<readonly Toast[]>;
  say: Say;
  drop(id: number): void;
  /** While somebody reads or reaches for one, none goes away. */
  hold(isHeld: boolean): void;
}

const SHOWN_MS = 8_000;

export function createToasts(): Toasts {
  const list = signal<readonly Toast[]>([]);
  let next = 1;
  let isHeld = false;
  const overdue = new Set<number>();
  const drop = (id: number): void => {
    overdue.delete(id);
    list.value = list.value.filter((toast) => toast.id !== id);
  };
  const dropLater = (id: number): void => {
    setTimeout(() => {
      if (isHeld) overdue.add(id);
      else drop(id);
    }, SHOWN_MS);
  };
  return {
    list,
    drop,
    hold(held) {
      isHeld = held;
      if (held) return;
      overdue.forEach(dropLater);
      overdue.clear();
    },
    say(text, undo) {
      const id = next++;
      list.value = [
        ...list.value.slice(-2),
        undo === undefined ? { id, text } : { id, text, undo },
      ];
      dropLater(id);
    },
  };
}

/** What just happened, said politely, with a way back where there is one. */
export function ToastShelf({ toasts }: { toasts: Toasts }) {
  const { t } = useWords();
  return (
    <div
      class="toasts"
      role="status"
      aria-live="polite"
      onPointerEnter={() => toasts.hold(true)}
      onPointerLeave={() => toasts.hold(false)}
      onFocusIn={() => toasts.hold(true)}
      onFocusOut={() => toasts.hold(false)}
    >
      {toasts.list.value.map((toast) => (
        <div class="toast" key={toast.id}>
          <span class="grow">{toast.text}</span>
          {toast.undo && (
            <Button
              look="plain"
              onPress={() => {
                toast.undo?.run();
                toasts.drop(toast.id);
              }}
            >
              {toast.undo.label}
            </Button>
          )}
          <Button look="plain" icon={X} label={t('close')} onPress={() => toasts.drop(toast.id)} />
        </div>
      ))}
    </div>
  );
}
