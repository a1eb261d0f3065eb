import { Download } from 'lucide';
import { useCallback, useEffect, useId, useRef, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { Failure } from '../shared/Failure';
import { Notice } from '../shared/Notice';
import { saveBlob } from '../shared/save';
import { Sheet } from '../shared/Sheet';
import { FileColumns } from './FileColumns';
import { FileRows } from './FileRows';
import {
  isOver,
  readingOf,
  saysWhere,
  type FileRow,
  type OrdersFile,
  type Reading,
} from './orders-file';
import { useWords } from './words';

const LOOK_AGAIN_MS = 1_000;
const MOST_SHOWN = 20;

interface Props {
  client: Client;
  /** The desk names for whom; a storefront books for itself. */
  storefrontId?: string;
  /** Told when orders may have been booked. */
  onBooked: () => void;
  onClose: () => void;
}

function Progress({ file, onStop }: { file: OrdersFile; onStop: () => void }) {
  const { t } = useWords();
  const text = t('import_running', {
    done: file.num_done,
    rows: file.num_rows,
    booked: file.num_booked,
  });
  return (
    <div class="stack">
      <progress max={file.num_rows} value={file.num_done} aria-label={text} />
      <p class="number">{text}</p>
      <p class="soft small">{t('import_goes_on')}</p>
      <div>
        <Button onPress={onStop}>{t('import_stop')}</Button>
      </div>
    </div>
  );
}

function Result(props: { file: OrdersFile; refused: FileRow[]; onDownload: () => void }) {
  const { file, refused, onDownload } = props;
  const { t } = useWords();
  const numBack = file.num_refused + file.num_known;
  return (
    <div class="stack">
      <Notice tone={numBack > 0 ? 'look' : 'good'} isLive>
        <p>{t(file.state === 'stopped' ? 'import_stopped' : 'import_done')}</p>
        <ul class="dots">
          <li>{t('import_booked', { n: file.num_booked })}</li>
          {file.num_known > 0 && <li>{t('import_known', { n: file.num_known })}</li>}
          {file.num_refused > 0 && <li>{t('import_refused', { n: file.num_refused })}</li>}
        </ul>
      </Notice>
      {numBack > 0 && (
        <>
          <div>
            <Button look="main" icon={Download} onPress={onDownload}>
              {t('import_download')}
            </Button>
          </div>
          <p class="soft small">{t('import_download_hint')}</p>
          <FileRows rows={refused} title={t('import_first_rows')} />
        </>
      )}
    </div>
  );
}

/** From a file to orders: choose it, set its columns right, look, book, have the rest back. */
export function FileSheet({ client, storefrontId, onBooked, onClose }: Props) {
  const { t } = useWords();
  const id = useId();
  const [file, setFile] = useState<OrdersFile | null>(null);
  const [reading, setReading] = useState<Reading | null>(null);
  const [rows, setRows] = useState<FileRow[] | null>(null);
  const [refused, setRefused] = useState<FileRow[]>([]);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState<'reading' | 'looking' | 'starting' | null>(null);
  /** The reading whose rows are shown or asked for; none while it is being changed. */
  const latest = useRef<Reading | null>(null);
  const path = file ? `/v1/imports/${encodeURIComponent(file.id)}` : '';

  const attempt = async (what: typeof busy, work: () => Promise<void>): Promise<void> => {
    setBusy(what);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(error);
    }
    setBusy(null);
  };
  const look = (at: string, wanted: Reading): Promise<void> =>
    attempt('looking', async () => {
      latest.current = wanted;
      const found = await client.post<{ rows: FileRow[] }>(`${at}/preview`, wanted);
      if (latest.current === wanted) setRows(found.rows);
    });
  const startOver = (): void => {
    latest.current = null;
    setFile(null);
    setRows(null);
  };
  const choose = (chosen: File): Promise<void> =>
    attempt('reading', async () => {
      const query = new URLSearchParams({
        name: chosen.name.slice(0, 200),
        ...(storefrontId === undefined ? {} : { storefront_id: storefrontId }),
      });
      const known = await client.upload<OrdersFile>(`/v1/imports?${query}`, chosen);
      const guessed = readingOf(known);
      setFile(known);
      setReading(guessed);
      if (saysWhere(guessed)) await look(`/v1/imports/${encodeURIComponent(known.id)}`, guessed);
    });
  const start = (wanted: Reading): Promise<void> =>
    attempt('starting', async () => {
      setFile(await client.post<OrdersFile>(`${path}/start`, wanted));
    });
  const stop = (): Promise<void> =>
    attempt(null, async () => {
      setFile(await client.post<OrdersFile>(`${path}/stop`));
    });
  const download = (): Promise<void> =>
    attempt(null, async () => {
      const name = (file?.name ?? 'orders').replace(/\.\w+$/, '');
      saveBlob(await client.download(`${path}/refused.csv`), `${name}-refused.csv`);
    });
  const follow = useCallback(async () => {
    try {
      const known = await client.get<OrdersFile>(path);
      if (isOver(known)) {
        const found = await client.get<{ rows: FileRow[] }>(`${path}/refused?limit=${MOST_SHOWN}`);
        setRefused(found.rows);
        onBooked();
      }
      setFile(known);
      setProblem(null);
    } catch (error) {
      setProblem(error);
    }
  }, [client, path, onBooked]);
  const isRunning = file?.state === 'running';
  const isStopped = file?.state === 'stopped';
  useEffect(() => {
    if (isStopped) void follow();
    if (!isRunning) return undefined;
    const timer = setInterval(() => void follow(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [follow, isRunning, isStopped]);

  const isDraft = file?.state === 'draft' && reading !== null;
  const foot = isDraft && (
    <div class="row wrap">
      {rows === null ? (
        <Button look="main" isDisabled={busy !== null} onPress={() => void look(path, reading)}>
          {t(busy === 'looking' ? 'import_previewing' : 'import_preview')}
        </Button>
      ) : (
        <Button look="main" isDisabled={busy !== null} onPress={() => void start(reading)}>
          {t('import_start', { n: file.num_rows })}
        </Button>
      )}
      <Button isDisabled={busy !== null} onPress={startOver}>
        {t('import_other_file')}
      </Button>
    </div>
  );
  return (
    <Sheet title={t('import_title')} isWide onClose={onClose} {...(foot === false ? {} : { foot })}>
      <div class="stack wide">
        <Failure error={problem} />
        {file === null && (
          <div class="field">
            <label for={id}>{t('import_choose')}</label>
            <input
              id={id}
              class="input"
              type="file"
              accept=".csv,.tsv,.txt,.xlsx"
              aria-describedby={`${id}-hint`}
              disabled={busy !== null}
              onChange={(event) => {
                const chosen = event.currentTarget.files?.[0];
                if (chosen) void choose(chosen);
              }}
            />
            <p id={`${id}-hint`} class="soft small">
              {t(busy === 'reading' ? 'import_reading' : 'import_hint')}
            </p>
          </div>
        )}
        {isDraft && (
          <>
            <FileColumns
              file={file}
              reading={reading}
              onChange={(next) => {
                latest.current = null;
                setReading(next);
                setRows(null);
              }}
            />
            {rows && <FileRows rows={rows} title={t('import_first_rows')} />}
          </>
        )}
        {file && isRunning && <Progress file={file} onStop={() => void stop()} />}
        {file && isOver(file) && (
          <>
            <Result file={file} refused={refused} onDownload={() => void download()} />
            <div>
              <Button onPress={startOver}>{t('import_other_file')}</Button>
            </div>
          </>
        )}
      </div>
    </Sheet>
  );
}
