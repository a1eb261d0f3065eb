import { useSignal } from '@preact/signals';
import {
  CalendarDays,
  ListOrdered,
  LocateFixed,
  MapPin,
  Users,
  Wallet,
  WifiOff,
  type IconNode,
} from 'lucide';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { debounce, followLive } from '../shared/live';
import { Notice } from '../shared/Notice';
import type { Session } from '../shared/page';
import { Proposals } from '../shared/Proposals';
import { LanguageSwitch, ThemeSwitch } from '../shared/Settings';
import { SkeletonLines } from '../shared/Skeleton';
import { canHint } from './HintSwitch';
import { memoryOf, type Memory } from './memory';
import { Later } from './Later';
import { Now } from './Now';
import { Pay } from './Pay';
import { PublishedReplays } from './PublishedReplays';
import { doorsLeft } from './route';
import { keepReader } from './reader';
import { RouteList } from './RouteList';
import { createCourierStore, type CourierStore } from './store';
import { Undo } from './Undo';
import { useLocation, type Sharing } from './useLocation';
import { useRoom } from './useRoom';
import { useServing } from './useServing';
import { useWords } from './words';

const TABS = ['now', 'route', 'shifts', 'pay', 'coop'] as const;
type Tab = (typeof TABS)[number];
const ICONS: Record<Tab, IconNode> = {
  now: MapPin,
  route: ListOrdered,
  shifts: CalendarDays,
  pay: Wallet,
  coop: Users,
};

const MINUTE_S = 60;
const RELOAD_MS = 400;
const RELOAD_AT_LATEST_MS = 2_000;
const TICK_MS = 15_000;

/** What the phone keeps for itself, and how it is going with sending; silent when all is well. */
function SendingBar({ store }: { store: CourierStore }) {
  const { t, formats } = useWords();
  const sending = store.outbox.sending.value;
  const isAway = store.failure.value !== null || sending === 'unreachable';
  const held = isAway ? (store.outbox.held.value?.reports.length ?? 0) : 0;
  const count = store.outbox.pending.value.length + held;
  const since = store.readAt.value;
  const isQuiet = !isAway && sending !== 'refused' && count === 0;
  return (
    <div class={isQuiet ? 'bar quiet' : 'bar'} role="status">
      {!isQuiet && (
        <>
          <Icon node={WifiOff} />
          <span>
            {count > 0 && `${t(sending === 'sending' ? 'sending' : 'saved_here', { n: count })} `}
            {sending === 'refused' && t('sending_refused')}
            {isAway && since && t('standing_since', { time: formats.time(since) })}
          </span>
        </>
      )}
    </div>
  );
}

/** Says all the time that the courier can be seen, with the way out. */
function SharingBar({ sharing }: { sharing: Sharing }) {
  const { t } = useWords();
  if (!sharing.isOn && !sharing.hasFailed) return null;
  return (
    <div class="bar" role="status">
      <Icon node={LocateFixed} />
      <span class="grow">{t(sharing.isOn ? 'location_shared' : 'location_failed')}</span>
      {sharing.isOn && <Button onPress={sharing.toggle}>{t('location_stop')}</Button>}
    </div>
  );
}

function Head({ store, session }: { store: CourierStore; session: Session }) {
  const { t, formats } = useWords();
  const route = store.route.value;
  return (
    <header class="head">
      <div class="grow">
        <strong class="number">{formats.time(store.clock.now())}</strong>{' '}
        {route?.shift && (
          <span class="number">
            {t('stops_left', { n: doorsLeft(store.doors.value) })}
            {route.ends_at && `, ${t('until', { time: formats.time(route.ends_at) })}`}
          </span>
        )}
      </div>
      <LanguageSwitch isShort onChoose={session.choose} />
      <ThemeSwitch />
    </header>
  );
}

function Changes({ store }: { store: CourierStore }) {
  const { t, formats } = useWords();
  const change = store.change.value;
  const ends = store.route.value?.ends_at;
  return (
    <div class="stack" aria-live="polite">
      {change && (
        <Notice tone="look">
          {change.added > 0 && `${t('orders_added', { n: change.added })} `}
          {change.removed > 0 && `${t('orders_removed', { n: change.removed })} `}
          {change.isNextMoved && `${t('next_moved')} `}
          {Math.abs(change.longer_s) >= MINUTE_S &&
            `${t(change.longer_s > 0 ? 'takes_longer' : 'takes_shorter', {
              time: formats.minutes(Math.abs(change.longer_s)),
            })} `}
          {ends && t('now_ends', { time: formats.time(ends) })}{' '}
          <Button onPress={() => (store.change.value = null)}>{t('understood')}</Button>
        </Notice>
      )}
      {store.outbox.conflicts.value.map((conflict) => (
        <Notice
          key={conflict.report.sequence}
          tone="look"
          title={t(conflict.isTaken ? 'news_title' : 'conflict_title')}
        >
          {conflict.message || t('conflict_text')}{' '}
          <Button onPress={() => store.outbox.forget(conflict)}>{t('understood')}</Button>
        </Notice>
      ))}
    </div>
  );
}

