import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
import { Sheet } from '../shared/Sheet';
import { SkeletonLines } from '../shared/Skeleton';
import { nameOfOrder, type Day, type MoveEffect } from '../shared/wire';
import { Who } from '../shared/Who';
import { courierOfOrder } from './derive';
import { Meanwhile } from './Meanwhile';
import { isOvertaken, type DayStore } from './store';
import { useWords } from './words';

interface Props {
  day: Day;
  store: DayStore;
  orderId: string;
  also?: readonly string[];
  toCourierId: string | null | undefined;
  say: (text: string) => void;
}

type Trial =
  { kind: 'asking' } | { kind: 'effect'; effect: MoveEffect } | { kind: 'failed'; error: unknown };

const NOBODY = '';
const NONE: readonly string[] = [];

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
        <thead>
          <tr>
            <th scope="col">{t('courier')}</th>
            <th scope="col" class="end">
              {t('column_stops')}
            </th>
            <th scope="col" class="end">
              {t('column_minutes')}
            </th>
            <th scope="col" class="end">
              {t('lateness')}
            </th>
            <th scope="col" class="end">
              {t('column_week_balance')}
            </th>
          </tr>
        </thead>
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

/** Moves an order: choose to whom, see what it does to each person, then decide. */
export function MoveSheet({ day, store, orderId, also = NONE, toCourierId, say }: Props) {
  const { t } = useWords();
  const failureText = useFailureText();
  const seen = useRef(day).current;
  const version = day.plan?.version;
  const from = also.length > 0 ? undefined : courierOfOrder(day.plan, orderId);
  const order = day.orders.find(({ id }) => id === orderId);
  const [target, setTarget] = useState<string | null | undefined>(toCourierId);
  const [trial, setTrial] = useState<Trial | null>(null);
  const [reason, setReason] = useState('');
  const close = (): void => {
    store.moving.value = null;
  };
  useEffect(() => {
    if (target === undefined || target === from) {
      setTrial(null);
      return;
    }
    let isCurrent = true;
    setTrial({ kind: 'asking' });
    store.tryMove({ orderId, also, toCourierId: target }).then(
      (effect) => isCurrent && setTrial({ kind: 'effect', effect }),
      (error: unknown) => isCurrent && setTrial({ kind: 'failed', error }),
    );
    return () => {
      isCurrent = false;
    };
  }, [target, from, orderId, also, store, version]);

  const isAllowed = trial?.kind === 'effect' && trial.effect.violations.length === 0;
  const confirm = (): void => {
    if (target === undefined) return;
    store.move({ orderId, also, toCourierId: target }, reason).then(
      () => {
        say(
          also.length > 0
            ? t('moved_many', { n: also.length + 1 })
            : t('moved_done', { reference: order ? nameOfOrder(order) : '' }),
        );
        store.marked.value = new Set();
        close();
      },
      (error: unknown) => {
        if (!isOvertaken(error)) setTrial({ kind: 'failed', error });
      },
    );
  };
  return (
    <Sheet
      title={
        also.length > 0
          ? t('move_many', { n: also.length + 1 })
          : t('move_title', { reference: order ? nameOfOrder(order) : '' })
      }
      onClose={close}
      foot={
        <>
          <Button look="main" isDisabled={!isAllowed} onPress={confirm}>
            {t('move_confirm')}
          </Button>
          <Button onPress={close}>{t('keep_as_is')}</Button>
        </>
      }
    >
      <div class="stack wide">
        <Meanwhile before={seen} after={day} />
        <div class="field">
          <label for="move-target">{t('move_to_whom')}</label>
          <select
            id="move-target"
            class="input"
            value={target === undefined ? 'choose' : (target ?? NOBODY)}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setTarget(value === NOBODY ? null : value);
            }}
          >
            {target === undefined && (
              <option value="choose" disabled>
                {t('choose')}
              </option>
            )}
            {day.couriers.map((courier) => (
              <option key={courier.id} value={courier.id} disabled={courier.id === from}>
                {courier.name}
              </option>
            ))}
            <option value={NOBODY} disabled={from === null}>
              {t('to_unassigned')}
            </option>
          </select>
        </div>
        <div class="stack effect" aria-live="polite">
          {target !== undefined && target === from && <p class="soft">{t('move_same')}</p>}
          {trial === null && target === undefined && <p class="soft">{t('move_choose_first')}</p>}
          {trial?.kind === 'asking' && <SkeletonLines count={2} />}
          {trial?.kind === 'effect' && <Effect day={day} effect={trial.effect} />}
          {trial?.kind === 'failed' && <Notice tone="breaks">{failureText(trial.error)}</Notice>}
        </div>
        <div class="field">
          <label for="move-reason">{t('reason_optional')}</label>
          <input
            id="move-reason"
            class="input"
            value={reason}
            maxLength={200}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </div>
      </div>
    </Sheet>
  );
}
