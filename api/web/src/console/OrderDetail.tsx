import { Attention } from '../shared/Attention';
import { ArrowRightLeft, Pin, PinOff } from 'lucide';
import { useSending } from '../shared/asking';
import { Button } from '../shared/Button';
import { Notice } from '../shared/Notice';
import type { Day, Order, PlannedStop } from '../shared/wire';
import type { Say } from '../shared/toasts';
import { Who } from '../shared/Who';
import { Why } from '../shared/Why';
import { courierOfOrder, latenessOf, routeOf } from './derive';
import { Contested } from './Contested';
import { DoorForm } from './DoorForm';
import { Facts } from './Facts';
import { OrderParts } from './OrderParts';
import { Ranking } from './Ranking';
import type { DayStore } from './store';
import { useWords } from './words';

interface Props {
  day: Day;
  order: Order;
  store: DayStore;
  say: Say;
  onFailure: (error: unknown) => void;
}

const OPEN = new Set(['placed', 'assigned']);
const UNDERWAY = new Set(['placed', 'assigned', 'picked_up']);

function Planned({ order, day }: { order: Order; day: Day }) {
  const { t, formats } = useWords();
  const courierId = courierOfOrder(day.plan, order.id);
  const courier = day.couriers.find(({ id }) => id === courierId);
  if (!courier || courierId === null || day.plan === null) {
    const reason = day.plan?.unassigned.find(({ order_id }) => order_id === order.id)?.reason;
    if (!reason)
      return OPEN.has(order.state) ? <Notice tone="look">{t('not_planned_yet')}</Notice> : null;
    return (
      <Notice tone="look" title={t('why_unassigned')}>
        <p>{reason.message}</p>
        {reason.remedies.length > 0 && (
          <>
            <p>{t('what_would_help')}</p>
            <ul class="dots">
              {reason.remedies.map((remedy) => (
                <li key={remedy.code}>{remedy.message}</li>
              ))}
            </ul>
          </>
        )}
      </Notice>
    );
  }
  const stops = routeOf(day.plan, courierId)?.stops ?? [];
  const at = (kind: PlannedStop['kind']): PlannedStop | undefined =>
    stops.find((stop) => stop.order_id === order.id && stop.kind === kind);
  const delivery = at('delivery');
  const pickup = at('pickup');
  const late = delivery ? latenessOf(delivery) : 0;
  const pin = day.pins?.find(({ order_id }) => order_id === order.id);
  const slack = delivery?.window
    ? (Date.parse(delivery.window.to) - Date.parse(delivery.start)) / 1000
    : null;
  return (
    <>
      <div class="row">
        <Who initials={courier.initials} color={courier.color} />
        <span class="grow">{courier.name}</span>
        {pin && <span class="chip">{t('pinned')}</span>}
      </div>
      {late > 0 && <Notice tone="look">{t('late_by', { time: formats.minutes(late) })}</Notice>}
      <Why question={t('why_this_courier', { name: courier.name })}>
        <ul class="dots small">
          {pin && <li>{t('why_pinned', { reason: pin.reason ?? t('no_reason_given') })}</li>}
          <li>
            {t('why_plan', { version: day.plan.version, policy: String(day.plan.policy_version) })}
          </li>
          {pickup && (
            <li>
              {t('why_legs', {
                distance: formats.distance(pickup.distance_m + (delivery?.distance_m ?? 0)),
              })}
            </li>
          )}
          {slack !== null && slack >= 0 && (
            <li>{t('why_slack', { time: formats.minutes(slack) })}</li>
          )}
          <li>
            {t('why_balance', {
              name: courier.name,
              amount: formats.signedMinutes(courier.balance_s),
            })}
          </li>
        </ul>
      </Why>
    </>
  );
}

export function OrderDetail({ day, order, store, say, onFailure }: Props) {
  const { t, has, formats } = useWords();
  const courierId = courierOfOrder(day.plan, order.id);
  const isPinned = day.pins?.some(({ order_id }) => order_id === order.id) ?? false;
  const isOpen = OPEN.has(order.state);
  const state = `state_${order.state}`;
  const { isBusy, send } = useSending();
  const run = (action: () => Promise<void>, text: string): void =>
    send(() => action().then(() => say(text), onFailure));
  return (
    <>
      <div class="row wrap">
        <span class="chip">{has(state) ? t(state) : order.state}</span>
        {order.eta && (
          <span class="chip number">{t('eta', { time: formats.time(order.eta) })}</span>
        )}
      </div>
      <Attention codes={order.needs_attention} />
      <Planned order={order} day={day} />
      {isOpen && <Ranking key={order.id} day={day} orderId={order.id} store={store} />}
      <Contested
        key={`contested-${order.id}`}
        orderId={order.id}
        store={store}
        say={say}
        onFailure={onFailure}
      />
      <Facts
        rows={[
          [t('storefront'), order.storefront.name],
          [
            t('pickup'),
            <>
              {order.pickup.address}
              {order.pickup.window && (
                <span class="number soft"> {formats.span(order.pickup.window)}</span>
              )}
            </>,
          ],
          [
            t('delivery'),
            <>
              {order.delivery.address}
              {order.delivery.window && (
                <span class="number soft"> {formats.span(order.delivery.window)}</span>
              )}
              {order.delivery.note && <span class="soft"> {order.delivery.note}</span>}
            </>,
          ],
          [t('promise'), <span class="number">{formats.span(order.promise)}</span>],
          [
            t('load'),
            t('parcels_weight', {
              n: order.parcels.length,
              weight: formats.weight(order.weight_g),
            }),
          ],
          [
            t('fee'),
            <>
              <span class="number">{formats.money(order.fee.total_minor)}</span>{' '}
              {order.fee.courier_pay_minor !== undefined && (
                <span class="soft">
                  {t('fee_share', { amount: formats.money(order.fee.courier_pay_minor) })}
                </span>
              )}
            </>,
          ],
        ]}
      />
      {UNDERWAY.has(order.state) && (
        <DoorForm
          order={order}
          store={store}
          onPoint={(end, location) =>
            run(() => store.pointAt(order.id, end, location), t('door_done'))
          }
        />
      )}
      <OrderParts day={day} order={order} store={store} say={say} onFailure={onFailure} />
      {isOpen && day.plan && (
        <div class="row wrap">
          <Button
            icon={ArrowRightLeft}
            onPress={() => (store.moving.value = { orderId: order.id })}
          >
            {t('move_to')}
          </Button>
          {courierId !== null &&
            (isPinned ? (
              <Button
                icon={PinOff}
                isBusy={isBusy}
                onPress={() => run(() => store.unpin(order.id), t('unpinned_done'))}
              >
                {t('unpin')}
              </Button>
            ) : (
              <Button
                icon={Pin}
                isBusy={isBusy}
                onPress={() =>
                  run(() => store.pin(order.id, courierId, t('pin_reason')), t('pinned_done'))
                }
              >
                {t('pin')}
              </Button>
            ))}
        </div>
      )}
    </>
  );
}
