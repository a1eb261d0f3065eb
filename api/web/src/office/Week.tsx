import { CalendarPlus, ChevronLeft, ChevronRight } from 'lucide';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { useAnswer } from '../shared/asking';
import { Failure } from '../shared/Failure';
import { Button } from '../shared/Button';
import { Notice } from '../shared/Notice';
import { SkeletonLines } from '../shared/Skeleton';
import { Who } from '../shared/Who';
import type { Desk } from './desk';
import { ShiftForm } from './ShiftForm';
import { dayAfter } from '../shared/moments';
import { hoursOn, mondayOf, type DeskShift, type Roster } from './shifts';
import { useWords } from './words';

const WEEK = 7;

interface Open {
  known: DeskShift | null;
  courier: string;
  day: string;
}

/** Which button an arrow key goes to: up and down also from one to the next in a cell. */
function buttonBeside(from: HTMLElement, key: string): HTMLButtonElement | undefined {
  const cell = from.closest('td');
  const row = cell?.parentElement;
  const table = row?.closest('table');
  if (!cell || !table || !(row instanceof HTMLTableRowElement)) return undefined;
  const buttonsAt = (down: number, right: number): HTMLButtonElement[] => [
    ...(table.rows[row.rowIndex + down]?.cells[cell.cellIndex + right]?.querySelectorAll(
      'button',
    ) ?? []),
  ];
  const own = buttonsAt(0, 0);
  const at = own.findIndex((one) => one === from);
  const step = key === 'ArrowUp' || key === 'ArrowLeft' ? -1 : 1;
  const isAcross = key === 'ArrowLeft' || key === 'ArrowRight';
  const within = isAcross ? undefined : own[at + step];
  if (within) return within;
  // Cells without a button, as of somebody who is away, are passed over.
  const most = isAcross ? row.cells.length : table.rows.length;
  for (let away = 1; away < most; away++) {
    const [right, down] = isAcross ? [step * away, 0] : [0, step * away];
    if ((isAcross ? cell.cellIndex + right : row.rowIndex + down) < 0) return undefined;
    const found = buttonsAt(down, right);
    const next = key === 'ArrowUp' ? found.at(-1) : found[0];
    if (next) return next;
  }
  return undefined;
}

const ARROWS = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);

/** Arrow keys go from cell to cell of the week; Tab leaves it. */
function moveFocus(event: KeyboardEvent): void {
  if (!ARROWS.has(event.key) || !(event.target instanceof HTMLElement)) return;
  event.preventDefault();
  const next = buttonBeside(event.target, event.key);
  if (!next) return;
  next
    .closest('table')
    ?.querySelectorAll('button')
    .forEach((one) => (one.tabIndex = -1));
  next.tabIndex = 0;
  next.focus();
}

function Cell(props: {
  shifts: DeskShift[];
  isAway: boolean;
  /** In which hours the courier said they can work; null: nothing was said. */
  hours: string[] | null;
  outside: ReadonlySet<string>;
  title: string;
  onOpen: (known: DeskShift | null) => void;
}) {
  const { t, formats } = useWords();
  const { shifts, isAway, hours, outside, title, onOpen } = props;
  const can =
    hours === null
      ? null
      : hours.length === 0
        ? t('office_cannot')
        : t('office_can', { hours: hours.join(', ') });
  return (
    <td>
      {shifts.map((shift) => {
        const span = formats.span({ from: shift.starts_at, to: shift.ends_at });
        const marks = [
          ...(shift.is_offered ? [t('office_offered')] : []),
          ...(outside.has(shift.id) ? [t('office_is_outside')] : []),
        ];
        return (
          <button
            key={shift.id}
            type="button"
            tabIndex={-1}
            class={`office-shift number ${shift.state}`}
            onClick={() => onOpen(shift)}
          >
            <span class="unseen">{title}: </span>
            {span}
            {marks.map((mark) => (
              <span key={mark} class="chip look">
                {mark}
              </span>
            ))}
          </button>
        );
      })}
      {isAway && <span class="chip">{t('office_is_away')}</span>}
      {shifts.length === 0 && !isAway && (
        <button
          type="button"
          tabIndex={-1}
          class="office-add"
          aria-label={[t('office_add_on', { title }), ...(can === null ? [] : [can])].join(', ')}
          onClick={() => onOpen(null)}
        >
          +
        </button>
      )}
      {can !== null && <p class="office-can soft small number">{can}</p>}
    </td>
  );
}

