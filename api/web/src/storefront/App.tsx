import { FileUp, Repeat, Webhook } from 'lucide';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { HooksSheet } from '../hooks/HooksSheet';
import { useWords as useHooksWords } from '../hooks/words';
import { clockFrom, readClock } from '../shared/clock';
import { debounce, followLive } from '../shared/live';
import { Button } from '../shared/Button';
import { Notice } from '../shared/Notice';
import { useFailureText, type Session } from '../shared/page';
import { LanguageSwitch, ThemeSwitch } from '../shared/Settings';
import { createToasts, ToastShelf } from '../shared/toasts';
import {
  nameOfOrder,
  type ConsignmentQuote,
  type Order,
  type Quote,
  type Slot,
  type Span,
} from '../shared/wire';
import type { Change } from './ChangeForm';
import { ConsignmentCard } from './ConsignmentCard';
import { FileSheet } from './FileSheet';
import { Orders } from './Orders';
import { QuoteCard } from './QuoteCard';
import { QuoteForm } from './QuoteForm';
import { StandingSheet } from './StandingSheet';
import {
  consignmentBody,
  emptyWish,
  faultsOf,
  momentOf,
  quoteBody,
  type Fault,
  type Wish,
} from './wish';
import { useWords } from './words';

const RELOAD_MS = 400;
const RELOAD_AT_LATEST_MS = 2_000;
const MOST_ORDERS = 200;

function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

function useOrders({ client, me }: Session) {
  const [orders, setOrders] = useState<Order[] | null>(null);
  const [slots, setSlots] = useState<Slot[]>([]);
  const [readAt, setReadAt] = useState<Date | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const clock = useMemo(() => clockFrom(readClock(me, Date.now())), [me]);
  const load = useCallback(async () => {
    const day =
      me.day ??
      new Intl.DateTimeFormat('sv-SE', { timeZone: me.coop.time_zone }).format(clock.now());
    try {
      const query = new URLSearchParams({ day, limit: String(MOST_ORDERS) });
      const answer = await client.get<{ orders: Order[] }>(`/v1/orders?${query}`);
      setOrders(answer.orders.toSorted((a, b) => b.placed_at.localeCompare(a.placed_at)));
      setReadAt(clock.now());
      setFailure(null);
    } catch (error) {
      setFailure(error);
    }
    if (me.role !== 'storefront') return;
    client.get<{ slots: Slot[] }>(`/v1/slots?${new URLSearchParams({ day })}`).then(
      (answer) => setSlots(answer.slots),
      () => setSlots([]), // a window can still be asked for
    );
  }, [client, clock, me]);
  useEffect(() => {
    void load();
    const reload = debounce(() => void load(), RELOAD_MS, RELOAD_AT_LATEST_MS);
    const live = followLive(reload);
    const stop = live.isOpen.subscribe((isOpen) => isOpen && reload());
    return () => {
      stop();
      live.close();
    };
  }, [load]);
  return { orders, slots, readAt, failure, load, clock };
}

