import { useEffect, useState } from 'preact/hooks';
import type { Day, MoveEffect } from '../shared/wire';
import { courierOfOrder } from './derive';
import { keyOfMove } from './drag';
import type { DayStore } from './store';
import { useWords } from './words';

const STILL_MS = 100;

/** While something is dragged over somebody: what dropping it there would do to both. */
export function HoverEffect({ day, store }: { day: Day; store: DayStore }) {
  const { t, formats } = useWords();
  const hover = store.hover.value;
  const { plan } = day;
  const key = keyOfMove(hover);
  const [found, setFound] = useState<{ key: string; effect: MoveEffect } | null>(null);
  useEffect(() => {
    if (hover === null) return undefined;
    if (!hover.place && courierOfOrder(plan, hover.orderId) === hover.toCourierId) return undefined;
    if (
      hover.place?.before?.order_id === hover.orderId &&
      hover.place.before.stop === hover.place.stop
    )
      return undefined;
    let isCurrent = true;
    const timer = setTimeout(() => {
      store.tryMove(hover).then(
        (effect) => isCurrent && setFound({ key, effect }),
        () => undefined,
      );
    }, STILL_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [key, hover, store, plan]);
  if (hover === null) return null;
  const effect = found?.key === key ? found.effect : null;
  const name = (id: string): string => day.couriers.find((one) => one.id === id)?.name ?? id;
  return (
    <div class={effect?.violations.length ? 'hover-effect breaks' : 'hover-effect'} role="status">
      {effect === null ? (
        <span>{t('hover_checking')}</span>
      ) : (
        <>
          {effect.effects.map((one) => (
            <span key={one.courier_id}>
              {t('hover_person', {
                name: name(one.courier_id),
                minutes: formats.signedMinutes((one.minutes_after - one.minutes_before) * 60),
                balance: formats.signedMoney(one.balance_minor_after - one.balance_minor_before),
              })}
            </span>
          ))}
          <strong>
            {effect.violations.length === 0
              ? t('hover_fine')
              : t('hover_breaks', {
                  rules: effect.violations.map(({ message }) => message).join(' '),
                })}
          </strong>
        </>
      )}
    </div>
  );
}
