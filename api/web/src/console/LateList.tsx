import { Search } from 'lucide';
import { Button } from '../shared/Button';
import { nameOfOrder, type Day } from '../shared/wire';
import type { Foreseen } from './wire';
import { Who } from '../shared/Who';
import type { DayStore } from './store';
import { useWords } from './words';

interface Props {
  day: Day;
  store: DayStore;
  say: (text: string) => void;
  onFailure: (error: unknown) => void;
}

/** Deliveries that will be late if nobody does anything, each with its remedy one click away. */
export function LateList({ day, store, say, onFailure }: Props) {
  const { t, formats } = useWords();
  const late = store.foreseen.value.filter(({ lateness_s }) => lateness_s > 0);
  if (late.length === 0) return null;
  const help = async (one: Foreseen): Promise<void> => {
    const { candidates } = await store.explain(one.order_id);
    const other = candidates.find(
      ({ courier_id, blocked_by }) => blocked_by === null && courier_id !== one.courier_id,
    );
    store.selection.value = { kind: 'order', id: one.order_id };
    if (other === undefined) say(t('find_nobody'));
    else store.moving.value = { orderId: one.order_id, toCourierId: other.courier_id };
  };
  return (
    <section class="tray" aria-labelledby="late-title">
      <h2 id="late-title" class="tray-title">
        {t('late_ahead')} <span class="number soft">{late.length}</span>
      </h2>
      <ul class="tray-list">
        {late.map((one) => {
          const order = day.orders.find(({ id }) => id === one.order_id);
          const courier = day.couriers.find(({ id }) => id === one.courier_id);
          if (!order) return null;
          return (
            <li key={one.order_id} class="entry late-entry">
              <button
                type="button"
                class="entry-main"
                onClick={() => (store.selection.value = { kind: 'order', id: one.order_id })}
              >
                <span class="row">
                  {courier && <Who initials={courier.initials} color={courier.color} />}
                  <strong class="grow">{nameOfOrder(order)}</strong>
                </span>
                <span class="late number">
                  {t('late_line', {
                    time: formats.minutes(one.lateness_s),
                    at: formats.time(one.expected_at),
                  })}
                </span>
              </button>
              <Button icon={Search} onPress={() => void help(one).catch(onFailure)}>
                {t('find_somebody')}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
