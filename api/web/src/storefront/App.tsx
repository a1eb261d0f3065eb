import { FileUp, Repeat, Webhook } from 'lucide';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { HooksSheet } from '../hooks/HooksSheet';
import { useWords as useHooksWords } from '../hooks/words';
import { useSending } from '../shared/asking';
import { clockFrom, readClock } from '../shared/clock';
import { Failure } from '../shared/Failure';
import { debounce, followLive } from '../shared/live';
import { dayOf, momentOf, workDayOf } from '../shared/moments';
import { Button } from '../shared/Button';
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
import { consignmentBody, emptyWish, faultsOf, quoteBody, type Fault, type Wish } from './wish';
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
  const asked = useRef(0);
  const today = useCallback(() => dayOf(clock.now(), me.coop.time_zone), [clock, me]);
  const load = useCallback(async () => {
    const day = workDayOf(clock.now(), me.coop);
    const mine = ++asked.current;
    try {
      const query = new URLSearchParams({ day, limit: String(MOST_ORDERS) });
      const answer = await client.get<{ orders: Order[] }>(`/v1/orders?${query}`);
      if (mine !== asked.current) return; // it has been asked again meanwhile
      setOrders(answer.orders.toSorted((a, b) => b.placed_at.localeCompare(a.placed_at)));
      setReadAt(clock.now());
      setFailure(null);
    } catch (error) {
      if (mine === asked.current) setFailure(error);
    }
    if (me.role !== 'storefront') return;
    client.get<{ slots: Slot[] }>(`/v1/slots?${new URLSearchParams({ day: today() })}`).then(
      (answer) => setSlots(answer.slots),
      () => setSlots([]), // a window can still be asked for
    );
  }, [client, clock, me, today]);
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
  return { orders, slots, readAt, failure, load, clock, today: today() };
}

export function App(session: Session) {
  const { me, client, choose } = session;
  const { t, formats } = useWords();
  const { t: hooks } = useHooksWords();
  const failureText = useFailureText();
  const toasts = useMemo(() => createToasts(), []);
  const { orders, slots, readAt, failure, load, clock, today } = useOrders(session);
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

  // An answer to what was wished before is none to what is wished now.
  const asked = useRef(0);
  const forget = (): void => {
    asked.current++;
    setQuote(null);
    setConsignment(null);
    setBusy(null);
  };
  const ask = async (wished: Wish): Promise<void> => {
    const found = faultsOf(wished);
    setFaults(found);
    setProblem(null);
    if (found.size > 0) return;
    forget();
    const mine = asked.current;
    setBusy('asking');
    try {
      if (wished.more.length > 0) {
        const body = consignmentBody(wished, clock, me.coop.time_zone);
        const given = await client.post<ConsignmentQuote>('/v1/consignments/quotes', body);
        if (mine !== asked.current) return;
        setConsignment(given);
      } else {
        const body = quoteBody(wished, clock, me.coop.time_zone);
        const given = await client.post<Quote>('/v1/quotes', body);
        if (mine !== asked.current) return;
        setQuote(given);
      }
      bookingKey.current = newKey();
    } catch (error) {
      if (mine !== asked.current) return;
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
        toasts.say(t('booked', { span: formats.spanOn(order.promise, today) }));
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
      day: dayOf(new Date(span.from), me.coop.time_zone),
      from: formats.time(span.from),
      to: formats.time(span.to),
    };
    setWish(next);
    void ask(next);
  };
  const sending = useSending();
  const change = (path: string, body: Record<string, unknown>, said: string): void =>
    sending.send(() =>
      client.post(path, body).then(
        async () => {
          await load();
          toasts.say(said);
        },
        (error: unknown) => toasts.say(failureText(error)),
      ),
    );
  const pathOf = ({ id }: Order): string => `/v1/orders/${encodeURIComponent(id)}`;
  const cancel = (order: Order): void =>
    change(`${pathOf(order)}/cancel`, {}, t('canceled_done', { reference: nameOfOrder(order) }));
  const cancelAll = (consignmentId: string): void =>
    change(
      `/v1/consignments/${encodeURIComponent(consignmentId)}/cancel`,
      {},
      t('canceled_all_done'),
    );
  const revise = (order: Order, { note, from, to }: Change): void => {
    const day = dayOf(new Date(order.promise.from), me.coop.time_zone);
    const moment = (time: string): string => momentOf(day, time, me.coop.time_zone);
    const body = {
      ...(note ? { note } : {}),
      ...(from && to ? { deliver_between: { from: moment(from), to: moment(to) } } : {}),
      ...(order.version ? { if_version: order.version } : {}),
    };
    change(`${pathOf(order)}/change`, body, t('changed_done', { reference: nameOfOrder(order) }));
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
            today={today}
            isBusy={busy === 'asking'}
            onChange={(next) => {
              setWish(next);
              forget();
            }}
            onAsk={() => void ask(wish)}
          />
          <div aria-live="polite" class="stack wide">
            <Failure error={problem} />
            {quote && (
              <QuoteCard
                key={quote.id}
                quote={quote}
                today={today}
                isBusy={busy === 'booking'}
                onBook={(reference, tipMinor) => void book(reference, tipMinor)}
                onWindow={chooseWindow}
              />
            )}
            {consignment && (
              <ConsignmentCard
                key={consignment.id}
                consignment={consignment}
                today={today}
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
          onChange={revise}
          isBusy={sending.isBusy}
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
