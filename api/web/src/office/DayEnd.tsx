import { CircleCheck, TriangleAlert } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { useAnswer } from '../shared/asking';
import { Failure } from '../shared/Failure';
import type { Client } from '../shared/client';
import { Icon } from '../shared/Icon';
import { Notice } from '../shared/Notice';
import { SkeletonLines } from '../shared/Skeleton';
import { nameOfOrder, type Contestation, type Day, type Order } from '../shared/wire';
import type { Doubt } from '../people/people';
import { Text } from '../shared/fields';
import type { Desk } from './desk';
import { EndShift } from './EndShift';
import type { DeskShift, Roster } from './shifts';
import { useWords } from './words';

const MOST_NAMED = 12;
const UNDONE: readonly string[] = ['placed', 'assigned', 'picked_up'];

/** What is not done yet. */
interface LeftOpen {
  orders: Order[];
  shifts: DeskShift[];
  numDoubts: number;
  numObjections: number;
}

async function leftOpen(client: Client, day: string): Promise<LeftOpen | null> {
  if (day === '') return null; // it is being typed
  const days = new URLSearchParams({ first_day: day, last_day: day });
  const [whole, roster, doubts, objections] = await Promise.all([
    client.get<Day>(`/v1/days/${day}`),
    client.get<Roster>(`/v1/shifts?${days}`),
    client.get<{ reports: Doubt[] }>('/v1/doubts'),
    client.get<{ contestations: Contestation[] }>('/v1/contestations'),
  ]);
  return {
    orders: whole.orders.filter(({ state }) => UNDONE.includes(state)),
    shifts: roster.shifts.filter(({ state }) => state === 'begun'),
    numDoubts: doubts.reports.filter(({ decision }) => decision === null).length,
    numObjections: objections.contestations.filter(({ state }) => state === 'open').length,
  };
}

function Point(props: { isDone: boolean; title: string; children?: ComponentChildren }) {
  const { isDone, title, children } = props;
  return (
    <li class="office-point">
      <span class={isDone ? 'done' : 'open'}>
        <Icon node={isDone ? CircleCheck : TriangleAlert} />
      </span>
      <div class="stack">
        <strong>{title}</strong>
        {children}
      </div>
    </li>
  );
}

/** What is still open at the end of a day, and where it is settled. */
export function DayEnd({ desk }: { desk: Desk }) {
  const { t } = useWords();
  const { client, say } = desk;
  const [day, setDay] = useState(desk.day);
  const ask = useCallback(() => leftOpen(client, day), [client, day]);
  const { found, failure, read } = useAnswer(ask);
  const isOver =
    found !== null &&
    found.orders.length + found.shifts.length + found.numDoubts + found.numObjections === 0;
  return (
    <div class="stack wide">
      <div class="row wrap office-line">
        <Text label={t('office_shift_day')} type="date" value={day} onChange={setDay} />
      </div>
      <Failure error={failure} />
      {found === null && failure === null && day !== '' && <SkeletonLines count={4} height={40} />}
      {isOver && <Notice tone="good">{t('office_day_over')}</Notice>}
      {found !== null && (
        <ul class="stack wide">
          <Point
            isDone={found.orders.length === 0}
            title={t('office_open_orders', { n: found.orders.length })}
          >
            {found.orders.length > 0 && (
              <>
                <ul class="office-dots small">
                  {found.orders.slice(0, MOST_NAMED).map((one) => (
                    <li key={one.id}>
                      {nameOfOrder(one)} · {one.delivery.address}
                    </li>
                  ))}
                  {found.orders.length > MOST_NAMED && (
                    <li>{t('office_and_more', { n: found.orders.length - MOST_NAMED })}</li>
                  )}
                </ul>
                <p class="soft small">{t('office_open_orders_hint')}</p>
              </>
            )}
          </Point>
          <Point
            isDone={found.shifts.length === 0}
            title={t('office_open_shifts', { n: found.shifts.length })}
          >
            {found.shifts.map((one) => (
              <EndShift
                key={one.id}
                desk={desk}
                shift={one}
                onDone={(text) => {
                  say(text);
                  read().catch(() => undefined); // it is shown as the failure
                }}
              />
            ))}
          </Point>
          <Point
            isDone={found.numDoubts + found.numObjections === 0}
            title={t('office_open_people', { n: found.numDoubts + found.numObjections })}
          >
            {found.numDoubts + found.numObjections > 0 && (
              <p class="soft small">{t('office_open_people_hint')}</p>
            )}
          </Point>
        </ul>
      )}
    </div>
  );
}
