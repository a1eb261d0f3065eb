import { useState } from 'preact/hooks';
import { useSending } from '../shared/asking';
import { useFailureText } from '../shared/page';
import type { Say } from '../shared/toasts';
import { nameOfOrder, type Order } from '../shared/wire';
import { DecisionSheet } from '../shared/DecisionSheet';
import type { DayStore } from './store';
import { useWords } from './words';

interface Props {
  orders: readonly Order[];
  store: DayStore;
  say: Say;
  onClose: () => void;
}

/** Asks that one courier brings some orders. */
export function TogetherSheet({ orders, store, say, onClose }: Props) {
  const { t } = useWords();
  const failureText = useFailureText();
  const [reason, setReason] = useState('');
  const { isBusy, failure, send } = useSending();
  const done = (): void => {
    const first = orders[0]?.id ?? '';
    say(t('together_done', { n: orders.length }), {
      label: t('take_back'),
      run: () =>
        void store.letApart(first).then(
          () => say(t('apart_done')),
          (error: unknown) => say(failureText(error)),
        ),
    });
    store.marked.value = new Set();
    onClose();
  };
  return (
    <DecisionSheet
      title={t('together_title', { n: orders.length })}
      confirm={t('together_confirm')}
      isBusy={isBusy}
      failure={failure}
      reason={{ id: 'together-reason', value: reason, onChange: setReason }}
      onConfirm={() => send(() => store.bringTogether(orders, reason), done)}
      onClose={onClose}
    >
      <p class="small soft">{t('together_about')}</p>
      <ul class="dots small">
        {orders.map((one) => (
          <li key={one.id}>
            <strong>{nameOfOrder(one)}</strong> {one.storefront.name} → {one.delivery.address}
          </li>
        ))}
      </ul>
    </DecisionSheet>
  );
}
