import { Notice } from '../shared/Notice';
import { nameOfOrder } from '../shared/wire';
import type { ShiftEffect, Stretch } from './shifts';
import { useWords } from './words';

const MOST_NAMED = 8;

/** Tells that a courier did not say that they can work then; it may be agreed all the same. */
export function OutsideNotice({ name, parts }: { name: string; parts: Stretch[] }) {
  const { t, formats } = useWords();
  if (parts.length === 0) return null;
  const hours = parts.map((part) => formats.span({ from: part.begins_at, to: part.ends_at }));
  return (
    <Notice tone="look" isLive>
      {t('office_outside', { name, parts: hours.join(', ') })}
    </Notice>
  );
}

/** What a change of a shift does to the plan of its day. */
export function EffectLine({ effect }: { effect: ShiftEffect }) {
  const { t, formats } = useWords();
  const { to_give: orders, online_s: online, num_unassigned: waiting } = effect;
  return (
    <Notice tone={orders.length > 0 ? 'look' : 'calm'} isLive>
      <p>
        {t('office_effect_time', { time: formats.signedMinutes(online) })}{' '}
        {orders.length === 0
          ? t('office_effect_none')
          : t('office_effect_orders', { n: orders.length })}{' '}
        {waiting > 0 && t('office_effect_waiting', { n: waiting })}
      </p>
      {orders.length > 0 && (
        <ul class="office-dots small">
          {orders.slice(0, MOST_NAMED).map((order) => (
            <li key={order.id}>
              {nameOfOrder(order)} · {order.address}
            </li>
          ))}
          {orders.length > MOST_NAMED && (
            <li>{t('office_and_more', { n: orders.length - MOST_NAMED })}</li>
          )}
        </ul>
      )}
    </Notice>
  );
}
