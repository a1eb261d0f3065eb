import { createPortal } from 'preact/compat';
import { useEffect } from 'preact/hooks';
import { TableHead } from '../shared/TableHead';
import type { Day } from '../shared/wire';
import { isServed, routeOf } from './derive';
import { useWords } from './words';

interface Props {
  day: Day;
  courierId: string;
  onDone: () => void;
}

/** A courier's route on paper, for a phone that has died; printed as soon as it is there. */
export function PrintRoute({ day, courierId, onDone }: Props) {
  const { t, formats } = useWords();
  const courier = day.couriers.find(({ id }) => id === courierId);
  const stops = (routeOf(day.plan, courierId)?.stops ?? []).filter(
    (stop) => isServed(stop) && stop.state !== 'done' && stop.state !== 'failed',
  );
  useEffect(() => {
    window.addEventListener('afterprint', onDone, { once: true });
    window.print();
    return () => window.removeEventListener('afterprint', onDone);
  }, [onDone]);
  return createPortal(
    <section class="print-route">
      <h1>{t('print_title', { name: courier?.name ?? courierId, day: formats.day(day.day) })}</h1>
      <p>{t('print_state', { version: day.plan?.version ?? 0, time: formats.time(day.now) })}</p>
      <table>
        <TableHead
          columns={[
            { title: t('column_window') },
            { title: t('print_what') },
            { title: t('print_where') },
            { title: t('print_contact') },
            { title: t('print_done') },
          ]}
        />
        <tbody>
          {stops.map((stop) => {
            const order = day.orders.find(({ id }) => id === stop.order_id);
            const place = stop.kind === 'pickup' ? order?.pickup : order?.delivery;
            return (
              <tr key={`${stop.order_id ?? ''}${stop.kind}`}>
                <td>
                  <strong>{formats.time(stop.start)}</strong>
                  <br />
                  {stop.window ? formats.span(stop.window) : ''}
                </td>
                <td>
                  {t(stop.kind === 'pickup' ? 'pickup' : 'delivery')} {order?.reference}
                  <br />
                  {order
                    ? t('parcels_weight', {
                        n: order.parcels.length,
                        weight: formats.weight(order.weight_g),
                      })
                    : ''}
                </td>
                <td>
                  {stop.address}
                  <br />
                  {place?.note}
                </td>
                <td>
                  {place?.contact} {place?.phone}
                </td>
                <td class="print-box" />
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>,
    document.body,
  );
}
