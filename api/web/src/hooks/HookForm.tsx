import { useEffect, useId, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { KINDS, keyOfKind } from './hooks';
import { useWords } from './words';

interface Shop {
  id: string;
  name: string;
}

interface Props {
  client: Client;
  isCoop: boolean;
  isBusy: boolean;
  onAdd: (body: Record<string, unknown>) => void;
}

function toggled(kinds: ReadonlySet<string>, kind: string): ReadonlySet<string> {
  const next = new Set(kinds);
  if (!next.delete(kind)) next.add(kind);
  return next;
}

/** Where to send what; a co-op also says for which storefront. */
export function HookForm({ client, isCoop, isBusy, onAdd }: Props) {
  const { t, has } = useWords();
  const id = useId();
  const [url, setUrl] = useState('');
  const [kinds, setKinds] = useState<ReadonlySet<string>>(new Set());
  const [shops, setShops] = useState<Shop[]>([]);
  const [shop, setShop] = useState('');
  useEffect(() => {
    if (!isCoop) return;
    client.get<{ storefronts: Shop[] }>('/v1/storefronts').then(
      (answer) => setShops(answer.storefronts),
      () => undefined, // the whole co-op can still be chosen
    );
  }, [client, isCoop]);
  const add = (): void => {
    const body = { url: url.trim(), kinds: [...kinds], ...(shop ? { storefront_id: shop } : {}) };
    onAdd(body);
  };
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <h3>{t('hooks_add')}</h3>
      <div class="field">
        <label for={`${id}-url`}>{t('hooks_url')}</label>
        <input
          id={`${id}-url`}
          class="input"
          type="url"
          inputMode="url"
          autocomplete="off"
          placeholder="https://"
          required
          maxLength={500}
          value={url}
          onInput={(event) => setUrl(event.currentTarget.value)}
        />
      </div>
      {isCoop && (
        <div class="field">
          <label for={`${id}-shop`}>{t('hooks_whose')}</label>
          <select
            id={`${id}-shop`}
            class="input"
            value={shop}
            onChange={(event) => setShop(event.currentTarget.value)}
          >
            <option value="">{t('hooks_whole')}</option>
            {shops.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </div>
      )}
      <fieldset class="field">
        <legend>{t('hooks_kinds')}</legend>
        <div class="row wrap">
          {KINDS.map((kind) => {
            const key = keyOfKind(kind);
            return (
              <label key={kind} class="row small">
                <input
                  type="checkbox"
                  checked={kinds.has(kind)}
                  onChange={() => setKinds(toggled(kinds, kind))}
                />
                {has(key) ? t(key) : kind}
              </label>
            );
          })}
        </div>
        <p class="small soft">{t('hooks_kinds_hint')}</p>
      </fieldset>
      <div>
        <Button look="main" type="submit" isDisabled={url.trim() === ''} isBusy={isBusy}>
          {t('hooks_add')}
        </Button>
      </div>
    </form>
  );
}
