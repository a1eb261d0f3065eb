import { Crosshair, MapPin } from 'lucide';
import { useEffect, useId, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { LatLon, Order } from '../shared/wire';
import { readPoint, writePoint } from './door';
import type { DayStore } from './store';
import { useWords } from './words';

type End = 'pickup' | 'delivery';

interface Props {
  order: Order;
  store: DayStore;
  onPoint: (end: End, location: LatLon) => void;
}

/** Says where a door is: by coordinates, or by the middle of the map. */
function DoorFields({ order, store, onPoint }: Props) {
  const { t } = useWords();
  const id = useId();
  const [end, setEnd] = useState<End>('delivery');
  const [text, setText] = useState(writePoint(order.delivery.location));
  const [hasFault, setFault] = useState(false);
  const center = store.mapCenter.value;
  useEffect(() => {
    store.isPointing.value = true;
    return () => {
      store.isPointing.value = false;
    };
  }, [store]);
  const choose = (chosen: End): void => {
    setEnd(chosen);
    setText(writePoint(order[chosen].location));
    setFault(false);
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        const location = readPoint(text);
        setFault(location === null);
        if (location) onPoint(end, location);
      }}
    >
      {order.state !== 'picked_up' && (
        <div class="field">
          <label for={`${id}-end`}>{t('door_of')}</label>
          <select
            id={`${id}-end`}
            class="input"
            value={end}
            onChange={(event) => choose(event.currentTarget.value as End)}
          >
            <option value="delivery">{t('delivery')}</option>
            <option value="pickup">{t('pickup')}</option>
          </select>
        </div>
      )}
      <div class="field">
        <label for={`${id}-point`}>{t('door_point')}</label>
        <input
          id={`${id}-point`}
          class="input number"
          autocomplete="off"
          aria-invalid={hasFault}
          {...(hasFault ? { 'aria-describedby': `${id}-error` } : {})}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        {hasFault && (
          <p id={`${id}-error`} class="field-error" role="alert">
            {t('door_fault')}
          </p>
        )}
      </div>
      <div class="row wrap">
        {center && (
          <Button icon={Crosshair} onPress={() => setText(writePoint(center()))}>
            {t('door_from_map')}
          </Button>
        )}
        <Button icon={MapPin} type="submit">
          {t('door_set')}
        </Button>
      </div>
    </form>
  );
}

export function DoorForm(props: Props) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="why" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('door_title')}</summary>
      {isOpen && <DoorFields {...props} />}
    </details>
  );
}
