import { ArrowRightLeft, Combine, Pin, PinOff, RefreshCw, X } from 'lucide';
import { useState } from 'preact/hooks';
import { useSending } from '../shared/asking';
import { Button } from '../shared/Button';
import type { Say } from '../shared/toasts';
import { nameOfOrder, type Day } from '../shared/wire';
import { apartBecause, toPin } from './parts';
import type { DayStore } from './store';
import { TogetherSheet } from './TogetherSheet';
import { useWords } from './words';

interface Props {
  day: Day;
  store: DayStore;
  say: Say;
  onFailure: (error: unknown) => void;
}

const MOVABLE = new Set(['placed', 'assigned']);

/** Several orders at once: move, pin, unpin, or plan only these again. */
export function MarkedDetail({ day, store, say, onFailure }: Props) {
  const { t, formats } = useWords();
  const marked = store.marked.value;
  const orders = day.orders.filter(({ id }) => marked.has(id));
  const open = orders.filter(({ state }) => MOVABLE.has(state));
  const pinned = new Set(day.pins?.map(({ order_id }) => order_id));
  const ids = open.map(({ id }) => id);
  const [first, ...also] = ids;
  const [isJoining, setJoining] = useState(false);
  const why = apartBecause(open);
  const run = (action: () => Promise<void>, text: string): void =>
    send(() => action().then(() => say(text), onFailure));
  const free = toPin(day, open);
  const held = ids.filter((id) => pinned.has(id));
  const { isBusy, send } = useSending();
  const pin = async (): Promise<void> => {
    for (const { id, courierId } of free) await store.pin(id, courierId, t('pin_reason'));
  };
  const unpin = async (): Promise<void> => {
    for (const id of held) await store.unpin(id);
  };
  return (
    <>
      <div class="row wrap">
        <Button
          look="main"
          icon={ArrowRightLeft}
          isDisabled={first === undefined}
          onPress={() => {
            if (first !== undefined) store.moving.value = { orderId: first, also };
          }}
        >
          {t('marked_move')}
        </Button>
        <Button
          icon={Pin}
          isDisabled={free.length === 0}
          isBusy={isBusy}
          onPress={() => run(pin, t('marked_pinned', { n: free.length }))}
        >
          {t('marked_pin')}
        </Button>
        <Button
          icon={PinOff}
          isDisabled={held.length === 0}
          isBusy={isBusy}
          onPress={() => run(unpin, t('marked_unpinned', { n: held.length }))}
        >
          {t('marked_unpin')}
        </Button>
        <Button
          icon={RefreshCw}
          isDisabled={first === undefined}
          isBusy={isBusy}
          onPress={() => run(() => store.replan(ids), t('replan_asked'))}
        >
          {t('marked_replan')}
        </Button>
        <Button icon={Combine} isDisabled={why !== null} onPress={() => setJoining(true)}>
          {t('together_button')}
        </Button>
        <Button icon={X} onPress={() => (store.marked.value = new Set())}>
          {t('marked_clear')}
        </Button>
      </div>
      {first === undefined && <p class="soft">{t('marked_none_open')}</p>}
      {why !== null && first !== undefined && <p class="small soft">{t(why)}</p>}
      {isJoining && (
        <TogetherSheet orders={open} store={store} say={say} onClose={() => setJoining(false)} />
      )}
      <ul class="stop-list">
        {orders.slice(0, 200).map((order) => (
          <li key={order.id}>
            <button
              type="button"
              class="stop-line"
              onClick={() => {
                store.marked.value = new Set();
                store.selection.value = { kind: 'order', id: order.id };
              }}
            >
              <strong>{nameOfOrder(order)}</strong>
              <span class="cut grow">{order.delivery.address}</span>
              <span class="number small">
                {formats.span(order.delivery.window ?? order.promise)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
