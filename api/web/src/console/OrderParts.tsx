import { Combine, Split, Unlink } from 'lucide';
import { Button } from '../shared/Button';
import type { Say } from '../shared/toasts';
import { nameOfOrder, type Day, type Order } from '../shared/wire';
import { isOpen, namesOf, partsBeside, ridingWith } from './parts';
import type { DayStore } from './store';
import { useWords } from './words';

interface Props {
  day: Day;
  order: Order;
  store: DayStore;
  say: Say;
  onFailure: (error: unknown) => void;
}

/** Of what an order is a part, and with what it rides; both are undone here. */
export function OrderParts({ day, order, store, say, onFailure }: Props) {
  const { t } = useWords();
  const beside = partsBeside(day, order);
  const riding = ridingWith(day, order);
  const name = nameOfOrder({ id: order.id, reference: order.reference });
  const isWhole = isOpen(order) && beside.every(isOpen);
  const rejoin = (): void => {
    store.rejoin(order).then(() => say(t('rejoin_done', { order: name })), onFailure);
  };
  const letApart = (): void => {
    const again = [order, ...riding];
    store.letApart(order.id).then(
      (fresh) =>
        say(t('apart_done'), {
          label: t('take_back'),
          run: () =>
            void store
              .bringTogether(fresh(again), '')
              .then(() => say(t('together_done', { n: again.length })), onFailure),
        }),
      onFailure,
    );
  };
  return (
    <>
      {beside.length > 0 && (
        <div class="row wrap">
          <span class="small">
            {t('part_beside', { n: beside.length })}{' '}
            {beside.map((one) => (
              <button
                key={one.id}
                type="button"
                class="link"
                onClick={() => (store.selection.value = { kind: 'order', id: one.id })}
              >
                {nameOfOrder(one)}
              </button>
            ))}
          </span>
          <Button icon={Combine} isDisabled={!isWhole} onPress={rejoin}>
            {t('rejoin_button')}
          </Button>
          {!isWhole && <span class="small soft">{t('rejoin_not')}</span>}
        </div>
      )}
      {riding.length > 0 && (
        <div class="row wrap">
          <span class="small">{t('rides_with', { orders: namesOf(riding) })}</span>
          {isOpen(order) && (
            <Button icon={Unlink} onPress={letApart}>
              {t('apart_button')}
            </Button>
          )}
        </div>
      )}
      {isOpen(order) && order.parcels.length > 1 && (
        <div class="row wrap">
          <Button icon={Split} onPress={() => (store.splitting.value = order.id)}>
            {t('split_button')}
          </Button>
        </div>
      )}
    </>
  );
}
