import { DecisionSheet } from '../shared/DecisionSheet';
import type { Order } from '../shared/wire';
import { useWords } from './words';

interface Props {
  order: Order;
  /** How many of its booking are canceled together; one: this order by itself. */
  count: number;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before an order, or all open ones of a booking, are canceled. */
export function CancelSheet({ order, count, onConfirm, onClose }: Props) {
  const { t } = useWords();
  const isOne = count === 1;
  return (
    <DecisionSheet
      title={
        isOne
          ? t('cancel_question', { address: order.delivery.address })
          : t('cancel_all_question', { n: count })
      }
      confirm={isOne ? t('cancel_order') : t('cancel_all', { n: count })}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <p>{t(isOne ? 'cancel_effect' : 'cancel_all_effect')}</p>
    </DecisionSheet>
  );
}
