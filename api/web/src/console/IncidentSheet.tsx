import { useState } from 'preact/hooks';
import { useSending } from '../shared/asking';
import { Button } from '../shared/Button';
import { Failure } from '../shared/Failure';
import type { Client } from '../shared/client';
import { Choice, LongText, Text } from '../shared/fields';
import { momentWithin } from '../shared/moments';
import { downscaled } from '../shared/pictures';
import { Sheet } from '../shared/Sheet';
import type { Day } from '../shared/wire';
import { courierOfOrder } from './derive';
import { optionOf } from './parts';
import type { DayStore } from './store';
import type { Incident } from './wire';
import { useWords } from './words';

const MOST_PHOTOS = 8;

interface Props {
  day: Day;
  store: DayStore;
  client: Client;
  about: { orderId?: string; courierId?: string };
  say: (text: string) => void;
}

/** Writes down what went wrong. What is sent is not sent again when a picture fails. */
export function IncidentSheet({ day, store, client, about, say }: Props) {
  const { t, formats } = useWords();
  const [text, setText] = useState('');
  const [at, setAt] = useState(() => formats.time(day.now));
  const [orderId, setOrderId] = useState(about.orderId ?? '');
  const [courierId, setCourierId] = useState(
    about.courierId ?? (about.orderId ? (courierOfOrder(day.plan, about.orderId) ?? '') : ''),
  );
  const [files, setFiles] = useState<readonly File[]>([]);
  const [known, setKnown] = useState<string | null>(null);
  const { isBusy, failure, send } = useSending();
  const canSend = text.trim() !== '' && at !== '';
  const close = (): void => {
    store.telling.value = null;
  };
  const write = async (): Promise<void> => {
    let id = known;
    if (id === null) {
      const moment = momentWithin(day, at, formats.timeZone);
      const made = await client.post<Incident>('/v1/incidents', {
        text,
        happened_at: Date.parse(moment) < Date.parse(day.now) ? moment : day.now,
        ...(orderId === '' ? {} : { order_id: orderId }),
        ...(courierId === '' ? {} : { courier_id: courierId }),
      });
      id = made.id;
      setKnown(id);
    }
    for (const [index, file] of files.entries()) {
      const path = `/v1/incidents/${encodeURIComponent(id)}/photos`;
      await client.upload(path, await downscaled(file));
      setFiles(files.slice(index + 1));
    }
    await store.load();
  };
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    if (!canSend) return;
    send(write, () => {
      say(t('incident_done'));
      close();
    });
  };
  return (
    <Sheet
      title={t('incident_title')}
      onClose={close}
      foot={
        <>
          <Button look="main" isDisabled={!canSend} isBusy={isBusy} onPress={onSubmit}>
            {t('incident_send')}
          </Button>
          <Button onPress={close}>{t('back')}</Button>
        </>
      }
    >
      <form id="incident" class="stack wide" onSubmit={onSubmit}>
        <p class="soft small">{t('incident_about')}</p>
        <Failure error={failure} />
        <LongText
          id="incident-text"
          label={t('incident_text')}
          rows={4}
          isRequired
          isDisabled={known !== null}
          value={text}
          onChange={setText}
        />
        <Text
          id="incident-at"
          label={t('incident_at')}
          type="time"
          isRequired
          value={at}
          onChange={setAt}
        />
        <Choice
          id="incident-order"
          none={t('incident_none')}
          label={t('incident_order')}
          value={orderId}
          options={day.orders.map(optionOf)}
          onChange={setOrderId}
        />
        <Choice
          id="incident-courier"
          none={t('incident_none')}
          label={t('incident_courier')}
          value={courierId}
          options={day.couriers.map(({ id, name }) => ({ value: id, text: name }))}
          onChange={setCourierId}
        />
        <div class="field">
          <label for="incident-photos">{t('incident_photos')}</label>
          <input
            id="incident-photos"
            class="input"
            type="file"
            accept="image/*"
            multiple
            onChange={(event) =>
              setFiles([...(event.currentTarget.files ?? [])].slice(0, MOST_PHOTOS))
            }
          />
          <span class="small soft">{t('incident_bare')}</span>
        </div>
      </form>
    </Sheet>
  );
}
