import { useCallback, useState } from 'preact/hooks';
import { SecretOnce } from '../hooks/SecretOnce';
import { useAnswer, useSending } from '../shared/asking';
import type { Client } from '../shared/client';
import { Failure } from '../shared/Failure';
import { SkeletonLines } from '../shared/Skeleton';
import { Choice } from '../shared/fields';
import type { Desk } from './desk';
import { DeskTable } from './DeskTable';
import { KeyForm } from './KeyForm';
import { KeyRow } from './KeyRow';
import type { KeyMade, ShopKey } from './keys';
import { useWords } from './words';
import '../hooks/hooks.css';

interface Shop {
  id: string;
  name: string;
}

interface OfShop {
  client: Client;
  shop: string;
  say: (text: string) => void;
}

/** The keys of one storefront. */
function KeysOf({ client, shop, say }: OfShop) {
  const { t, formats } = useWords();
  const [made, setMade] = useState<KeyMade | null>(null);
  const [numAdded, setNumAdded] = useState(0);
  const path = `/v1/storefronts/${encodeURIComponent(shop)}/keys`;
  const ask = useCallback(
    async () => (await client.get<{ keys: ShopKey[] }>(path)).keys,
    [client, path],
  );
  const { found: keys, failure, read } = useAnswer(ask);
  const sending = useSending();
  const make = (at: string, body: unknown, onMade?: () => void): void =>
    sending.send(
      () => client.post<KeyMade>(at, body),
      (key) => {
        setMade(key);
        onMade?.();
        return read();
      },
    );
  const pathOf = (one: ShopKey): string => `${path}/${encodeURIComponent(one.id)}`;
  const revoke = (one: ShopKey): void =>
    sending.send(
      () => client.remove(pathOf(one)),
      () => {
        setMade(null);
        say(t('office_key_ended', { name: one.name }));
        return read();
      },
    );
  const columns = [
    { title: t('office_field_name') },
    { title: t('office_key_for') },
    { title: t('office_key_since') },
    { title: t('office_state') },
  ];
  return (
    <>
      <div aria-live="polite" class="stack">
        <Failure error={sending.failure ?? failure} />
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
      {keys === null && failure === null && <SkeletonLines count={3} height={32} />}
      {keys?.length === 0 && <p class="soft">{t('office_keys_none')}</p>}
      {keys !== null && keys.length > 0 && (
        <DeskTable label={t('office_part_keys')} columns={columns} canChange>
          {keys.map((one) => (
            <KeyRow
              key={one.id}
              one={one}
              isBusy={sending.isBusy}
              onRotate={(seconds) => make(`${pathOf(one)}/secret`, { overlap_s: seconds })}
              onRevoke={() => revoke(one)}
            />
          ))}
        </DeskTable>
      )}
      <KeyForm
        key={numAdded}
        isBusy={sending.isBusy}
        onAdd={(body) => make(path, body, () => setNumAdded(numAdded + 1))}
      />
    </>
  );
}

/** Keys of storefronts: made and shown once, changed with both good for a while, ended at once. */
export function Keys({ desk }: { desk: Desk }) {
  const { t } = useWords();
  const { client, say } = desk;
  const [chosen, setChosen] = useState<string | null>(null);
  const ask = useCallback(
    async () => (await client.get<{ storefronts: Shop[] }>('/v1/storefronts')).storefronts,
    [client],
  );
  const { found: shops, failure } = useAnswer(ask);
  const shop = chosen ?? shops?.[0]?.id;
  return (
    <div class="stack wide">
      <div class="row wrap office-line">
        <Choice
          label={t('office_shop')}
          value={shop ?? ''}
          options={(shops ?? []).map(({ id, name }) => ({ value: id, text: name }))}
          onChange={setChosen}
        />
      </div>
      <Failure error={failure} />
      {shop !== undefined && <KeysOf key={shop} client={client} shop={shop} say={say} />}
    </div>
  );
}
