import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { polygonOf } from './areas';
import type { DayStore } from './store';
import { useWords } from './words';

export const WEATHERS = ['rain', 'storm', 'snow', 'ice', 'heat'] as const;
const HOUR_MS = 3_600_000;

interface Props {
  store: DayStore;
  onAdd: (body: Record<string, unknown>) => Promise<void>;
}

/** What is put on the streets: a closure, a weather or a factor; on streets, in an area, or everywhere. */
export function OverlayForm({ store, onAdd }: Props) {
  const { t } = useWords();
  const area = store.area.value;
  const [what, setWhat] = useState<string>(area ? 'closed' : 'rain');
  const [factor, setFactor] = useState('1300');
  const [names, setNames] = useState('');
  const [hours, setHours] = useState('');
  const [note, setNote] = useState('');
  const [isBusy, setBusy] = useState(false);
  const isPlaceless = what === 'closed' && area === null && names.trim() === '';
  const send = (event: Event): void => {
    event.preventDefault();
    const now = Date.parse(store.data.value?.now ?? '');
    const streets = names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    setBusy(true);
    void onAdd({
      streets,
      ...(area ? { area: polygonOf(area) } : {}),
      ...(what === 'closed' ? { is_closed: true } : {}),
      ...(what === 'slow' ? { time_permille: Number(factor) } : {}),
      ...(what !== 'closed' && what !== 'slow' ? { weather: what } : {}),
      ...(hours === '' ? {} : { ends_at: new Date(now + Number(hours) * HOUR_MS).toISOString() }),
      note,
    }).finally(() => {
      store.area.value = null;
      setBusy(false);
    });
  };
  return (
    <form class="card stack overlay-form" onSubmit={send}>
      <div class="field">
        <label for="overlay-what">{t('street_what')}</label>
        <select
          id="overlay-what"
          class="input"
          value={what}
          onChange={(event) => setWhat(event.currentTarget.value)}
        >
          <option value="closed">{t('street_closed')}</option>
          {WEATHERS.map((one) => (
            <option key={one} value={one}>
              {t(`weather_${one}`)}
            </option>
          ))}
          <option value="slow">{t('street_slow')}</option>
        </select>
      </div>
      {what === 'slow' && (
        <div class="field">
          <label for="overlay-factor">{t('street_factor')}</label>
          <input
            id="overlay-factor"
            class="input"
            type="number"
            min={500}
            max={5000}
            value={factor}
            onInput={(event) => setFactor(event.currentTarget.value)}
          />
        </div>
      )}
      {area && (
        <p class="row">
          <span class="chip">{t('street_drawn', { n: area.length })}</span>
          <Button onPress={() => (store.area.value = null)}>{t('draw_cancel')}</Button>
        </p>
      )}
      <div class="field">
        <label for="overlay-names">{t('street_names')}</label>
        <input
          id="overlay-names"
          class="input"
          value={names}
          onInput={(event) => setNames(event.currentTarget.value)}
        />
      </div>
      <div class="field">
        <label for="overlay-hours">{t('street_hours')}</label>
        <input
          id="overlay-hours"
          class="input"
          type="number"
          min={0.5}
          max={72}
          step={0.5}
          value={hours}
          onInput={(event) => setHours(event.currentTarget.value)}
        />
      </div>
      <div class="field">
        <label for="overlay-note">{t('street_note')}</label>
        <input
          id="overlay-note"
          class="input"
          maxLength={200}
          value={note}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
      </div>
      <div>
        <Button type="submit" look="main" isDisabled={isBusy || isPlaceless}>
          {t('street_put')}
        </Button>
      </div>
    </form>
  );
}
