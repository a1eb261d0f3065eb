import { Download, FileUp, Repeat } from 'lucide';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
import { saveBlob } from '../shared/save';
import { Choice } from '../shared/fields';
import { FileSheet } from '../storefront/FileSheet';
import type { StandingOrder } from '../storefront/standing';
import { StandingSheet } from '../storefront/StandingSheet';
import type { Desk } from './desk';
import { MoreWords, SHOP_FILES, useWords } from './words';
import '../storefront/parts.css';

interface Shop {
  id: string;
  name: string;
}

interface ImportedFile {
  id: string;
  storefront_id: string;
  name: string;
  state: 'draft' | 'running' | 'done' | 'stopped';
  num_rows: number;
  num_booked: number;
  num_refused: number;
  created_at: string;
}

interface Found {
  shops: Shop[];
  files: ImportedFile[];
  standing: StandingOrder[];
}

const MOST_FILES = 12;

function Files({ found, desk }: { found: Found; desk: Desk }) {
  const { t, formats } = useWords();
  const failureText = useFailureText();
  const nameOf = (id: string): string => found.shops.find((one) => one.id === id)?.name ?? id;
  const download = (one: ImportedFile): void => {
    desk.client.download(`/v1/imports/${encodeURIComponent(one.id)}/refused.csv`).then(
      (blob) => saveBlob(blob, `${one.name.replace(/\.\w+$/, '')}-refused.csv`),
      (error: unknown) => desk.say(failureText(error)),
    );
  };
  return (
    <section class="stack">
      <h3 id="office-files">{t('office_imports')}</h3>
      {found.files.length === 0 ? (
        <p class="soft">{t('office_imports_none')}</p>
      ) : (
        <div class="office-scroll" tabIndex={0} role="region" aria-labelledby="office-files">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t('office_file')}</th>
                <th scope="col">{t('office_shop')}</th>
                <th scope="col">{t('office_at')}</th>
                <th scope="col">{t('office_state')}</th>
                <th scope="col" class="end">
                  {t('office_rows')}
                </th>
                <th scope="col" class="end">
                  {t('office_booked')}
                </th>
                <th scope="col" class="end">
                  {t('office_refused')}
                </th>
              </tr>
            </thead>
            <tbody>
              {found.files.slice(0, MOST_FILES).map((one) => (
                <tr key={one.id}>
                  <th scope="row">{one.name}</th>
                  <td>{nameOf(one.storefront_id)}</td>
                  <td class="number">{formats.moment(one.created_at)}</td>
                  <td>{t(`office_import_${one.state}`)}</td>
                  <td class="end">{one.num_rows}</td>
                  <td class="end">{one.num_booked}</td>
                  <td class="end">
                    {one.num_refused}
                    {one.num_refused > 0 && (
                      <Button
                        look="plain"
                        icon={Download}
                        label={t('office_download_refused', { file: one.name })}
                        onPress={() => download(one)}
                      />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Standing({ found, onOpen }: { found: Found; onOpen: (shop: string) => void }) {
  const { t, formats } = useWords();
  const living = found.standing.filter(({ state }) => state !== 'ended');
  return (
    <section class="stack">
      <h3 id="office-standing">{t('office_standing')}</h3>
      {living.length === 0 ? (
        <p class="soft">{t('office_standing_none')}</p>
      ) : (
        <div class="office-scroll" tabIndex={0} role="region" aria-labelledby="office-standing">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t('office_shop')}</th>
                <th scope="col">{t('office_to')}</th>
                <th scope="col">{t('office_when')}</th>
                <th scope="col">{t('office_next_day_of')}</th>
                <th scope="col">
                  <span class="unseen">{t('office_change')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {living.map((one) => {
                const shop = found.shops.find(({ id }) => id === one.storefront_id);
                const numMissed = one.days.filter(({ state }) => state === 'missed').length;
                const next = one.days.find(({ state }) => state !== 'skipped');
                const name = shop?.name ?? one.storefront_id;
                return (
                  <tr key={one.id}>
                    <th scope="row">{name}</th>
                    <td>{one.address}</td>
                    <td class="number">{`${one.from}–${one.to}`}</td>
                    <td>
                      {next ? formats.day(next.day) : '–'}{' '}
                      {numMissed > 0 && (
                        <span class="chip look">{t('office_missed', { n: numMissed })}</span>
                      )}
                    </td>
                    <td class="end">
                      <Button
                        look="plain"
                        label={t('office_open_standing', { name })}
                        onPress={() => onOpen(one.storefront_id)}
                      >
                        {t('office_change')}
                      </Button>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** What comes in besides single orders: files, and what is ordered again and again. */
export function Incoming({ desk }: { desk: Desk }) {
  const { t, language } = useWords();
  const failureText = useFailureText();
  const { client, place } = desk;
  const [found, setFound] = useState<Found | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [shop, setShop] = useState('');
  const [open, setOpen] = useState<'file' | 'standing' | null>(null);
  const load = useCallback(async () => {
    try {
      const [shops, files, standing] = await Promise.all([
        client.get<{ storefronts: Shop[] }>('/v1/storefronts'),
        client.get<{ imports: ImportedFile[] }>('/v1/imports'),
        client.get<{ standing_orders: StandingOrder[] }>('/v1/standing-orders'),
      ]);
      setFound({
        shops: shops.storefronts,
        files: files.imports,
        standing: standing.standing_orders,
      });
      setShop((chosen) => chosen || (shops.storefronts[0]?.id ?? ''));
      setFailure(null);
    } catch (error) {
      setFailure(error);
    }
  }, [client]);
  useEffect(() => void load(), [load, language]);
  const close = (): void => {
    setOpen(null);
    void load();
  };
  return (
    <div class="stack wide">
      {failure !== null && <Notice tone="breaks">{failureText(failure)}</Notice>}
      {found !== null && (
        <>
          <div class="row wrap office-line">
            <Choice
              label={t('office_shop')}
              value={shop}
              options={found.shops.map(({ id, name }) => ({ value: id, text: name }))}
              onChange={setShop}
            />
            <Button icon={FileUp} isDisabled={shop === ''} onPress={() => setOpen('file')}>
              {t('office_from_file')}
            </Button>
            <Button icon={Repeat} isDisabled={shop === ''} onPress={() => setOpen('standing')}>
              {t('office_standing')}
            </Button>
          </div>
          <Files found={found} desk={desk} />
          <Standing
            found={found}
            onOpen={(id) => {
              setShop(id);
              setOpen('standing');
            }}
          />
          <p class="soft small">{t('office_addresses')}</p>
        </>
      )}
      {open !== null && (
        <MoreWords files={SHOP_FILES} place={place}>
          <div class="shop-parts">
            {open === 'file' && (
              <FileSheet
                client={client}
                storefrontId={shop}
                onBooked={() => void load()}
                onClose={close}
              />
            )}
            {open === 'standing' && (
              <StandingSheet
                client={client}
                storefrontId={shop}
                today={desk.today}
                notice={desk.notice}
                onChanged={() => void load()}
                onClose={close}
              />
            )}
          </div>
        </MoreWords>
      )}
    </div>
  );
}
