import { Download, FileUp, Repeat } from 'lucide';
import { useCallback, useState } from 'preact/hooks';
import { useAnswer } from '../shared/asking';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { Failure } from '../shared/Failure';
import { useFailureText } from '../shared/page';
import { saveBlob } from '../shared/save';
import { Choice } from '../shared/fields';
import { FileSheet } from '../storefront/FileSheet';
import type { StandingOrder } from '../storefront/standing';
import { StandingSheet } from '../storefront/StandingSheet';
import type { Desk } from './desk';
import { DeskTable } from './DeskTable';
import { SkeletonLines } from '../shared/Skeleton';
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

async function comingIn(client: Client): Promise<Found> {
  const [{ storefronts: shops }, { imports: files }, { standing_orders: standing }] =
    await Promise.all([
      client.get<{ storefronts: Shop[] }>('/v1/storefronts'),
      client.get<{ imports: ImportedFile[] }>('/v1/imports'),
      client.get<{ standing_orders: StandingOrder[] }>('/v1/standing-orders'),
    ]);
  return { shops, files, standing };
}

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
  const columns = [
    { title: t('office_file') },
    { title: t('office_shop') },
    { title: t('office_at') },
    { title: t('office_state') },
    { title: t('office_rows'), isNumber: true },
    { title: t('office_booked'), isNumber: true },
    { title: t('office_refused'), isNumber: true },
  ];
  return (
    <section class="stack">
      <h3>{t('office_imports')}</h3>
      {found.files.length === 0 ? (
        <p class="soft">{t('office_imports_none')}</p>
      ) : (
        <DeskTable label={t('office_imports')} columns={columns}>
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
        </DeskTable>
      )}
    </section>
  );
}

function Standing({ found, onOpen }: { found: Found; onOpen: (shop: string) => void }) {
  const { t, formats } = useWords();
  const living = found.standing.filter(({ state }) => state !== 'ended');
  const columns = [
    { title: t('office_shop') },
    { title: t('office_to') },
    { title: t('office_when') },
    { title: t('office_next_day_of') },
  ];
  return (
    <section class="stack">
      <h3>{t('office_standing')}</h3>
      {living.length === 0 ? (
        <p class="soft">{t('office_standing_none')}</p>
      ) : (
        <DeskTable label={t('office_standing')} columns={columns} canChange>
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
        </DeskTable>
      )}
    </section>
  );
}

/** What comes in besides single orders: files, and what is ordered again and again. */
export function Incoming({ desk }: { desk: Desk }) {
  const { t, language } = useWords();
  const { client, place } = desk;
  const [chosen, setChosen] = useState<string | null>(null);
  const [open, setOpen] = useState<'file' | 'standing' | null>(null);
  const ask = useCallback(
    () => comingIn(client),
    // The server says in words why a day was missed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [client, language],
  );
  const { found, failure, read } = useAnswer(ask);
  const shop = chosen ?? found?.shops[0]?.id ?? '';
  const refresh = useCallback((): void => {
    read().catch(() => undefined); // it is shown as the failure
  }, [read]);
  const close = (): void => {
    setOpen(null);
    refresh();
  };
  return (
    <div class="stack wide">
      <Failure error={failure} />
      {found === null && failure === null && <SkeletonLines count={6} height={32} />}
      {found !== null && (
        <>
          <div class="row wrap office-line">
            <Choice
              label={t('office_shop')}
              value={shop}
              options={found.shops.map(({ id, name }) => ({ value: id, text: name }))}
              onChange={setChosen}
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
              setChosen(id);
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
              <FileSheet client={client} storefrontId={shop} onBooked={refresh} onClose={close} />
            )}
            {open === 'standing' && (
              <StandingSheet
                client={client}
                storefrontId={shop}
                today={desk.today}
                notice={desk.notice}
                onChanged={refresh}
                onClose={close}
              />
            )}
          </div>
        </MoreWords>
      )}
    </div>
  );
}
