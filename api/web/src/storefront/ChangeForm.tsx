import { useId, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Order } from '../shared/wire';
import { useWords } from './words';

export interface Change {
  note?: string;
  from?: string;
  to?: string;
}

interface Props {
  order: Order;
  isBusy: boolean;
  onChange: (order: Order, change: Change) => void;
}

/** Another window or another note, until the order is picked up; what is empty stays as it is. */
export function ChangeForm({ order, isBusy, onChange }: Props) {
  const { t } = useWords();
  const id = useId();
  const [change, setChange] = useState<Change>({});
  const isEmpty = !change.from && !change.to && !change.note;
  const isWindowHalf = Boolean(change.from) !== Boolean(change.to);
  const isWindowWrong = isWindowHalf || (change.from ?? '') > (change.to ?? '');
  const field = (name: keyof Change, label: string, type: 'text' | 'time') => (
    <div class="field grow">
      <label for={`${id}-${name}`}>{label}</label>
      <input
        id={`${id}-${name}`}
        class="input"
        {...(type === 'time' ? { type: 'time' as const } : { type: 'text' as const })}
        maxLength={500}
        value={change[name] ?? ''}
        onInput={(event) => setChange({ ...change, [name]: event.currentTarget.value })}
      />
    </div>
  );
  return (
    <details class="why">
      <summary>{t('change')}</summary>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isWindowWrong && !isEmpty) onChange(order, change);
        }}
      >
        <div class="row top">
          {field('from', t('between_from'), 'time')}
          {field('to', t('between_to'), 'time')}
        </div>
        {isWindowWrong && <p class="field-error">{t('fault_between')}</p>}
        {field('note', t('change_note'), 'text')}
        <div>
          <Button type="submit" isDisabled={isEmpty} isBusy={isBusy}>
            {t('change_save')}
          </Button>
        </div>
      </form>
    </details>
  );
}
