import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Text } from '../shared/fields';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
import { Sheet } from '../shared/Sheet';
import type { Say } from '../shared/toasts';
import { nameOfOrder, type Order } from '../shared/wire';
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
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const confirm = (): void => {
    setBusy(true);
    store.bringTogether(orders, reason).then(
      () => {
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
      },
      (error: unknown) => {
        setFailure(error);
        setBusy(false);
      },
    );
  };
  return (
    <Sheet
      title={t('together_title', { n: orders.length })}
      onClose={onClose}
      foot={
        <>
          <Button look="main" isDisabled={isBusy} onPress={confirm}>
            {t('together_confirm')}
          </Button>
          <Button onPress={onClose}>{t('keep_as_is')}</Button>
        </>
      }
    >
      <div class="stack wide">
        {failure !== null && (
          <Notice tone="breaks" isLive>
            {failureText(failure)}
          </Notice>
        )}
        <p class="small soft">{t('together_about')}</p>
        <ul class="dots small">
          {orders.map((one) => (
            <li key={one.id}>
              <strong>{nameOfOrder(one)}</strong> {one.storefront.name} → {one.delivery.address}
            </li>
          ))}
        </ul>
        <Text
          id="together-reason"
          label={t('reason_optional')}
          value={reason}
          length={200}
          onChange={setReason}
        />
      </div>
    </Sheet>
  );
}
