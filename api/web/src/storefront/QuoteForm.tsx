import { Plus, Trash2 } from 'lucide';
import { useId } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import type { Slot } from '../shared/wire';
import { Drops } from './Drops';
import { Choice, Text } from '../shared/fields';
import { NO_PLACE, PROOFS, type Fault, type Wish } from './wish';
import { PlaceField } from './PlaceField';
import { useWords } from './words';

interface Props {
  client: Client;
  store: string;
  wish: Wish;
  faults: ReadonlySet<Fault>;
  /** Who else learns addresses that are typed; null when nobody does. */
  notice: string | null;
  slots: Slot[];
  /** The co-op's day. */
  today: string;
  isBusy: boolean;
  onChange: (wish: Wish) => void;
  onAsk: () => void;
}

function From({
  client,
  store,
  wish,
  faults,
  notice,
  onChange,
}: Omit<Props, 'isBusy' | 'onAsk' | 'slots' | 'today'>) {
  const { t } = useWords();
  if (wish.pickup === null) {
    return (
      <div class="field">
        <span class="small label">{t('from')}</span>
        <div class="row apart from-store">
          <span class="cut">{store}</span>
          <Button look="plain" onPress={() => onChange({ ...wish, pickup: NO_PLACE })}>
            {t('from_elsewhere')}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div class="stack">
      <PlaceField
        client={client}
        label={t('from')}
        value={wish.pickup}
        error={faults.has('pickup') ? t('fault_place') : null}
        notice={notice}
        onChange={(pickup) => onChange({ ...wish, pickup })}
      />
      <div>
        <Button look="plain" onPress={() => onChange({ ...wish, pickup: null })}>
          {t('from_store', { store })}
        </Button>
      </div>
    </div>
  );
}

function Parcels({ wish, faults, onChange }: Pick<Props, 'wish' | 'faults' | 'onChange'>) {
  const { t } = useWords();
  const change = (index: number, part: Partial<Wish['parcels'][number]>): void =>
    onChange({
      ...wish,
      parcels: wish.parcels.map((parcel, at) => (at === index ? { ...parcel, ...part } : parcel)),
    });
  return (
    <fieldset class="field">
      <legend>{t('what')}</legend>
      {wish.parcels.map((parcel, index) => (
        <div class="parcel" key={index}>
          <Text
            label={t('parcel_description', { n: index + 1 })}
            value={parcel.description}
            onChange={(description) => change(index, { description })}
          />
          <Text
            label={t('parcel_weight')}
            mode="decimal"
            length={7}
            value={parcel.kilograms}
            error={faults.has('weight') ? t('fault_weight') : null}
            onChange={(kilograms) => change(index, { kilograms })}
          />
          {wish.parcels.length > 1 && (
            <Button
              look="plain"
              icon={Trash2}
              label={t('parcel_remove', { n: index + 1 })}
              onPress={() =>
                onChange({ ...wish, parcels: wish.parcels.filter((_, at) => at !== index) })
              }
            />
          )}
        </div>
      ))}
      <div>
        <Button
          look="plain"
          icon={Plus}
          onPress={() =>
            onChange({ ...wish, parcels: [...wish.parcels, { description: '', kilograms: '' }] })
          }
        >
          {t('parcel_add')}
        </Button>
      </div>
    </fieldset>
  );
}

function When({
  wish,
  faults,
  slots,
  today,
  onChange,
}: Pick<Props, 'wish' | 'faults' | 'slots' | 'today' | 'onChange'>) {
  const { t, formats } = useWords();
  const open = slots.filter(({ state }) => state === 'open');
  const ways = ['now', 'ready', 'between', 'slot'] as const;
  const id = useId();
  return (
    <fieldset class="field">
      <legend>{t('when')}</legend>
      <div class="choices">
        {ways.slice(0, open.length > 0 ? 4 : 3).map((when) => (
          <label key={when} class="choice">
            <input
              type="radio"
              name={id}
              checked={wish.when === when}
              onChange={() => onChange({ ...wish, when })}
            />
            {t(`when_${when}`)}
          </label>
        ))}
      </div>
      {wish.when === 'ready' && (
        <Text
          label={t('ready_at')}
          type="time"
          value={wish.ready}
          error={faults.has('ready') ? t('fault_time') : null}
          onChange={(ready) => onChange({ ...wish, ready })}
        />
      )}
      {wish.when === 'slot' && (
        <Choice
          label={t('slot')}
          value={wish.slot}
          error={faults.has('slot') ? t('fault_slot') : null}
          options={[
            { value: '', text: '' },
            ...open.map(({ id: value, window, remaining: n }) => ({
              value,
              text: t('slot_left', { span: formats.spanOn(window, today), n }),
            })),
          ]}
          onChange={(slot) => onChange({ ...wish, slot })}
        />
      )}
      {wish.when === 'between' && (
        <div class="row top wrap between">
          <Text
            label={t('between_day')}
            type="date"
            value={wish.day || today}
            onChange={(day) => onChange({ ...wish, day })}
          />
          <Text
            label={t('between_from')}
            type="time"
            value={wish.from}
            error={faults.has('between') ? t('fault_between') : null}
            onChange={(from) => onChange({ ...wish, from })}
          />
          <Text
            label={t('between_to')}
            type="time"
            value={wish.to}
            onChange={(to) => onChange({ ...wish, to })}
          />
        </div>
      )}
    </fieldset>
  );
}

export function QuoteForm(props: Props) {
  const { t } = useWords();
  const { client, wish, faults, onChange } = props;
  return (
    <form
      class="card stack wide"
      noValidate
      aria-labelledby="quote-title"
      onSubmit={(event) => {
        event.preventDefault();
        props.onAsk();
      }}
    >
      <h2 id="quote-title">{t('quote_title')}</h2>
      <From {...props} />
      <PlaceField
        client={client}
        label={t('to')}
        value={wish.delivery}
        error={faults.has('delivery') ? t('fault_place') : null}
        notice={props.notice}
        onChange={(delivery) => onChange({ ...wish, delivery })}
      />
      <details class="why">
        <summary>{t('more_about_to')}</summary>
        <div class="stack">
          <Text
            label={t('note')}
            length={500}
            value={wish.note}
            onChange={(note) => onChange({ ...wish, note })}
          />
          <div class="row top">
            <Text
              label={t('contact')}
              value={wish.contact}
              onChange={(contact) => onChange({ ...wish, contact })}
            />
            <Text
              label={t('phone')}
              mode="tel"
              length={40}
              value={wish.phone}
              onChange={(phone) => onChange({ ...wish, phone })}
            />
          </div>
          <Choice
            label={t('proof')}
            value={wish.proof}
            options={PROOFS.map((value) => ({ value, text: t(`proof_${value}`) }))}
            onChange={(value) => {
              const proof = PROOFS.find((one) => one === value);
              if (proof) onChange({ ...wish, proof });
            }}
          />
        </div>
      </details>
      <Parcels wish={wish} faults={faults} onChange={onChange} />
      <Drops {...props} />
      <When
        wish={wish}
        faults={faults}
        slots={props.slots}
        today={props.today}
        onChange={onChange}
      />
      <div>
        <Button type="submit" look="main" isBusy={props.isBusy}>
          {t(props.isBusy ? 'asking' : 'ask_quote')}
        </Button>
      </div>
    </form>
  );
}
