import { useCallback, useState } from 'preact/hooks';
import { useAnswer, useSending } from '../shared/asking';
import { Button } from '../shared/Button';
import { ProblemError, type Client } from '../shared/client';
import { Failure } from '../shared/Failure';
import { Notice } from '../shared/Notice';
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
  /** The desk names whose; a storefront sees its own. */
  storefrontId?: string;
  /** Told when orders may have been made or canceled. */
  onChanged: () => void;
  onClose: () => void;
}

type Change = (path: string, body: Record<string, unknown>) => void;

function DayLine({
  one,
  canSkip,
  isBusy,
  onSkip,
}: {
  one: StandingDay;
  canSkip: boolean;
  isBusy: boolean;
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
            isBusy={isBusy}
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

interface LineProps {
  one: StandingOrder;
  isBusy: boolean;
  onChange: Change;
  onEdit: () => void;
}

function Line(props: LineProps) {
  const { one, isBusy, onChange } = props;
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
            isBusy={isBusy}
            onSkip={() => onChange(`${one.id}/skip`, { day: day.day })}
          />
        ))}
      </ul>
      {!isOver && (
        <div class="row wrap">
          <Button
            look="plain"
            extra="small"
            label={t('standing_change_of', { address: one.address })}
            onPress={props.onEdit}
          >
            {t('standing_change')}
          </Button>
          <Button
            look="plain"
            extra="small"
            isBusy={isBusy}
            onPress={() =>
              onChange(`${one.id}/state`, { state: one.state === 'active' ? 'paused' : 'active' })
            }
          >
            {t(one.state === 'active' ? 'standing_pause' : 'standing_resume')}
          </Button>
          <Button
            look="plain"
            extra="small"
            isBusy={isBusy}
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
export function StandingSheet(props: Props) {
  const { client, today, notice, storefrontId, onChanged, onClose } = props;
  const { t, language } = useWords();
  const [editing, setEditing] = useState<string | null>(null);
  const [numSaved, setNumSaved] = useState(0);
  const ask = useCallback(
    async () => {
      const answer = await client.get<{ standing_orders: StandingOrder[] }>('/v1/standing-orders');
      return answer.standing_orders.filter(
        ({ state, storefront_id: whose }) =>
          state !== 'ended' && (storefrontId === undefined || whose === storefrontId),
      );
    },
    // The server says in words why a day was missed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [client, storefrontId, language],
  );
  const { found: list, failure, read } = useAnswer(ask);
  const sending = useSending();
  const send = (path: string, body: Record<string, unknown>, onDone?: () => void): void =>
    sending.send(
      () =>
        client.post(`/v1/standing-orders${path}`, body).catch(async (error: unknown) => {
          // Whoever was slower sees the newest version beside what they typed.
          if (error instanceof ProblemError) await read().catch(() => undefined);
          throw error;
        }),
      async () => {
        onDone?.();
        onChanged();
        await read();
      },
    );
  const saved = (): void => {
    setEditing(null);
    setNumSaved(numSaved + 1);
  };
  const known = list?.find(({ id }) => id === editing) ?? null;
  return (
    <Sheet title={t('standing_title')} isWide onClose={onClose}>
      <div class="stack">
        <p class="soft small">{t('standing_hint')}</p>
        <Failure error={sending.failure ?? failure} />
        {list === null && failure === null && <SkeletonLines count={2} height={64} />}
        {list?.length === 0 && <p class="empty">{t('standing_none')}</p>}
        <ul aria-live="polite">
          {list?.map((one) => (
            <Line
              key={one.id}
              one={one}
              isBusy={sending.isBusy}
              onChange={(path, body) => send(`/${path}`, body)}
              onEdit={() => setEditing(one.id)}
            />
          ))}
        </ul>
        <StandingForm
          key={editing ?? numSaved}
          client={client}
          today={today}
          notice={notice}
          isBusy={sending.isBusy}
          known={known}
          onSave={(body) =>
            known
              ? send(`/${known.id}/revise`, body, saved)
              : send(
                  '',
                  storefrontId === undefined ? body : { ...body, storefront_id: storefrontId },
                  saved,
                )
          }
          onLeave={() => setEditing(null)}
        />
      </div>
    </Sheet>
  );
}
