import { TriangleAlert } from 'lucide';
import { Button } from '../shared/Button';
import { nameOfOrder, type Day } from '../shared/wire';
import type { DayStore } from './store';
import type { Incident } from './wire';
import { useWords } from './words';

function Line({ one, day, store }: { one: Incident; day: Day; store: DayStore }) {
  const { t, formats } = useWords();
  const order = day.orders.find(({ id }) => id === one.order_id);
  const courier = day.couriers.find(({ id }) => id === one.courier_id);
  const about = [order && nameOfOrder(order), courier?.name].filter(Boolean).join(' · ');
  return (
    <li class="stack incident">
      <p class="small">
        <strong class="number">{formats.time(one.happened_at)}</strong>{' '}
        {about !== '' && <span class="soft">{about}</span>}
      </p>
      <p class="small">{one.text}</p>
      {one.photos.length > 0 && (
        <p class="row wrap">
          {one.photos.map((sha256, index) => {
            const address = `/v1/incidents/${encodeURIComponent(one.id)}/photos/${sha256}`;
            return (
              <a key={sha256} href={address} target="_blank" rel="noreferrer">
                <img
                  class="incident-photo"
                  src={address}
                  loading="lazy"
                  alt={t('incident_photo', { n: index + 1 })}
                />
              </a>
            );
          })}
        </p>
      )}
      {order && (
        <div>
          <Button
            look="plain"
            onPress={() => (store.selection.value = { kind: 'order', id: order.id })}
          >
            {t('incident_show')}
          </Button>
        </div>
      )}
    </li>
  );
}

/** Opens the dialog for writing an incident down. */
export function TellIncident({
  store,
  ...about
}: {
  store: DayStore;
  orderId?: string;
  courierId?: string;
}) {
  const { t } = useWords();
  return (
    <Button icon={TriangleAlert} onPress={() => (store.telling.value = about)}>
      {t('incident_button')}
    </Button>
  );
}

/** What went wrong on the day, or with one order or courier. */
export function Incidents({
  day,
  store,
  orderId,
  courierId,
}: {
  day: Day;
  store: DayStore;
  orderId?: string;
  courierId?: string;
}) {
  const { t } = useWords();
  const found = store.incidents.value.filter(
    (one) =>
      (orderId === undefined || one.order_id === orderId) &&
      (courierId === undefined || one.courier_id === courierId),
  );
  if (found.length === 0) return null;
  return (
    <section class="stack">
      <h3>{t('incidents')}</h3>
      <ul class="stack">
        {found.map((one) => (
          <Line key={one.id} one={one} day={day} store={store} />
        ))}
      </ul>
    </section>
  );
}
