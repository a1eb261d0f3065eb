import { useState } from 'preact/hooks';
import { Choice } from '../shared/fields';
import { nameOfOrder, type Day } from '../shared/wire';
import { DecideSheet } from './DecideSheet';
import { courierOfOrder } from './derive';
import type { DayStore } from './store';
import { useWords } from './words';

interface Props {
  day: Day;
  store: DayStore;
  orderId: string;
  also?: readonly string[];
  toCourierId: string | null | undefined;
  say: (text: string) => void;
}

const NOBODY = 'nobody';
const NONE: readonly string[] = [];

/** Moves an order: choose to whom, see what it does to each person, then decide. */
export function MoveSheet({ day, store, orderId, also = NONE, toCourierId, say }: Props) {
  const { t } = useWords();
  const from = also.length > 0 ? undefined : courierOfOrder(day.plan, orderId);
  const order = day.orders.find(({ id }) => id === orderId);
  const reference = order ? nameOfOrder(order) : '';
  const isMany = also.length > 0;
  const [target, setTarget] = useState<string | null | undefined>(toCourierId);
  const close = (): void => {
    store.moving.value = null;
  };
  return (
    <DecideSheet
      day={day}
      store={store}
      name="move"
      move={target === undefined || target === from ? null : { orderId, also, toCourierId: target }}
      title={isMany ? t('move_many', { n: also.length + 1 }) : t('move_title', { reference })}
      confirm={t('move_confirm')}
      before={
        target === undefined ? (
          <p class="soft">{t('move_choose_first')}</p>
        ) : (
          target === from && <p class="soft">{t('move_same')}</p>
        )
      }
      onDone={() => {
        say(isMany ? t('moved_many', { n: also.length + 1 }) : t('moved_done', { reference }));
        store.marked.value = new Set();
        close();
      }}
      onClose={close}
    >
      <Choice
        id="move-target"
        label={t('move_to_whom')}
        value={target === undefined ? '' : (target ?? NOBODY)}
        {...(target === undefined ? { ask: t('choose') } : {})}
        options={[
          ...day.couriers.map((one) => ({ value: one.id, text: one.name })),
          { value: NOBODY, text: t('to_unassigned') },
        ]}
        without={from === undefined ? NONE : [from ?? NOBODY]}
        onChange={(value) => setTarget(value === NOBODY ? null : value)}
      />
    </DecideSheet>
  );
}
