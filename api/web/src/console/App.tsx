import { useSignal } from '@preact/signals';
import { useCallback, useEffect, useMemo } from 'preact/hooks';
import { HooksSheet } from '../hooks/HooksSheet';
import { Office } from '../office/Office';
import { PeopleSheet } from '../people/PeopleSheet';
import { ReplayPanel } from '../replay/ReplayPanel';
import { clockFrom, readClock } from '../shared/clock';
import { workDayOf } from '../shared/moments';
import { debounce, followLive } from '../shared/live';
import { Notice } from '../shared/Notice';
import { useFailureText, type Session } from '../shared/page';
import { Proposals } from '../shared/Proposals';
import { SkeletonLines } from '../shared/Skeleton';
import { createToasts, ToastShelf } from '../shared/toasts';
import { Board } from './Board';
import { DayMap } from './DayMap';
import { DayTimeline } from './DayTimeline';
import { Detail } from './Detail';
import { FairnessTable } from './FairnessTable';
import { HoverEffect } from './HoverEffect';
import { IncidentSheet } from './IncidentSheet';
import { LateList } from './LateList';
import { MoveSheet } from './MoveSheet';
import { OrdersTable } from './OrdersTable';
import { createPlanning } from './planning';
import { PlanningLine } from './PlanningLine';
import { PlanSteps } from './PlanSteps';
import { PrintRoute } from './PrintRoute';
import { ReorderSheet } from './ReorderSheet';
import { ReviewSheet } from './ReviewSheet';
import { Setup } from './Setup';
import { SplitSheet } from './SplitSheet';
import { createDayStore } from './store';
import { Streets } from './Streets';
import { TopBar } from './TopBar';
import { CourierList, FlaggedList, UnassignedList } from './Trays';
import { WhatIf } from './WhatIf';
import { useWords } from './words';

const VIEWS = ['map', 'board', 'orders', 'streets', 'what_if', 'fairness', 'rules'] as const;
type View = (typeof VIEWS)[number];

const RELOAD_MS = 300;
const RELOAD_AT_LATEST_MS = 1_500;
const LOOK_AGAIN_MS = 60_000;

function NoPermission() {
  const { t } = useWords();
  return (
    <main class="gate card stack">
      <h1>{t('no_permission_title')}</h1>
      <p>{t('no_permission_text')}</p>
    </main>
  );
}

