import { useCallback, useEffect, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
import { Sheet } from '../shared/Sheet';
import { SkeletonLines } from '../shared/Skeleton';
import { dayNamed, weekdaysOf, type StandingDay, type StandingOrder } from './standing';
import { StandingForm } from './StandingForm';
import { useWords } from './words';

const DAYS_SHOWN = 5;

interface Props {
  client: Client;
  today: string;
  notice: string | null;
  /** Told when orders may have been made or canceled. */
  onChanged: () => void;
  onClose: () => void;
}

type Change = (path: string, body: Record<string, unknown>) => void;

function DayLine({
  one,
  canSkip,
  onSkip,
}: {
  one: StandingDay;
  canSkip: boolean;
  onSkip: () => void;
}) {
  const { t, formats } = useWords();
  const day = formats.day(one.day);
  return (
    <li>
      <span class="row apart">
        <span>
          {day} · <span class="soft">{t(`standing_day_${one.state}`)}</span>
        </span>
        {canSkip && one.state !== 'skipped' && (
          <Button
            look="plain"
            extra="small"
            label={t('standing_skip_day', { day })}
            onPress={onSkip}
          >
            {t('standing_skip')}
          </Button>
        )}
      </span>
      {one.reason && <Notice tone="look">{one.reason.message}</Notice>}
    </li>
  );
}

function Line({ one, onChange }: { one: StandingOrder; onChange: Change }) {
  const { t, language } = useWords();
  const names = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  const days = weekdaysOf(one.rule)
    ?.map((day) => names.format(dayNamed(day)))
    .join(', ');
  const isOver = one.state === 'ended';
  return (
    <li class="order">
      <div class="row apart">
        <strong class="cut grow">{one.address}</strong>
        <span class="chip">{t(`standing_${one.state}`)}</span>
      </div>
      <p class="small">
        {days ?? one.rule}, <span class="number">{`${one.from}–${one.to}`}</span>
        {one.reference && <span class="soft"> · {one.reference}</span>}
      </p>
      <ul class="dots small">
        {one.days.slice(0, DAYS_SHOWN).map((day) => (
          <DayLine
            key={day.day}
            one={day}
            canSkip={!isOver}
            onSkip={() => onChange(`${one.id}/skip`, { day: day.day })}
          />
        ))}
      </ul>
      {!isOver && (
        <div class="row wrap">
          <Button
            look="plain"
            extra="small"
            onPress={() =>
              onChange(`${one.id}/state`, { state: one.state === 'active' ? 'paused' : 'active' })
            }
          >
            {t(one.state === 'active' ? 'standing_pause' : 'standing_resume')}
          </Button>
          <Button
            look="plain"
            extra="small"
            onPress={() => onChange(`${one.id}/state`, { state: 'ended' })}
          >
            {t('standing_end')}
          </Button>
        </div>
      )}
    </li>
  );
}

/** Orders that come again and again: what comes next, and what can be changed. */
export function StandingSheet({ client, today, notice, onChanged, onClose }: Props) {
  const { t } = useWords();
  const failureText = useFailureText();
  const [list, setList] = useState<StandingOrder[] | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const load = useCallback(async () => {
    const answer = await client.get<{ standing_orders: StandingOrder[] }>('/v1/standing-orders');
    setList(answer.standing_orders.filter(({ state }) => state !== 'ended'));
  }, [client]);
  useEffect(() => {
    load().catch(setProblem);
  }, [load]);
  const send = (path: string, body: Record<string, unknown>): void => {
    setBusy(true);
    setProblem(null);
    client
      .post(`/v1/standing-orders${path}`, body)
      .then(load)
      .then(onChanged)
      .catch(setProblem)
      .finally(() => setBusy(false));
  };
  return (
    <Sheet title={t('standing_title')} isWide onClose={onClose}>
      <div class="stack">
        <p class="soft small">{t('standing_hint')}</p>
        {problem !== null && <Notice tone="breaks">{failureText(problem)}</Notice>}
        {list === null && problem === null && <SkeletonLines count={2} height={64} />}
        {list?.length === 0 && <p class="empty">{t('standing_none')}</p>}
        <ul aria-live="polite">
          {list?.map((one) => (
            <Line key={one.id} one={one} onChange={(path, body) => send(`/${path}`, body)} />
          ))}
        </ul>
        <StandingForm
          key={list?.length ?? 0}
          client={client}
          today={today}
          notice={notice}
          isBusy={isBusy}
          onAdd={(body) => send('', body)}
        />
      </div>
    </Sheet>
  );
}
