import { useCallback, useMemo, useState } from 'preact/hooks';
import { Sheet } from '../shared/Sheet';
import { createToasts, ToastShelf } from '../shared/toasts';
import { Crew } from './Crew';
import { useDesk } from './desk';
import type { OfficeProps } from './Office';
import { MoreWords, OFFICE_FILES, useWords, type Place } from './words';
import { Week } from './Week';
import './office.css';

const PARTS = ['week', 'crew'] as const;
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
            const step =
              event.key === 'ArrowDown' || event.key === 'ArrowRight'
                ? 1
                : event.key === 'ArrowUp' || event.key === 'ArrowLeft'
                  ? -1
                  : 0;
            const next = PARTS[(index + step + PARTS.length) % PARTS.length];
            if (step === 0 || next === undefined) return;
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

function Page({ client, day, onClose, place }: OfficeProps & { place: Place }) {
  const { t } = useWords();
  const toasts = useMemo(() => createToasts(), []);
  const say = useCallback((text: string) => toasts.say(text), [toasts]);
  const desk = useDesk(client, place, day, say);
  const [part, setPart] = useState<Part>('week');
  return (
    <Sheet title={t('office_title')} isWide onClose={onClose}>
      <div class="office">
        <Parts part={part} onPart={setPart} />
        <div id="office-part" role="tabpanel" aria-labelledby={`office-${part}`}>
          {part === 'week' && <Week desk={desk} />}
          {part === 'crew' && <Crew desk={desk} />}
        </div>
      </div>
      <ToastShelf toasts={toasts} />
    </Sheet>
  );
}

/** What is done beside the day: crew and shifts, orders that come in, keys, rules and reports. */
export function OfficePage(props: OfficeProps) {
  const { time_zone: timeZone, currency } = props.coop;
  const place = useMemo(() => ({ timeZone, currency }), [timeZone, currency]);
  return (
    <MoreWords files={OFFICE_FILES} place={place}>
      <Page {...props} place={place} />
    </MoreWords>
  );
}
