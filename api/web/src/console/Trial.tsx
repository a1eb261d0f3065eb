import { useEffect, useRef, useState } from 'preact/hooks';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
import { SkeletonLines } from '../shared/Skeleton';
import { TableHead } from '../shared/TableHead';
import type { Day, MoveEffect } from '../shared/wire';
import { Who } from '../shared/Who';
import { keyOfMove } from './drag';
import type { DayStore, Move } from './store';
import { useWords } from './words';

type Tried =
  { kind: 'asking' } | { kind: 'effect'; effect: MoveEffect } | { kind: 'failed'; error: unknown };

/**
 * Asks what a change would do, again for each version of the plan, and once the server is back
 * after it could not be asked; null asks nothing.
 */
export function useTrial(store: DayStore, move: Move | null, version: number | undefined) {
  const [trial, setTrial] = useState<Tried | null>(null);
  const [attempt, setAttempt] = useState(0);
  const failedWith = useRef<Day | null>(null);
  const key = `${keyOfMove(move)} ${move?.also?.join(' ') ?? ''}`;
  const setFailure = (error: unknown): void => {
    failedWith.current = store.data.peek();
    setTrial({ kind: 'failed', error });
  };
  const day = store.data.value;
  useEffect(() => {
    if (failedWith.current === null || failedWith.current === day) return;
    failedWith.current = null;
    setAttempt((last) => last + 1);
  }, [day]);
  useEffect(() => {
    failedWith.current = null;
    if (move === null) {
      setTrial(null);
      return undefined;
    }
    let isCurrent = true;
    setTrial({ kind: 'asking' });
    store.tryMove(move).then(
      (effect) => isCurrent && setTrial({ kind: 'effect', effect }),
      (error: unknown) => {
        if (isCurrent) setFailure(error);
      },
    );
    return () => {
      isCurrent = false;
    };
    // The key says what is asked.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, store, version, attempt]);
  return { trial, setFailure };
}

function Effect({ day, effect }: { day: Day; effect: MoveEffect }) {
  const { t, formats } = useWords();
  const arrow = ' → ';
  if (effect.violations.length > 0) {
    return (
      <Notice tone="breaks" title={t('move_breaks')} isLive>
        <ul class="dots">
          {effect.violations.map((violation, index) => (
            <li key={index}>{violation.message}</li>
          ))}
        </ul>
      </Notice>
    );
  }
  return (
    <>
      <table class="table">
        <caption class="unseen">{t('move_effect')}</caption>
        <TableHead
          columns={[
            { title: t('courier') },
            { title: t('column_stops'), isNumber: true },
            { title: t('column_minutes'), isNumber: true },
            { title: t('lateness'), isNumber: true },
            { title: t('column_week_balance'), isNumber: true },
          ]}
        />
        <tbody>
          {effect.effects.map((row) => {
            const courier = day.couriers.find(({ id }) => id === row.courier_id);
            return (
              <tr key={row.courier_id}>
                <th scope="row">
                  <span class="row">
                    {courier && <Who initials={courier.initials} color={courier.color} />}
                    {courier?.name ?? row.courier_id}
                  </span>
                </th>
                <td class="end">
                  {row.stops_before}
                  {arrow}
                  {row.stops_after}
                </td>
                <td class="end">
                  {formats.number(row.minutes_before)}
                  {arrow}
                  {formats.number(row.minutes_after)}
                </td>
                <td class="end">
                  {formats.minutes(row.lateness_s_before)}
                  {arrow}
                  {formats.minutes(row.lateness_s_after)}
                </td>
                <td class="end">
                  {formats.signedMoney(row.balance_minor_before)}
                  {arrow}
                  {formats.signedMoney(row.balance_minor_after)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p role="status">
        {t('move_sentence', {
          before: formats.number(effect.gini_before, 3),
          after: formats.number(effect.gini_after, 3),
        })}
      </p>
    </>
  );
}

/** What a change would do to each person, or which rule it would break. */
export function Trial({ day, trial }: { day: Day; trial: Tried | null }) {
  const failureText = useFailureText();
  if (trial === null) return null;
  if (trial.kind === 'asking') return <SkeletonLines count={2} />;
  if (trial.kind === 'failed') return <Notice tone="breaks">{failureText(trial.error)}</Notice>;
  return <Effect day={day} effect={trial.effect} />;
}
