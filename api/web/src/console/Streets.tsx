import { useEffect, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Notice } from '../shared/Notice';
import { SkeletonLines } from '../shared/Skeleton';
import { nameOfOrder, type Day } from '../shared/wire';
import type { StreetOverlay } from './wire';
import { OverlayForm } from './OverlayForm';
import type { DayStore } from './store';
import { useWords } from './words';

interface Props {
  day: Day;
  store: DayStore;
  say: (text: string) => void;
  onFailure: (error: unknown) => void;
}

function Changed({ day, store }: Pick<Props, 'day' | 'store'>) {
  const { t, formats } = useWords();
  const found = store.foreseen.value;
  return (
    <section class="stack" aria-live="polite">
      <h3>{t('etas_title')}</h3>
      {found.length === 0 ? (
        <p class="soft">{t('etas_none')}</p>
      ) : (
        <p>{t('moved_etas', { n: found.length })}</p>
      )}
      <ul class="eta-list small">
        {found.slice(0, 100).map((one) => {
          const order = day.orders.find(({ id }) => id === one.order_id);
          return (
            <li key={one.order_id}>
              <button
                type="button"
                class="stop-line"
                onClick={() => (store.selection.value = { kind: 'order', id: one.order_id })}
              >
                <span class="number grow">
                  {t('eta_changed', {
                    order: order ? nameOfOrder(order) : one.order_id,
                    before: formats.time(one.planned_at),
                    after: formats.time(one.expected_at),
                  })}
                </span>
                {one.lateness_s > 0 && (
                  <span class="late">
                    {t('late_by', { time: formats.minutes(one.lateness_s) })}
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function OverlayLine({ one, onEnd }: { one: StreetOverlay; onEnd: () => void }) {
  const { t, has, formats } = useWords();
  const weather = `weather_${one.weather ?? ''}`;
  const what = one.is_closed
    ? t('street_closed')
    : has(weather)
      ? t(weather)
      : t('street_slower', { percent: formats.percent((one.time_permille ?? 1000) / 1000 - 1, 0) });
  const where = [...one.streets, ...(one.area ? [t('street_area')] : [])].join(', ');
  return (
    <li class="row apart overlay-line">
      <span>
        <strong>{what}</strong> <span>{where === '' ? t('street_everywhere') : where}</span>
        {one.ends_at !== null && (
          <span class="soft number"> {t('street_until', { time: formats.time(one.ends_at) })}</span>
        )}
        {one.note !== '' && <span class="soft"> · {one.note}</span>}
      </span>
      <Button onPress={onEnd}>{t('street_end')}</Button>
    </li>
  );
}

/** Closures, weather and what slows the streets down, and what that does to today's deliveries. */
export function Streets({ day, store, say, onFailure }: Props) {
  const { t } = useWords();
  const [list, setList] = useState<StreetOverlay[] | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const look = (): void => {
    store.overlays().then(setList, () => setFailed(true));
  };
  useEffect(look, [store, day.now]);
  const after = (text: string): void => {
    say(text);
    look();
  };
  return (
    <section class="streets-view" aria-label={t('streets_title')} tabIndex={0}>
      <div class="stack wide">
        <h3>{t('streets_title')}</h3>
        {hasFailed && <Notice tone="look">{t('server_unreachable')}</Notice>}
        {list === null && !hasFailed && <SkeletonLines count={2} />}
        {list?.length === 0 && <p class="soft">{t('streets_none')}</p>}
        <ul class="stack">
          {list?.map((one) => (
            <OverlayLine
              key={one.id}
              one={one}
              onEnd={() => {
                store.endOverlay(one.id).then(() => after(t('street_ended')), onFailure);
              }}
            />
          ))}
        </ul>
        <OverlayForm
          store={store}
          onAdd={(body) => store.addOverlay(body).then(() => after(t('street_added')), onFailure)}
        />
      </div>
      <Changed day={day} store={store} />
    </section>
  );
}
