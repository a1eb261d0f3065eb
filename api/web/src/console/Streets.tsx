import { useCallback, useEffect } from 'preact/hooks';
import { useAnswer, useSending } from '../shared/asking';
import { Button } from '../shared/Button';
import { Failure } from '../shared/Failure';
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

function OverlayLine({
  one,
  isBusy,
  onEnd,
}: {
  one: StreetOverlay;
  isBusy: boolean;
  onEnd: () => void;
}) {
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
      <Button isBusy={isBusy} onPress={onEnd}>
        {t('street_end')}
      </Button>
    </li>
  );
}

/** Closures, weather and what slows the streets down, and what that does to today's deliveries. */
export function Streets({ day, store, say, onFailure }: Props) {
  const { t } = useWords();
  const ask = useCallback(() => store.overlays(), [store]);
  const { found: list, failure, read } = useAnswer(ask);
  useEffect(() => {
    read().catch(() => undefined); // it is shown as the failure
  }, [read, day.now]);
  const { isBusy, send } = useSending();
  const after = (text: string): void => {
    say(text);
    read().catch(() => undefined);
  };
  return (
    <section class="streets-view" aria-label={t('streets_title')} tabIndex={0}>
      <div class="stack wide">
        <h3>{t('streets_title')}</h3>
        <Failure error={failure} />
        {list === null && failure === null && <SkeletonLines count={2} />}
        {list?.length === 0 && <p class="soft">{t('streets_none')}</p>}
        <ul class="stack">
          {list?.map((one) => (
            <OverlayLine
              key={one.id}
              one={one}
              isBusy={isBusy}
              onEnd={() =>
                send(() => store.endOverlay(one.id).then(() => after(t('street_ended')), onFailure))
              }
            />
          ))}
        </ul>
        <OverlayForm
          store={store}
          onAdd={(body) => store.addOverlay(body).then(() => after(t('street_added')))}
        />
      </div>
      <Changed day={day} store={store} />
    </section>
  );
}
