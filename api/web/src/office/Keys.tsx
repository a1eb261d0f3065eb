import { useCallback, useEffect, useState } from 'preact/hooks';
import { SecretOnce } from '../hooks/SecretOnce';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
import { Choice } from '../shared/fields';
import type { Desk } from './desk';
import { KeyForm } from './KeyForm';
import { KeyRow } from './KeyRow';
import type { KeyMade, ShopKey } from './keys';
import { useWords } from './words';
import '../hooks/hooks.css';

interface Shop {
  id: string;
  name: string;
}

/** Keys of storefronts: made and shown once, changed with both good for a while, ended at once. */
export function Keys({ desk }: { desk: Desk }) {
  const { t, formats } = useWords();
  const failureText = useFailureText();
  const { client, say } = desk;
  const [shops, setShops] = useState<Shop[]>([]);
  const [shop, setShop] = useState('');
  const [keys, setKeys] = useState<ShopKey[] | null>(null);
  const [made, setMade] = useState<KeyMade | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const path = `/v1/storefronts/${encodeURIComponent(shop)}/keys`;
  useEffect(() => {
    client.get<{ storefronts: Shop[] }>('/v1/storefronts').then(({ storefronts }) => {
      setShops(storefronts);
      setShop(storefronts[0]?.id ?? '');
    }, setFailure);
  }, [client]);
  const load = useCallback(async () => {
    if (shop !== '') setKeys((await client.get<{ keys: ShopKey[] }>(path)).keys);
  }, [client, path, shop]);
  useEffect(() => {
    setKeys(null);
    setMade(null);
    load().catch(setFailure);
  }, [load]);
  const attempt = (work: Promise<unknown>): void => {
    setFailure(null);
    work.then(load).catch(setFailure);
  };
  const make = (at: string, body: unknown): void =>
    attempt(client.post<KeyMade>(at, body).then(setMade));
  const revoke = (one: ShopKey): void =>
    attempt(
      client.remove(`${path}/${encodeURIComponent(one.id)}`).then(() => {
        setMade(null);
        say(t('office_key_ended', { name: one.name }));
      }),
    );
  return (
    <div class="stack wide">
      <div class="row wrap office-line">
        <Choice
          label={t('office_shop')}
          value={shop}
          options={shops.map(({ id, name }) => ({ value: id, text: name }))}
          onChange={setShop}
        />
      </div>
      <div aria-live="polite" class="stack">
        {failure !== null && <Notice tone="breaks">{failureText(failure)}</Notice>}
        {made !== null && (
          <SecretOnce
            secret={made.secret}
            about={made.name}
            text={
              made.old_key_until === null
                ? t('office_key_once')
                : t('office_key_both', { until: formats.date(made.old_key_until) })
            }
          />
        )}
      </div>
      {keys?.length === 0 && <p class="soft">{t('office_keys_none')}</p>}
      {keys !== null && keys.length > 0 && (
        <div class="office-scroll" tabIndex={0} role="region" aria-label={t('office_part_keys')}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t('office_field_name')}</th>
                <th scope="col">{t('office_key_for')}</th>
                <th scope="col">{t('office_key_since')}</th>
                <th scope="col">{t('office_state')}</th>
                <th scope="col">
                  <span class="unseen">{t('office_change')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {keys.map((one) => (
                <KeyRow
                  key={one.id}
                  one={one}
                  onRotate={(seconds) =>
                    make(`${path}/${encodeURIComponent(one.id)}/secret`, { overlap_s: seconds })
                  }
                  onRevoke={() => revoke(one)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shop !== '' && <KeyForm key={made?.id ?? shop} onAdd={(body) => make(path, body)} />}
    </div>
  );
}
