import { Check, Circle } from 'lucide';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { Notice } from '../shared/Notice';
import { Sheet } from '../shared/Sheet';
import type { MyRoute } from '../shared/wire';
import { findLabel, numSeen, withSeen, type Found, type Seen } from './labels';
import { openReader } from './reader';
import { nameOf, parcelsOf, type Door } from './route';
import { useWords } from './words';

const LOOK_MS = 200;

/** Shows what the camera sees and tells each code in it; false when there is no camera to use. */
function Camera({ onCode, onNone }: { onCode: (text: string) => void; onNone: () => void }) {
  const { t } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const tell = useRef({ onCode, onNone });
  tell.current = { onCode, onNone };
  useEffect(() => {
    const life = { isOver: false };
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function open(): Promise<void> {
      const wanted = { video: { facingMode: 'environment' } };
      const [read, given] = await Promise.all([
        openReader(),
        navigator.mediaDevices.getUserMedia(wanted).then((one) => (stream = one)),
      ]);
      const picture = video.current;
      if (life.isOver || picture === null) {
        stop();
        return;
      }
      picture.srcObject = given;
      await picture.play();
      const look = async (): Promise<void> => {
        if (life.isOver) return;
        for (const code of await read(picture).catch(() => [])) tell.current.onCode(code);
        timer = setTimeout(() => void look(), LOOK_MS);
      };
      await look();
    }
    const stop = (): void => stream?.getTracks().forEach((track) => track.stop());
    open().catch(() => {
      if (!life.isOver) tell.current.onNone();
    });
    return () => {
      life.isOver = true;
      clearTimeout(timer);
      stop();
    };
  }, []);
  return <video ref={video} class="scan" muted playsInline aria-label={t('scan_camera')} />;
}

function Told({ found }: { found: Found }) {
  const { t } = useWords();
  if (found.kind === 'here') return <Notice tone="good">{nameOf(found.stop)}</Notice>;
  if (found.kind === 'unknown')
    return <Notice tone="look">{t('scan_unknown', { code: found.name })}</Notice>;
  return <Notice tone="look">{t(`scan_${found.kind}`, { place: found.place })}</Notice>;
}

interface Props {
  door: Door;
  route: MyRoute;
  /** What the big button says and does once all parcels were seen. */
  doneLabel: string;
  onDone: () => void;
  onClose: () => void;
}

/** All parcels of a door by their labels, with the camera or typed in. */
export function Scan({ door, route, doneLabel, onDone, onClose }: Props) {
  const { t } = useWords();
  const id = useId();
  const [seen, setSeen] = useState<Seen>({});
  const [found, setFound] = useState<Found | null>(null);
  const [hasCamera, setCamera] = useState(true);
  const [typed, setTyped] = useState('');
  const all = door.stops.reduce((sum, stop) => sum + parcelsOf(stop), 0);
  const take = (text: string): void => {
    const one = findLabel(text, door, route);
    setFound(one);
    if (one.kind === 'here') setSeen((before) => withSeen(before, one.stop, one.parcel));
  };
  const last = useRef('');
  /** The camera sees a label again and again; what was told since then stays. */
  const see = (text: string): void => {
    if (text === last.current) return;
    last.current = text;
    take(text);
  };
  const count = numSeen(seen, door.stops);
  return (
    <Sheet title={t('scan')} onClose={onClose}>
      <div class="stack">
        {hasCamera ? (
          <Camera onCode={see} onNone={() => setCamera(false)} />
        ) : (
          <p class="soft">{t('scan_no_camera')}</p>
        )}
        <div class="stack" role="status">
          <p class="what">{t('scan_count', { n: count, all: String(all) })}</p>
          {found && <Told found={found} />}
        </div>
        <ul class="plain stack scanned">
          {door.stops.map((stop) => {
            const isWhole = (seen[stop.id]?.length ?? 0) === parcelsOf(stop);
            return (
              <li key={stop.id} class="row">
                <Icon node={isWhole ? Check : Circle} />
                <span class="grow">{stop.reference ?? stop.order_id}</span>
                <span class="number">
                  {seen[stop.id]?.length ?? 0} / {parcelsOf(stop)}
                </span>
              </li>
            );
          })}
        </ul>
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (typed.trim() === '') return;
            take(typed);
            setTyped('');
          }}
        >
          <div class="field">
            <label for={id}>{t('scan_type')}</label>
            <input
              id={id}
              class="input"
              autocomplete="off"
              maxLength={120}
              value={typed}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          </div>
          <Button type="submit">{t('scan_take')}</Button>
        </form>
        <Button
          look="main"
          extra="huge"
          isDisabled={count < all}
          onPress={() => {
            onClose();
            onDone();
          }}
        >
          {doneLabel}
        </Button>
      </div>
    </Sheet>
  );
}
