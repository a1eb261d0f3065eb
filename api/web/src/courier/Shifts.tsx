import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { ProblemError, UnreachableError, type Client } from '../shared/client';
import { Notice } from '../shared/Notice';
import { SkeletonLines } from '../shared/Skeleton';
import { Availability } from './Availability';
import { Away } from './Away';
import { Calendar } from './Calendar';
import type { Memory } from './memory';
import { NewShift } from './NewShift';
import { Ride } from './Ride';
import { ShiftCard } from './ShiftCard';
import type { MyTime } from './time';
import { useWords } from './words';

/** Does one thing after the other; tells whether it was done, so that a form keeps what it says. */
export type Act = (action: () => Promise<unknown>) => Promise<boolean>;

interface Props {
  client: Client;
  memory: Memory;
}

/** My shifts and those that colleagues offer, when I am away, what I ride: all mine to say. */
export function Shifts({ client, memory }: Props) {
  const { t, formats } = useWords();
  const [time, setTime] = useState<MyTime | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [isKept, setKept] = useState(false);

  const load = useCallback(async (): Promise<void> => {
    try {
      const fresh = await client.get<MyTime>('/v1/me/shifts');
      setTime(fresh);
      setKept(false);
      await memory.keep('time', fresh);
    } catch (error) {
      const kept = await memory.find<MyTime>('time');
      if (kept) {
        setTime(kept);
        setKept(true);
      } else setFailure(error instanceof ProblemError ? error.message : t('shifts_never_read'));
    }
  }, [client, memory, t]);
  useEffect(() => void load(), [load]);

  const before = useRef<Promise<unknown>>(Promise.resolve());
  const act: Act = (action) => {
    const run = async (): Promise<boolean> => {
      setFailure(null);
      try {
        await action();
        return true;
      } catch (error) {
        const isAway = error instanceof UnreachableError;
        setFailure(isAway ? t('needs_network') : (error as Error).message);
        return false;
      }
    };
    const done = before.current.then(run);
    before.current = done.then(load);
    return done;
  };

  if (time === null)
    return failure === null ? (
      <SkeletonLines count={4} height={72} />
    ) : (
      <p class="empty">{failure}</p>
    );
  return (
    <section class="stack wide">
      <h1>{t('shifts')}</h1>
      <div role="status">
        {failure !== null && <Notice tone="look">{failure}</Notice>}
        {isKept && <p class="soft">{t('shifts_kept')}</p>}
      </div>
      {time.shifts.length === 0 && <p class="empty">{t('shifts_empty')}</p>}
      {time.shifts.map((shift) => (
        <ShiftCard key={shift.id} shift={shift} client={client} act={act} />
      ))}
      <NewShift client={client} act={act} />
      {time.offered.length > 0 && <h2>{t('shifts_offered')}</h2>}
      {time.offered.map((shift) => (
        <div key={shift.id} class="card row apart">
          <p>
            <strong>{formats.date(shift.starts_at)}</strong>
            <br />
            {formats.span({ from: shift.starts_at, to: shift.ends_at })} · {shift.courier}
          </p>
          <Button onPress={() => void act(() => client.post(`/v1/me/shifts/${shift.id}/take`))}>
            {t('shift_take')}
          </Button>
        </div>
      ))}
      <Availability said={time.availability ?? []} client={client} act={act} />
      <Away absences={time.absences} client={client} act={act} />
      <Ride ride={time.ride} client={client} act={act} />
      <Calendar client={client} act={act} />
    </section>
  );
}
