import { useId, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { weekdayAt, WEEKDAYS, type Weekday } from '../shared/weekdays';
import type { Act } from './Shifts';
import type { UsualWeek, WeekHours } from './time';
import { TimeField } from './TimeField';
import { useWords } from './words';

const PATH = '/v1/me/availability';
const USUAL = { from: '09:00', to: '17:00' };

interface Props {
  said: UsualWeek[];
  client: Client;
  act: Act;
}

function useDayNames(): (weekday: Weekday) => string {
  const { language } = useWords();
  const names = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  return (weekday) => names.format(weekdayAt(WEEKDAYS.indexOf(weekday)));
}

/** What I said, from which day on. */
function Said({ week }: { week: UsualWeek }) {
  const { t, formats } = useWords();
  const nameOf = useDayNames();
  return (
    <div>
      <strong>{t('week_since', { day: formats.day(week.valid_from) })}</strong>
      {week.hours.length === 0 && <p>{t('week_never')}</p>}
      <ul>
        {week.hours.map(({ weekday, from, to }) => (
          <li key={`${weekday}${from}`} class="row apart">
            <span>{nameOf(weekday)}</span>
            <span class="number">
              {from}–{to}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** In which hours of which weekdays I can and want to work; the desk sees it, nothing follows by itself. */
export function Availability({ said, client, act }: Props) {
  const { t } = useWords();
  const nameOf = useDayNames();
  const id = useId();
  const [hours, setHours] = useState<WeekHours[]>(() => said.at(-1)?.hours ?? []);
  const [since, setSince] = useState('');
  const change = (one: WeekHours, part: Partial<WeekHours>): void =>
    setHours(hours.map((other) => (other === one ? { ...one, ...part } : other)));
  const save = (): void => {
    const body = { hours, ...(since === '' ? {} : { valid_from: since }) };
    void act(() => client.post(PATH, body)).then((isDone) => isDone && setSince(''));
  };
  return (
    <details class="why">
      <summary>{t('week')}</summary>
      <div class="card stack">
        <p class="soft">{t('week_text')}</p>
        {said.map((week) => (
          <Said key={week.valid_from} week={week} />
        ))}
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          {WEEKDAYS.map((weekday) => (
            <div key={weekday} role="group" aria-labelledby={`${id}-${weekday}`} class="weekday">
              <div class="row apart">
                <strong id={`${id}-${weekday}`}>{nameOf(weekday)}</strong>
                <Button onPress={() => setHours([...hours, { weekday, ...USUAL }])}>
                  {t('week_add')}
                </Button>
              </div>
              {hours
                .filter((one) => one.weekday === weekday)
                .map((one, index) => (
                  <div key={index} class="ways">
                    <TimeField
                      label={t('from')}
                      kind="time"
                      value={one.from}
                      onChange={(from) => change(one, { from })}
                    />
                    <TimeField
                      label={t('to')}
                      kind="time"
                      value={one.to}
                      onChange={(to) => change(one, { to })}
                    />
                    <Button onPress={() => setHours(hours.filter((other) => other !== one))}>
                      {t('remove')}
                    </Button>
                  </div>
                ))}
            </div>
          ))}
          <TimeField label={t('week_from_day')} kind="date" value={since} onChange={setSince} />
          <Button
            type="submit"
            look="main"
            isDisabled={hours.some(({ from, to }) => from === '' || to === '')}
          >
            {t('week_save')}
          </Button>
        </form>
        {said.length > 0 && (
          <Button
            onPress={() =>
              void act(() => client.remove(PATH)).then((isDone) => isDone && setHours([]))
            }
          >
            {t('week_withdraw')}
          </Button>
        )}
      </div>
    </details>
  );
}