function Tabs({ view, onView }: { view: View; onView: (view: View) => void }) {
  const { t } = useWords();
  useEffect(() => {
    document.getElementById(`tab-${view}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [view]);
  return (
    <div class="tabs" role="tablist" aria-label={t('views')}>
      {VIEWS.map((name, index) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={name === view}
          aria-controls="view"
          tabIndex={name === view ? 0 : -1}
          onClick={() => onView(name)}
          onKeyDown={(event) => {
            const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
            if (step === 0) return;
            const next = VIEWS[(index + step + VIEWS.length) % VIEWS.length] ?? 'map';
            onView(next);
            document.getElementById(`tab-${next}`)?.focus();
          }}
        >
          {t(`view_${name}`)}
        </button>
      ))}
    </div>
  );
}

export function App({ me, client, choose }: Session) {
  const { t } = useWords();
  const failureText = useFailureText();
  const clock = useMemo(() => clockFrom(readClock(me, Date.now())), [me]);
  const store = useMemo(
    () => createDayStore(client, me.day ?? workDayOf(clock.now(), me.coop)),
    [client, clock, me],
  );
  const planning = useMemo(() => createPlanning(store.day), [store]);
  const toasts = useMemo(() => createToasts(), []);
  const isLive = useSignal(false);
  const view = useSignal<View>('map');
  const isReviewing = useSignal(false);
  const hasHooks = useSignal(false);
  const hasPeople = useSignal(false);
  const hasOffice = useSignal(false);
  const isAllowed = me.role === 'dispatcher';

  useEffect(() => {
    if (!isAllowed) return undefined;
    void store.load();
    const reload = debounce(() => void store.load(), RELOAD_MS, RELOAD_AT_LATEST_MS);
    const live = followLive(
      (event) => {
        store.note(event);
        reload();
      },
      undefined,
      (progress) => planning.show(progress),
    );
    const stop = live.isOpen.subscribe((isOpen) => {
      if (isOpen && !isLive.value) reload();
      if (!isOpen) planning.clear();
      isLive.value = isOpen;
    });
    const again = setInterval(reload, LOOK_AGAIN_MS);
    return () => {
      clearInterval(again);
      stop();
      live.close();
      planning.clear();
    };
  }, [store, planning, isLive, isAllowed]);

  // Somebody else decided about what was looked at: the next proposal does not open by itself.
  const hasProposal = (store.data.value?.proposal ?? null) !== null && !store.isElsewhere.value;
  useEffect(() => {
    if (!hasProposal) isReviewing.value = false;
  }, [hasProposal, isReviewing]);

  const printed = useCallback(() => (store.printing.value = null), [store]);

  if (!isAllowed) return <NoPermission />;
  const failure = store.failure.value;
  const isElsewhere = store.isElsewhere.value;
  // What is known of another day stays in sight, out of reach, until this one is there.
  const data = isElsewhere && failure !== null ? null : store.data.value;
  const current = isElsewhere ? null : data;
  const moving = store.moving.value;
  const reordering = store.reordering.value;
  const telling = store.telling.value;
  const splitting = data?.orders.find(({ id }) => id === store.splitting.value);
  const { say } = toasts;
  const onFailure = (error: unknown): void => toasts.say(failureText(error));
  return (
    <div class="console">
      <a class="unseen skip" href="#view">
        {t('skip')}
      </a>
      <TopBar
        me={me}
        day={store.day.value}
        today={workDayOf(clock.now(), me.coop)}
        data={current}
        isLive={isLive.value}
        isFailing={failure !== null}
        onDay={(day) => void store.show(day)}
        onReview={() => (isReviewing.value = true)}
        onHooks={() => (hasHooks.value = true)}
        onPeople={() => (hasPeople.value = true)}
        onOffice={() => (hasOffice.value = true)}
        onLanguage={choose}
      />
      {data === null && failure === null && (
        <main class="waiting" aria-busy="true">
          <p class="unseen">{t('loading')}</p>
          <SkeletonLines count={12} />
        </main>
      )}
      {data === null && failure !== null && (
        <main class="gate">
          <Notice tone="look" title={t('failed_title')}>
            {failureText(failure)}
          </Notice>
        </main>
      )}
      {data !== null && (
        <main class="work" inert={isElsewhere} aria-busy={isElsewhere}>
          <div class="side">
            <FlaggedList store={store} />
            <LateList day={data} store={store} say={say} onFailure={onFailure} />
            <UnassignedList store={store} />
            <CourierList store={store} />
          </div>
          <div class="center">
            <div class="over-view">
              <Tabs view={view.value} onView={(next) => (view.value = next)} />
              <PlanningLine planning={planning} />
              <PlanSteps store={store} say={say} onFailure={onFailure} />
            </div>
            <div id="view" class="view" role="tabpanel" aria-labelledby={`tab-${view.value}`}>
              {view.value === 'map' && (
                <>
                  <DayMap
                    day={data}
                    store={store}
                    client={client}
                    onArea={() => (view.value = 'streets')}
                  />
                  <DayTimeline day={data} store={store} now={data.now} />
                </>
              )}
              {view.value === 'board' && <Board day={data} store={store} />}
              {view.value === 'orders' && <OrdersTable day={data} store={store} />}
              {view.value === 'streets' && (
                <Streets day={data} store={store} say={say} onFailure={onFailure} />
              )}
              {view.value === 'what_if' && (
                <WhatIf key={data.day} day={data} store={store} client={client} />
              )}
              {view.value === 'fairness' && <FairnessTable day={data} />}
              {view.value === 'rules' && (
                <div class="rules-view">
                  <Setup client={client} say={say} onFailure={onFailure} />
                  <Proposals client={client} />
                  <ReplayPanel client={client} />
                </div>
              )}
            </div>
          </div>
          <Detail day={data} store={store} say={say} onFailure={onFailure} />
        </main>
      )}
      {data !== null && moving !== null && (
        <MoveSheet
          day={data}
          store={store}
          orderId={moving.orderId}
          {...(moving.also ? { also: moving.also } : {})}
          toCourierId={moving.toCourierId}
          say={say}
        />
      )}
      {data !== null && telling !== null && (
        <IncidentSheet day={data} store={store} client={client} about={telling} say={say} />
      )}
      {data !== null && splitting !== undefined && (
        <SplitSheet day={data} order={splitting} store={store} say={say} />
      )}
      {data !== null && reordering !== null && (
        <ReorderSheet day={data} store={store} {...reordering} say={say} />
      )}
      {current?.proposal && isReviewing.value && (
        <ReviewSheet
          day={current}
          proposal={current.proposal}
          store={store}
          say={say}
          onClose={() => (isReviewing.value = false)}
        />
      )}
      {hasHooks.value && (
        <HooksSheet client={client} isCoop onClose={() => (hasHooks.value = false)} />
      )}
      {hasOffice.value && (
        <Office
          client={client}
          me={me}
          day={store.day.value}
          onFailure={onFailure}
          onClose={() => (hasOffice.value = false)}
        />
      )}
      {hasPeople.value && <PeopleSheet client={client} onClose={() => (hasPeople.value = false)} />}
      {data !== null && store.printing.value !== null && (
        <PrintRoute day={data} courierId={store.printing.value} onDone={printed} />
      )}
      {data !== null && <HoverEffect day={data} store={store} />}
      <ToastShelf toasts={toasts} />
    </div>
  );
}
