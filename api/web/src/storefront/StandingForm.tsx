import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { Text } from '../shared/fields';
import { PlaceField, type ChosenPlace } from './PlaceField';
import {
  dayNamed,
  WEEKDAYS,
  weekdaysOf,
  weeklyRule,
  type StandingOrder,
  type Weekday,
} from './standing';
import { gramsOf, NO_PLACE, placeIn } from './wish';
import { useWords } from './words';

interface Props {
  client: Client;
  /** The co-op's day, from which it begins. */
  today: string;
  notice: string | null;
  isBusy: boolean;
  /** The one that is changed; null: a new one is made. */
  known: StandingOrder | null;
  onSave: (body: Record<string, unknown>) => void;
  onLeave: () => void;
}

/** What the form does not show and a change keeps. */
function keptOf(known: StandingOrder, from: string): Record<string, unknown> {
  return {
    if_version: known.version,
    storefront_id: known.storefront_id,
    proof: known.proof,
    ...(known.pickup ? { pickup: known.pickup } : {}),
    ...(known.ends_on ? { ends_on: known.ends_on } : {}),
    ...(from === known.from ? { ready_at: known.ready_at } : {}),
  };
}

/** What is to come again and again: where to, on which weekdays, between which times. */
export function StandingForm(props: Props) {
  const { client, today, notice, isBusy, known, onSave, onLeave } = props;
  const { t, language } = useWords();
  const [place, setPlace] = useState<ChosenPlace>(
    known ? { text: known.address, found: null } : NO_PLACE,
  );
  const [kilograms, setKilograms] = useState(
    known?.parcels[0] ? String(known.parcels[0].weight_g / 1000) : '2',
  );
  const [days, setDays] = useState<ReadonlySet<Weekday>>(
    new Set(known ? weekdaysOf(known.rule) : []),
  );
  const [from, setFrom] = useState(known?.from ?? '09:00');
  const [to, setTo] = useState(known?.to ?? '11:00');
  const [note, setNote] = useState(known?.delivery.note ?? '');
  const [reference, setReference] = useState(known?.reference ?? '');
  const [since, setSince] = useState(today);
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
  /** Other than weekly, a rule stays as it is unless weekdays are chosen. */
  const rule = days.size > 0 ? weeklyRule(days) : (known?.rule ?? null);
  const save = (): void => {
    setTried(true);
    if (!hasPlace || grams === null || rule === null || !hasHours || since === '') return;
    const isSamePlace = known !== null && place.text === known.address;
    onSave({
      ...(known ? keptOf(known, from) : {}),
      delivery: {
        ...(isSamePlace ? known.delivery : placeIn(place)),
        ...(note || known ? { note } : {}),
      },
      parcels: [{ ...known?.parcels[0], weight_g: grams }, ...(known?.parcels.slice(1) ?? [])],
      rule,
      starts_on: since,
      from,
      to,
      ...(reference ? { reference } : {}),
    });
  };
  const title = known ? t('standing_change_of', { address: known.address }) : t('standing_new');
  return (
    <form
      class="stack"
      noValidate
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h3>{title}</h3>
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
        {isTried && rule === null && <p class="field-error">{t('fault_days')}</p>}
        {known && days.size === 0 && (
          <p class="soft small">{t('standing_rule_stays', { rule: known.rule })}</p>
        )}
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
      <div class="row top">
        <Text label={t('reference')} value={reference} onChange={setReference} />
        <Text label={t('standing_since_day')} type="date" value={since} onChange={setSince} />
      </div>
      <div class="row wrap">
        <Button type="submit" look="main" isBusy={isBusy}>
          {t(known ? 'standing_save' : 'standing_add')}
        </Button>
        {known && (
          <Button look="plain" onPress={onLeave}>
            {t('standing_leave')}
          </Button>
        )}
      </div>
    </form>
  );
}
