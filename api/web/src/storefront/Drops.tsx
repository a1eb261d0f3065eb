import { Plus, Trash2 } from 'lucide';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { Text } from '../shared/fields';
import { PlaceField } from './PlaceField';
import { emptyDrop, gramsOf, type Drop, type Fault, type Wish } from './wish';
import { useWords } from './words';

/** Doors in one quote besides the first, as many as the server keeps places for. */
const MOST_MORE = 7;

interface Props {
  client: Client;
  wish: Wish;
  faults: ReadonlySet<Fault>;
  /** Who else learns addresses that are typed; null when nobody does. */
  notice: string | null;
  onChange: (wish: Wish) => void;
}

/** More doors of the same booking. */
export function Drops({ client, wish, faults, notice, onChange }: Props) {
  const { t } = useWords();
  const change = (index: number, part: Partial<Drop>): void =>
    onChange({
      ...wish,
      more: wish.more.map((drop, at) => (at === index ? { ...drop, ...part } : drop)),
    });
  return (
    <>
      {wish.more.map((drop, index) => (
        <fieldset class="field stack" key={index}>
          <legend>{t('drop_title', { n: index + 2 })}</legend>
          <PlaceField
            client={client}
            label={t('drop_to', { n: index + 2 })}
            value={drop.delivery}
            error={faults.has('more') && drop.delivery.text.trim() === '' ? t('fault_place') : null}
            notice={notice}
            onChange={(delivery) => change(index, { delivery })}
          />
          <div class="parcel">
            <Text
              label={t('note')}
              length={500}
              value={drop.note}
              onChange={(note) => change(index, { note })}
            />
            <Text
              label={t('parcel_weight')}
              mode="decimal"
              length={7}
              value={drop.kilograms}
              error={
                faults.has('more') && gramsOf(drop.kilograms) === null ? t('fault_weight') : null
              }
              onChange={(kilograms) => change(index, { kilograms })}
            />
            <Button
              look="plain"
              icon={Trash2}
              label={t('drop_remove', { n: index + 2 })}
              onPress={() => onChange({ ...wish, more: wish.more.filter((_, at) => at !== index) })}
            />
          </div>
        </fieldset>
      ))}
      {wish.more.length > 0 && (
        <label class="choice">
          <input
            type="checkbox"
            checked={wish.isTogether}
            onChange={(event) => onChange({ ...wish, isTogether: event.currentTarget.checked })}
          />
          {t('drop_together')}
        </label>
      )}
      {wish.more.length < MOST_MORE && (
        <div>
          <Button
            look="plain"
            icon={Plus}
            onPress={() => onChange({ ...wish, more: [...wish.more, emptyDrop()] })}
          >
            {t('drop_add')}
          </Button>
        </div>
      )}
    </>
  );
}
