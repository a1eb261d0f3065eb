import {
  CalendarCheck,
  ChevronLeft,
  ChevronRight,
  NotebookTabs,
  Radio,
  Scale,
  Unplug,
  Webhook,
} from 'lucide';
import { useWords as useHooksWords } from '../hooks/words';
import { useWords as usePeopleWords } from '../people/words';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { dayAfter } from '../shared/moments';
import { LanguageSwitch, ThemeSwitch } from '../shared/Settings';
import type { Day, Me } from '../shared/wire';
import type { Language } from '../shared/words';
import { changes } from './derive';
import { useWords } from './words';

interface Props {
  me: Me;
  day: string;
  /** The day that it is now. */
  today: string;
  data: Day | null;
  isLive: boolean;
  isFailing: boolean;
  onDay: (day: string) => void;
  onReview: () => void;
  onHooks: () => void;
  onPeople: () => void;
  onOffice: () => void;
  onLanguage: (language: Language) => void;
}

function Standing({ data, isLive, isFailing }: Pick<Props, 'data' | 'isLive' | 'isFailing'>) {
  const { t, formats } = useWords();
  if (data === null) return null;
  const time = formats.time(data.now);
  const isGood = isLive && !isFailing;
  return (
    <>
      <span class={isGood ? 'chip good' : 'chip look'}>
        <Icon node={isGood ? Radio : Unplug} size={16} />
        <span class="number">{t(isGood ? 'live_at' : 'data_since', { time })}</span>
      </span>
      <span class="unseen" role="status">
        {isGood ? '' : t('data_since', { time })}
      </span>
    </>
  );
}

function Proposal({ data, onReview }: { data: Day; onReview: () => void }) {
  const { t, formats } = useWords();
  if (data.proposal === null) return null;
  const changed = changes(data, data.proposal);
  const stops = (plan: Day['plan']): number =>
    plan?.figures.couriers.reduce((sum, row) => sum + row.stops, 0) ?? 0;
  const more = stops(data.proposal) - stops(data.plan);
  const seconds = data.proposal.figures.travel_s - (data.plan?.figures.travel_s ?? 0);
  return (
    <div class="proposal row">
      <span class="proposal-text">
        <strong>{t('proposal_ready')}</strong>{' '}
        <span class="number">
          {t('proposal_short', {
            n: changed.length,
            stops: more > 0 ? `+${more}` : more === 0 ? '±0' : `−${-more}`,
            time: formats.signedMinutes(seconds),
          })}
        </span>
      </span>
      <Button look="main" onPress={onReview}>
        {t('review')}
      </Button>
    </div>
  );
}

export function TopBar(props: Props) {
  const { t, formats } = useWords();
  const { t: hooks } = useHooksWords();
  const { t: people } = usePeopleWords();
  const { data, day } = props;
  return (
    <header class="top">
      <div class="row brand">
        <img src="/icon.svg" alt="" width="28" height="28" />
        <h1 class="cut">{props.me.coop.name}</h1>
      </div>
      <div class="row day-switch">
        <Button
          look="plain"
          icon={ChevronLeft}
          label={t('day_before')}
          onPress={() => props.onDay(dayAfter(day, -1))}
        />
        <strong class="number">{formats.day(day)}</strong>
        <Button
          look="plain"
          icon={ChevronRight}
          label={t('day_after')}
          onPress={() => props.onDay(dayAfter(day, 1))}
        />
        {day !== props.today && (
          <Button
            look="plain"
            icon={CalendarCheck}
            label={t('day_today')}
            onPress={() => props.onDay(props.today)}
          />
        )}
      </div>
      <Standing data={data} isLive={props.isLive} isFailing={props.isFailing} />
      {data && (
        <p class="counts number">
          <span>{t('count_orders', { n: data.counts.orders })}</span>
          <span class={data.counts.unassigned > 0 ? 'look' : ''}>
            {t('count_unassigned', { n: data.counts.unassigned })}
          </span>
          <span class={data.counts.late_soon > 0 ? 'look' : ''}>
            {t('count_late_soon', { n: data.counts.late_soon })}
          </span>
          <span>{t('count_delivered', { n: data.counts.delivered })}</span>
        </p>
      )}
      <div class="grow" />
      {data && <Proposal data={data} onReview={props.onReview} />}
      <Button look="plain" icon={NotebookTabs} label={t('office_open')} onPress={props.onOffice} />
      <Button look="plain" icon={Scale} label={people('people_title')} onPress={props.onPeople} />
      <Button look="plain" icon={Webhook} label={hooks('hooks_title')} onPress={props.onHooks} />
      <LanguageSwitch isShort onChoose={props.onLanguage} />
      <ThemeSwitch />
    </header>
  );
}
