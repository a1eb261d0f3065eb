import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { Text } from './fields';
import { PlaceField, type ChosenPlace } from './PlaceField';
import { dayNamed, WEEKDAYS, weeklyRule, type Weekday } from './standing';
import { gramsOf, NO_PLACE, placeIn } from './wish';
import { useWords } from './words';

interface Props {
  client: Client;
  /** The co-op's day, from which it begins. */
  today: string;
  notice: string | null;
  isBusy: boolean;
  onAdd: (body: Record<string, unknown>) => void;
}

/** What is to come again and again: where to, on which weekdays, between which times. */
export function StandingForm({ client, today, notice, isBusy, onAdd }: Props) {
  const { t, language } = useWords();
  const [place, setPlace] = useState<ChosenPlace>(NO_PLACE);
  const [kilograms, setKilograms] = useState('2');
  const [days, setDays] = useState<ReadonlySet<Weekday>>(new Set());
  const [from, setFrom] = useState('09:00');
  const [to, setTo] = useState('11:00');
  const [note, setNote] = useState('');
  const [reference, setReference] = useState('');
  const [isTried, setTried] = useState(false);
  const grams = gramsOf(kilograms);
  const hasPlace = place.text.trim() !== '';
  const hasHours = from !== '' && to > from;
  const names = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  const toggle = (day: Weekday): void => {
    const next = new Set(days);
    if (!next.delete(day)) next.add(day);
    setDays(next);
  };
  const add = (): void => {
    setTried(true);
    if (!hasPlace || grams === null || days.size === 0 || !hasHours) return;
    onAdd({
      delivery: placeIn(place, note ? { note } : {}),
      parcels: [{ weight_g: grams }],
      rule: weeklyRule(days),
      starts_on: today,
      from,
      to,
      ...(reference ? { reference } : {}),
    });
  };
  return (
    <form
      class="stack"
      noValidate
      aria-label={t('standing_new')}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <h3>{t('standing_new')}</h3>
      <PlaceField
        client={client}
        label={t('to')}
        value={place}
        error={isTried && !hasPlace ? t('fault_place') : null}
        notice={notice}
        onChange={setPlace}
      />
      <div class="row top">
        <Text label={t('note')} length={500} value={note} onChange={setNote} />
        <Text
          label={t('parcel_weight')}
          mode="decimal"
          length={7}
          value={kilograms}
          error={isTried && grams === null ? t('fault_weight') : null}
          onChange={setKilograms}
        />
      </div>
      <fieldset class="field">
        <legend>{t('standing_days')}</legend>
        <div class="choices">
          {WEEKDAYS.map((day) => (
            <label key={day} class="choice">
              <input type="checkbox" checked={days.has(day)} onChange={() => toggle(day)} />
              {names.format(dayNamed(day))}
            </label>
          ))}
        </div>
        {isTried && days.size === 0 && <p class="field-error">{t('fault_days')}</p>}
      </fieldset>
      <div class="row top">
        <Text
          label={t('between_from')}
          type="time"
          value={from}
          error={isTried && !hasHours ? t('fault_between') : null}
          onChange={setFrom}
        />
        <Text label={t('between_to')} type="time" value={to} onChange={setTo} />
      </div>
      <Text label={t('reference')} value={reference} onChange={setReference} />
      <div>
        <Button type="submit" look="main" isDisabled={isBusy}>
          {t('standing_add')}
        </Button>
      </div>
    </form>
  );
}