/** Who works when, for a week: a row for each of the crew, a column for each day. */
export function Week({ desk }: { desk: Desk }) {
  const { t, formats } = useWords();
  const [first, setFirst] = useState(() => mondayOf(desk.day));
  const [open, setOpen] = useState<Open | null>(null);
  const { client } = desk;
  const ask = useCallback(() => {
    const days = { first_day: first, last_day: dayAfter(first, WEEK - 1) };
    return client.get<Roster>(`/v1/shifts?${new URLSearchParams(days)}`);
  }, [client, first]);
  const { found: roster, failure, read } = useAnswer(ask);
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => {
    const cells = table.current?.tBodies[0];
    if (cells?.querySelector('button[tabindex="0"]') !== null) return;
    const first = cells.querySelector('button');
    if (first) first.tabIndex = 0;
  });
  const days = Array.from({ length: WEEK }, (_, at) => dayAfter(first, at));
  const shifts = roster?.shifts ?? [];
  const people = (desk.crew ?? []).filter(
    ({ id, is_active }) => is_active || shifts.some(({ courier_id }) => courier_id === id),
  );
  const outside = new Set(roster?.outside.map(({ shift_id }) => shift_id));
  const offered = shifts.filter(({ is_offered, state }) => is_offered && state === 'agreed');
  const secondsOf = (list: DeskShift[]): number =>
    list.reduce(
      (sum, one) => sum + (Date.parse(one.ends_at) - Date.parse(one.starts_at)) / 1000,
      0,
    );
  const title = t('office_days', {
    first: formats.day(first),
    last: formats.day(dayAfter(first, WEEK - 1)),
  });
  return (
    <div class="stack wide">
      <div class="row wrap apart">
        <div class="row">
          <Button
            look="plain"
            icon={ChevronLeft}
            label={t('office_week_before')}
            onPress={() => setFirst(dayAfter(first, -WEEK))}
          />
          <strong class="number" aria-live="polite">
            {title}
          </strong>
          <Button
            look="plain"
            icon={ChevronRight}
            label={t('office_week_after')}
            onPress={() => setFirst(dayAfter(first, WEEK))}
          />
        </div>
        <Button
          look="main"
          icon={CalendarPlus}
          onPress={() => setOpen({ known: null, courier: '', day: desk.day })}
        >
          {t('office_shift_new')}
        </Button>
      </div>
      <Failure error={failure} />
      {offered.length > 0 && (
        <Notice tone="look" title={t('office_offered_title', { n: offered.length })}>
          <ul class="stack">
            {offered.map((one) => (
              <li key={one.id} class="row apart">
                <span>
                  {desk.nameOf(one.courier_id)} · {formats.day(one.day)},{' '}
                  {formats.span({ from: one.starts_at, to: one.ends_at })}
                </span>
                <Button
                  onPress={() => setOpen({ known: one, courier: one.courier_id, day: one.day })}
                >
                  {t('office_hand_over')}
                </Button>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {(roster === null || desk.crew === null) && failure === null && (
        <SkeletonLines count={8} height={32} />
      )}
      {roster !== null && desk.crew !== null && (
        <div class="office-scroll" tabIndex={0} role="region" aria-label={title}>
          <table ref={table} class="table office-week" onKeyDown={moveFocus}>
            <thead>
              <tr>
                <th scope="col">{t('office_shift_courier')}</th>
                {days.map((day) => (
                  <th key={day} scope="col">
                    {formats.day(day)}
                  </th>
                ))}
                <th scope="col" class="end">
                  {t('office_hours')}
                </th>
              </tr>
            </thead>
            <tbody>
              {people.map((one) => {
                const own = shifts.filter(({ courier_id }) => courier_id === one.id);
                return (
                  <tr key={one.id}>
                    <th scope="row">
                      <span class="row">
                        <Who initials={one.initials} color={desk.colorOf(one.id)} />
                        <span class="cut">{one.name}</span>
                      </span>
                    </th>
                    {days.map((day) => (
                      <Cell
                        key={day}
                        title={`${one.name}, ${formats.day(day)}`}
                        shifts={own.filter((shift) => shift.day === day)}
                        isAway={roster.absences.some(
                          ({ courier_id, first_day, last_day }) =>
                            courier_id === one.id && first_day <= day && day <= last_day,
                        )}
                        hours={hoursOn(roster, one.id, day)}
                        outside={outside}
                        onOpen={(known) => setOpen({ known, courier: one.id, day })}
                      />
                    ))}
                    <td class="end">{own.length === 0 ? '–' : formats.hours(secondsOf(own))}</td>
                  </tr>
                );
              })}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{t('office_together')}</th>
                {days.map((day) => {
                  const list = shifts.filter((shift) => shift.day === day);
                  const n = new Set(list.map(({ courier_id }) => courier_id)).size;
                  return (
                    <td key={day} class="number">
                      {n === 0 ? (
                        '–'
                      ) : (
                        <>
                          {t('office_people', { n })}
                          <br />
                          {formats.hours(secondsOf(list))}
                        </>
                      )}
                    </td>
                  );
                })}
                <td class="end">{formats.hours(secondsOf(shifts))}</td>
              </tr>
            </tfoot>
          </table>
        </div>
      )}
      {open !== null && (
        <ShiftForm
          desk={desk}
          {...open}
          onSaved={(text) => {
            desk.say(text);
            setOpen(null);
            read().catch(() => undefined); // it is shown as the failure
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}