export function App(session: Session) {
  const { me, client, choose } = session;
  const { t, formats } = useWords();
  const { t: hooks } = useHooksWords();
  const failureText = useFailureText();
  const toasts = useMemo(() => createToasts(), []);
  const { orders, slots, readAt, failure, load, clock } = useOrders(session);
  const [wish, setWish] = useState<Wish>(emptyWish);
  const [faults, setFaults] = useState<ReadonlySet<Fault>>(new Set());
  const [quote, setQuote] = useState<Quote | null>(null);
  const [consignment, setConsignment] = useState<ConsignmentQuote | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState<'asking' | 'booking' | null>(null);
  const [hasFile, setHasFile] = useState(false);
  const [hasStanding, setHasStanding] = useState(false);
  const [hasHooks, setHasHooks] = useState(false);
  const reload = useCallback(() => void load(), [load]);
  // One key per quote: pressing twice, or again after a lost answer, books once.
  const bookingKey = useRef(newKey());

  const forget = (): void => {
    setQuote(null);
    setConsignment(null);
  };
  const ask = async (asked: Wish): Promise<void> => {
    const found = faultsOf(asked);
    setFaults(found);
    setProblem(null);
    if (found.size > 0) return;
    setBusy('asking');
    try {
      if (asked.more.length > 0) {
        const body = consignmentBody(asked, clock, me.coop.time_zone);
        setConsignment(await client.post<ConsignmentQuote>('/v1/consignments/quotes', body));
      } else {
        const body = quoteBody(asked, clock, me.coop.time_zone);
        setQuote(await client.post<Quote>('/v1/quotes', body));
      }
      bookingKey.current = newKey();
    } catch (error) {
      forget();
      setProblem(error);
    }
    setBusy(null);
  };
  const book = async (reference: string, tipMinor = 0): Promise<void> => {
    const held = consignment ?? quote;
    if (held === null) return;
    setBusy('booking');
    setProblem(null);
    try {
      const body = {
        quote_id: held.id,
        ...(reference ? { reference } : {}),
        ...(tipMinor > 0 ? { tip_minor: tipMinor } : {}),
      };
      const headers = { 'Idempotency-Key': bookingKey.current };
      if (consignment !== null) {
        const { orders: all } = await client.post<{ orders: Order[] }>(
          '/v1/consignments',
          body,
          headers,
        );
        toasts.say(t('booked_all', { n: all.length }));
      } else {
        const order = await client.post<Order>('/v1/orders', body, headers);
        toasts.say(t('booked', { span: formats.span(order.promise) }));
      }
      forget();
      setWish(emptyWish());
      await load();
    } catch (error) {
      setProblem(error);
    }
    setBusy(null);
  };
  const chooseWindow = (span: Span): void => {
    const next: Wish = {
      ...wish,
      when: 'between',
      from: formats.time(span.from),
      to: formats.time(span.to),
    };
    setWish(next);
    void ask(next);
  };
  const cancel = (order: Order): void => {
    client.post(`/v1/orders/${encodeURIComponent(order.id)}/cancel`).then(
      () => {
        toasts.say(t('canceled_done', { reference: nameOfOrder(order) }));
        void load();
      },
      (error: unknown) => toasts.say(failureText(error)),
    );
  };
  const cancelAll = (consignmentId: string): void => {
    client.post(`/v1/consignments/${encodeURIComponent(consignmentId)}/cancel`).then(
      () => {
        toasts.say(t('canceled_all_done'));
        void load();
      },
      (error: unknown) => toasts.say(failureText(error)),
    );
  };
  const change = (order: Order, { note, from, to }: Change): void => {
    const moment = (time: string): string => momentOf(time, clock.now(), me.coop.time_zone);
    const body = {
      ...(note ? { note } : {}),
      ...(from && to ? { deliver_between: { from: moment(from), to: moment(to) } } : {}),
      ...(order.version ? { if_version: order.version } : {}),
    };
    client.post(`/v1/orders/${encodeURIComponent(order.id)}/change`, body).then(
      () => {
        toasts.say(t('changed_done', { reference: nameOfOrder(order) }));
        void load();
      },
      (error: unknown) => toasts.say(failureText(error)),
    );
  };
  if (me.role !== 'storefront') {
    return (
      <main class="gate card stack">
        <h1>{t('no_permission_title')}</h1>
        <p>{t('no_permission_text')}</p>
      </main>
    );
  }
  const notice = me.notices?.find(({ code }) => code === 'places_asked_elsewhere')?.message ?? null;
  const today =
    me.day ?? new Intl.DateTimeFormat('sv-SE', { timeZone: me.coop.time_zone }).format(clock.now());
  const standing =
    failure === null
      ? null
      : readAt
        ? t('standing_since', { time: formats.time(readAt) })
        : failureText(failure);
  return (
    <div class="storefront">
      <header class="row head">
        <img src="/icon.svg" alt="" width="28" height="28" />
        <div class="grow">
          <h1 class="cut">{me.name}</h1>
          <p class="small soft cut">{t('delivered_by', { coop: me.coop.name })}</p>
        </div>
        <Button icon={FileUp} extra="from-file" onPress={() => setHasFile(true)}>
          {t('import_open')}
        </Button>
        <Button
          look="plain"
          icon={Repeat}
          label={t('standing_title')}
          onPress={() => setHasStanding(true)}
        />
        <Button
          look="plain"
          icon={Webhook}
          label={hooks('hooks_title')}
          onPress={() => setHasHooks(true)}
        />
        <LanguageSwitch isShort onChoose={choose} />
        <ThemeSwitch />
      </header>
      <main class="two">
        <div class="stack wide">
          <QuoteForm
            client={client}
            store={me.name}
            wish={wish}
            faults={faults}
            notice={notice}
            slots={slots}
            isBusy={busy === 'asking'}
            onChange={(next) => {
              setWish(next);
              forget();
            }}
            onAsk={() => void ask(wish)}
          />
          <div aria-live="polite" class="stack wide">
            {problem !== null && <Notice tone="breaks">{failureText(problem)}</Notice>}
            {quote && (
              <QuoteCard
                key={quote.id}
                quote={quote}
                isBusy={busy === 'booking'}
                onBook={(reference, tipMinor) => void book(reference, tipMinor)}
                onWindow={chooseWindow}
              />
            )}
            {consignment && (
              <ConsignmentCard
                key={consignment.id}
                consignment={consignment}
                doors={[wish.delivery, ...wish.more.map(({ delivery }) => delivery)].map(
                  ({ text }) => text,
                )}
                isBusy={busy === 'booking'}
                onBook={(reference, tipMinor) => void book(reference, tipMinor)}
              />
            )}
          </div>
        </div>
        <Orders
          orders={orders}
          standing={standing}
          onCancel={cancel}
          onCancelAll={cancelAll}
          onChange={change}
        />
      </main>
      {hasFile && <FileSheet client={client} onBooked={reload} onClose={() => setHasFile(false)} />}
      {hasStanding && (
        <StandingSheet
          client={client}
          today={today}
          notice={notice}
          onChanged={reload}
          onClose={() => setHasStanding(false)}
        />
      )}
      {hasHooks && <HooksSheet client={client} isCoop={false} onClose={() => setHasHooks(false)} />}
      <ToastShelf toasts={toasts} />
    </div>
  );
}
