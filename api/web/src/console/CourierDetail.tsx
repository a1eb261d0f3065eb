import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import type { Day } from '../shared/wire';
import { Who } from '../shared/Who';
import { finishedAtStart, type CourierRow, type ServedStop } from './derive';
import { Facts } from './Facts';
import { FallOut } from './FallOut';
import { Incidents } from './Incidents';
import { comingStops, shiftStop } from './reorder';
import type { DayStore } from './store';
import { PROFILE_ICONS } from './Trays';
import { useWords } from './words';

interface StopListProps {
  stops: ServedStop[];
  courierId: string;
  store: DayStore;
}

function StopList({ stops, courierId, store }: StopListProps) {
  const { t, formats } = useWords();
  return (
    <ol class="stop-list">
      {stops.map((stop) => (
        <li key={`${stop.order_id}${stop.kind}`}>
          <button
            type="button"
            class={`stop-line ${stop.state}`}
            onClick={() => (store.selection.value = { kind: 'order', id: stop.order_id })}
            onKeyDown={(event) => shiftStop(store, courierId, stop, event)}
          >
            <span class="number">{formats.time(stop.start)}</span>
            <Icon node={stop.kind === 'pickup' ? ArrowUp : ArrowDown} size={14} />
            <span class="unseen">{t(stop.kind)}</span>
            <span class="cut grow">{stop.address ?? ''}</span>
            {stop.state !== 'planned' && <span class="small soft">{t(`stop_${stop.state}`)}</span>}
          </button>
        </li>
      ))}
    </ol>
  );
}

interface Props {
  day: Day;
  store: DayStore;
  row: CourierRow;
  say: (text: string) => void;
  onFailure: (error: unknown) => void;
}

export function CourierDetail({ day, store, row, say, onFailure }: Props) {
  const { t, formats } = useWords();
  const { courier, stops } = row;
  const before = finishedAtStart(stops);
  return (
    <>
      <div class="row">
        <Who initials={courier.initials} color={courier.color} />
        <Icon node={PROFILE_ICONS[courier.profile]} />
        <span>{t(`profile_${courier.profile}`)}</span>
      </div>
      <Facts
        rows={[
          [
            t('shift'),
            <span class="number">
              {formats.span({ from: courier.shift.starts_at, to: courier.shift.ends_at })}
            </span>,
          ],
          ...courier.shift.care.map((care): [string, string] => [
            t('care_window'),
            formats.span({ from: care.begins_at, to: care.ends_at }),
          ]),
          [t('column_hours_long'), <span class="number">{formats.hours(courier.online_s)}</span>],
          [t('pay_so_far'), <span class="number">{formats.money(courier.pay_minor)}</span>],
          [
            t('column_balance_long'),
            <span class="number">
              {formats.signedMinutes(courier.balance_s)} (
              {formats.signedMoney(courier.balance_minor)})
            </span>,
          ],
          [t('route_ends'), <span class="number">{formats.time(row.endsAt)}</span>],
        ]}
      />
      <h3>{t('stops_left', { n: row.stopsLeft })}</h3>
      {stops.length === 0 && <p class="soft">{t('route_empty')}</p>}
      {before.length > 0 && (
        <details class="why">
          <summary>{t('stops_before', { n: before.length })}</summary>
          <StopList stops={before} courierId={courier.id} store={store} />
        </details>
      )}
      <StopList stops={stops.slice(before.length)} courierId={courier.id} store={store} />
      {comingStops(stops).length > 1 && (
        <div>
          <Button
            icon={ArrowUpDown}
            onPress={() => (store.reordering.value = { courierId: courier.id })}
          >
            {t('reorder_button')}
          </Button>
        </div>
      )}
      <Incidents day={day} store={store} courierId={courier.id} />
      <FallOut row={row} store={store} say={say} onFailure={onFailure} />
    </>
  );
}
