import { useCallback, useMemo, useState } from 'preact/hooks';
import { Setup } from '../console/Setup';
import { useFailureText } from '../shared/page';
import { Sheet } from '../shared/Sheet';
import { createToasts, ToastShelf } from '../shared/toasts';
import { Crew } from './Crew';
import { DayEnd } from './DayEnd';
import { useDesk } from './desk';
import { Incoming } from './Incoming';
import { Keys } from './Keys';
import type { OfficeProps } from './Office';
import { Reports } from './Reports';
import { Vehicles } from './Vehicles';
import { MoreWords, OFFICE_FILES, useWords, type Place } from './words';
import { Week } from './Week';
import './office.css';

const PARTS = ['week', 'crew', 'vehicles', 'orders', 'keys', 'sold', 'end', 'reports'] as const;
type Part = (typeof PARTS)[number];

function Parts({ part, onPart }: { part: Part; onPart: (part: Part) => void }) {
  const { t } = useWords();
  return (
    <div class="office-parts" role="tablist" aria-label={t('office_parts')}>
      {PARTS.map((name, index) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`office-${name}`}
          aria-selected={name === part}
          aria-controls="office-part"
          tabIndex={name === part ? 0 : -1}
          onClick={() => onPart(name)}
          onKeyDown={(event) => {
            const last = PARTS.length - 1;
            const to: Record<string, number> = {
              ArrowDown: (index + 1) % PARTS.length,
              ArrowRight: (index + 1) % PARTS.length,
              ArrowUp: index === 0 ? last : index - 1,
              ArrowLeft: index === 0 ? last : index - 1,
              Home: 0,
              End: last,
            };
            const next = PARTS[to[event.key] ?? -1];
            if (next === undefined) return;
            event.preventDefault();
            onPart(next);
            document.getElementById(`office-${next}`)?.focus();
          }}
        >
          {t(`office_part_${name}`)}
        </button>
      ))}
    </div>
  );
}

function Page({ client, me, day, onClose, place }: OfficeProps & { place: Place }) {
  const { t } = useWords();
  const failureText = useFailureText();
  const toasts = useMemo(() => createToasts(), []);
  const say = useCallback((text: string) => toasts.say(text), [toasts]);
  const onFailure = (error: unknown): void => toasts.say(failureText(error));
  const desk = useDesk(client, place, me, day, say);
  const [part, setPart] = useState<Part>('week');
  return (
    <Sheet title={t('office_title')} isWide onClose={onClose}>
      <div class="office">
        <Parts part={part} onPart={setPart} />
        <div id="office-part" role="tabpanel" aria-labelledby={`office-${part}`}>
          {part === 'week' && <Week desk={desk} />}
          {part === 'crew' && <Crew desk={desk} />}
          {part === 'vehicles' && <Vehicles desk={desk} />}
          {part === 'orders' && <Incoming desk={desk} />}
          {part === 'keys' && <Keys desk={desk} />}
          {part === 'sold' && <Setup client={client} say={say} onFailure={onFailure} />}
          {part === 'end' && <DayEnd desk={desk} />}
          {part === 'reports' && <Reports desk={desk} />}
        </div>
      </div>
      <ToastShelf toasts={toasts} />
    </Sheet>
  );
}

/** What is done beside the day: crew and shifts, orders that come in, keys, rules and reports. */
export function OfficePage(props: OfficeProps) {
  const { time_zone: timeZone, currency } = props.me.coop;
  const place = useMemo(() => ({ timeZone, currency }), [timeZone, currency]);
  return (
    <MoreWords files={OFFICE_FILES} place={place}>
      <Page {...props} place={place} />
    </MoreWords>
  );
}
