import { useState } from 'preact/hooks';
import { useSending } from '../shared/asking';
import { Button } from '../shared/Button';
import { Failure } from '../shared/Failure';
import { Choice, Text } from '../shared/fields';
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
  const { isBusy, failure, send } = useSending();
  const isPlaceless = what === 'closed' && area === null && names.trim() === '';
  const put = (event: Event): void => {
    event.preventDefault();
    const now = Date.parse(store.data.value?.now ?? '');
    const streets = names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    const body = {
      streets,
      ...(area ? { area: polygonOf(area) } : {}),
      ...(what === 'closed' ? { is_closed: true } : {}),
      ...(what === 'slow' ? { time_permille: Number(factor) } : {}),
      ...(what !== 'closed' && what !== 'slow' ? { weather: what } : {}),
      ...(hours === '' ? {} : { ends_at: new Date(now + Number(hours) * HOUR_MS).toISOString() }),
      note,
    };
    send(
      () => onAdd(body),
      () => {
        store.area.value = null;
        setNames('');
        setHours('');
        setNote('');
      },
    );
  };
  return (
    <form class="card stack overlay-form" onSubmit={put}>
      <Choice
        id="overlay-what"
        label={t('street_what')}
        value={what}
        options={[
          { value: 'closed', text: t('street_closed') },
          ...WEATHERS.map((one) => ({ value: one, text: t(`weather_${one}`) })),
          { value: 'slow', text: t('street_slow') },
        ]}
        onChange={setWhat}
      />
      {what === 'slow' && (
        <Text
          id="overlay-factor"
          label={t('street_factor')}
          type="number"
          bounds={{ min: 500, max: 5000 }}
          value={factor}
          onChange={setFactor}
        />
      )}
      {area && (
        <p class="row">
          <span class="chip">{t('street_drawn', { n: area.length })}</span>
          <Button onPress={() => (store.area.value = null)}>{t('draw_cancel')}</Button>
        </p>
      )}
      <Text
        id="overlay-names"
        label={t('street_names')}
        length={1000}
        value={names}
        onChange={setNames}
      />
      <Text
        id="overlay-hours"
        label={t('street_hours')}
        type="number"
        bounds={{ min: 0.5, max: 72, step: 0.5 }}
        value={hours}
        onChange={setHours}
      />
      <Text
        id="overlay-note"
        label={t('street_note')}
        length={200}
        value={note}
        onChange={setNote}
      />
      <Failure error={failure} />
      <div>
        <Button type="submit" look="main" isDisabled={isPlaceless} isBusy={isBusy}>
          {t('street_put')}
        </Button>
      </div>
    </form>
  );
}
