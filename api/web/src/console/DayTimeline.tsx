import { useRef } from 'preact/hooks';
import type { Day } from '../shared/wire';
import { courierColor, Who } from '../shared/Who';
import { isServed, latenessOf, positionIn, routeOf, timeSpan } from './derive';
import { dropOrder } from './drag';
import type { DayStore } from './store';
import { useWindow } from './virtual';
import { useWords } from './words';

/** As in map-timeline.css. */
const ROW_PX = 24;
const BOX_PX = 366;

type Span = ReturnType<typeof timeSpan>;

function block(span: Span, from: string | number, to: string | number) {
  const start = positionIn(span, from);
  return { insetInlineStart: `${start}%`, width: `${positionIn(span, to) - start}%` };
}

function Track({
  day,
  store,
  courierId,
  span,
}: {
  day: Day;
  store: DayStore;
  courierId: string;
  span: Span;
}) {
  const { t, formats } = useWords();
  const courier = day.couriers.find(({ id }) => id === courierId);
  const route = routeOf(day.plan, courierId);
  const selection = store.selection.value;
  if (!courier) return null;
  return (
    <div class="track">
      <span class="shift" style={block(span, courier.shift.starts_at, courier.shift.ends_at)} />
      {courier.shift.care.map((care) => (
        <span
          key={care.begins_at}
          class="care"
          title={t('care_window')}
          style={block(span, care.begins_at, care.ends_at)}
        />
      ))}
      {route?.stops.map((stop, index) => {
        const begins = Date.parse(stop.arrival);
        const travel = (
          <span class="leg" style={block(span, begins - stop.travel_s * 1000, begins)} />
        );
        const wait = stop.start > stop.arrival && (
          <span class="wait" title={t('wait')} style={block(span, stop.arrival, stop.start)} />
        );
        if (stop.kind === 'break') {
          return (
            <span
              key={index}
              class="break"
              title={t('break')}
              style={block(span, stop.start, stop.departure)}
            />
          );
        }
        if (!isServed(stop)) return <span key={index}>{stop.kind === 'end' && travel}</span>;
        const late = latenessOf(stop);
        const isChosen = selection?.kind === 'order' && selection.id === stop.order_id;
        const classes = [
          'served',
          stop.kind,
          stop.state,
          late > 0 && 'is-late',
          isChosen && 'chosen',
        ];
        const said = [
          `${formats.time(stop.start)} ${t(stop.kind)} ${stop.address ?? ''}`,
          ...(stop.state === 'planned' ? [] : [t(`stop_${stop.state}`)]),
          ...(late > 0 ? [t('late_by', { time: formats.minutes(late) })] : []),
        ].join(', ');
        return (
          <span key={index}>
            {travel}
            {wait}
            <button
              type="button"
              tabIndex={-1}
              class={classes.filter(Boolean).join(' ')}
              style={{
                ...block(span, stop.start, stop.departure),
                '--mine': courierColor(courier.color),
              }}
              aria-label={said}
              title={said}
              onClick={() => (store.selection.value = { kind: 'order', id: stop.order_id })}
            />
          </span>
        );
      })}
    </div>
  );
}

/** A line per courier: shift, legs, stops, waits, breaks; the same selection as everywhere else. */
export function DayTimeline({ day, store, now }: { day: Day; store: DayStore; now: string }) {
  const { t, formats } = useWords();
  const span = timeSpan(day);
  const hours: number[] = [];
  for (let at = span.from; at < span.to; at += 3_600_000) hours.push(at);
  const box = useRef<HTMLElement>(null);
  const { couriers } = day;
  const { first, last, onScroll } = useWindow(box, couriers.length, ROW_PX, 'down', BOX_PX);
  const isToday = Date.parse(now) > span.from && Date.parse(now) < span.to;
  return (
    <section class="timeline" aria-label={t('timeline')} tabIndex={0} ref={box} onScroll={onScroll}>
      <div class="timeline-hours small soft" aria-hidden="true">
        {hours.map((at) => (
          <span key={at} style={{ insetInlineStart: `${positionIn(span, at)}%` }}>
            {formats.time(new Date(at))}
          </span>
        ))}
      </div>
      <ul
        class="timeline-rows"
        style={{
          paddingBlockStart: `${first * ROW_PX}px`,
          paddingBlockEnd: `${(couriers.length - last) * ROW_PX}px`,
        }}
      >
        {couriers.slice(first, last).map((courier, index) => {
          const isChosen =
            store.selection.value?.kind === 'courier' && store.selection.value.id === courier.id;
          return (
            <li
              key={courier.id}
              class={isChosen ? 'chosen' : (first + index) % 2 === 0 ? 'odd' : ''}
              aria-setsize={couriers.length}
              aria-posinset={first + index + 1}
              {...dropOrder(store, courier.id)}
            >
              <button
                type="button"
                class="timeline-name"
                aria-pressed={isChosen}
                onClick={() =>
                  (store.selection.value = isChosen ? null : { kind: 'courier', id: courier.id })
                }
              >
                <Who initials={courier.initials} color={courier.color} name={courier.name} />
                <span class="timeline-full">{courier.name}</span>
              </button>
              <Track day={day} store={store} courierId={courier.id} span={span} />
            </li>
          );
        })}
      </ul>
      {isToday && (
        <div class="timeline-now" aria-hidden="true">
          <span style={{ insetInlineStart: `${positionIn(span, now)}%` }} />
        </div>
      )}
    </section>
  );
}