interface DayProps {
  store: CourierStore;
  session: Session;
  memory: Memory;
}

const loadShifts = () => import('./Shifts').then(({ Shifts }) => Shifts);

function Day({ store, session, memory }: DayProps) {
  const { t } = useWords();
  const { client } = session;
  const tab = useSignal<Tab>('now');
  const sharing = useLocation(client, store.shiftPhase.value === 'running');
  const serving = useServing(store);
  const { room, ruler } = useRoom();
  const isTight = room === 'tight';
  const body = useRef<HTMLElement>(null);
  const isNow = tab.value === 'now';
  const shown = isNow ? serving?.door.key : tab.value;
  useLayoutEffect(() => {
    (isTight ? window : body.current)?.scrollTo(0, 0);
  }, [isTight, shown]);
  const [, tick] = useState(0);
  useEffect(() => {
    void store.load().then(() => {
      if (store.failure.value !== null) return;
      keepReader();
      if (canHint()) {
        void import('./hints')
          .then(({ keepHints }) => keepHints(client, memory))
          .catch(() => undefined);
      }
    });
    void store.send();
    const reload = debounce(() => void store.load(), RELOAD_MS, RELOAD_AT_LATEST_MS);
    const live = followLive(reload);
    const stop = live.isOpen.subscribe((isOpen) => {
      if (!isOpen) return;
      reload();
      void store.send();
    });
    const back = (): void => {
      reload();
      void store.send();
    };
    const clock = setInterval(() => tick((count) => count + 1), TICK_MS);
    const wake = (): void => {
      if (document.visibilityState === 'visible') back();
    };
    addEventListener('online', back);
    document.addEventListener('visibilitychange', wake);
    return () => {
      clearInterval(clock);
      removeEventListener('online', back);
      document.removeEventListener('visibilitychange', wake);
      stop();
      live.close();
    };
  }, [store, client, memory]);
  return (
    <div class={`courier ${room}`}>
      {ruler}
      <Head store={store} session={session} />
      <div class="bars">
        <SendingBar store={store} />
        <SharingBar sharing={sharing} />
      </div>
      <main ref={body} class="stack wide page-body">
        <Changes store={store} />
        {isNow && <Now {...{ store, client, memory, serving, isTight }} />}
        {tab.value === 'route' && (
          <RouteList store={store} client={client} memory={memory} sharing={sharing} />
        )}
        {tab.value === 'shifts' && <Later load={loadShifts} props={{ client, memory }} />}
        {tab.value === 'pay' && <Pay store={store} client={client} memory={memory} />}
        {tab.value === 'coop' && (
          <>
            <Proposals client={client} isPage />
            <PublishedReplays client={client} />
          </>
        )}
      </main>
      <div class="foot">
        <Undo store={store} />
        {!isTight && isNow && serving?.press}
        <nav class="bottom" aria-label={t('views')}>
          {TABS.map((name) => (
            <button
              key={name}
              type="button"
              {...(tab.value === name ? { 'aria-current': 'page' } : {})}
              onClick={() => (tab.value = name)}
            >
              <Icon node={ICONS[name]} />
              <span>{t(`tab_${name}`)}</span>
            </button>
          ))}
        </nav>
      </div>
    </div>
  );
}

export function App({ session, memory }: { session: Session; memory: Memory }) {
  const { t } = useWords();
  const [opened, setOpened] = useState<{ store: CourierStore; memory: Memory } | null>(null);
  const now = useRef(session);
  now.current = session;
  const { me, isFresh } = session;
  useEffect(() => {
    let isCurrent = true;
    setOpened(null);
    async function open(): Promise<void> {
      const own = await memoryOf(memory, now.current.me);
      const store = await createCourierStore(now.current, own);
      if (isCurrent) setOpened({ store, memory: own });
    }
    if (me.courier_id) void open();
    return () => {
      isCurrent = false;
    };
  }, [memory, me.courier_id]);
  const store = opened?.store;
  useEffect(() => {
    if (isFresh) store?.refresh(me);
  }, [store, me, isFresh]);
  if (!me.courier_id) {
    return (
      <main class="gate card stack">
        <h1>{t('no_permission_title')}</h1>
        <p>{t('no_permission_text')}</p>
      </main>
    );
  }
  if (opened === null) {
    return (
      <main class="gate" aria-busy="true">
        <SkeletonLines count={4} height={72} />
      </main>
    );
  }
  return <Day store={opened.store} session={session} memory={opened.memory} />;
}
