import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Client } from '../shared/client';
import type { FoundPlace } from '../shared/wire';
import { useWords } from './words';

export interface ChosenPlace {
  text: string;
  found: FoundPlace | null;
}

interface Props {
  client: Client;
  label: string;
  value: ChosenPlace;
  error: string | null;
  /** Who else learns what is typed; null when nobody does. */
  notice: string | null;
  onChange: (place: ChosenPlace) => void;
}

const PAUSE_MS = 150;
const SHORTEST = 2;
const LIMIT = 6;

/** An address with suggestions: arrows choose, Enter takes, Escape closes; free text is fine too. */
export function PlaceField({ client, label, value, error, notice, onChange }: Props) {
  const { t } = useWords();
  const id = useId();
  const [places, setPlaces] = useState<FoundPlace[]>([]);
  const [active, setActive] = useState(-1);
  const [isOpen, setOpen] = useState(false);
  const asked = useRef(0);
  const { text, found } = value;

  useEffect(() => {
    const mine = ++asked.current;
    if (found !== null || text.trim().length < SHORTEST) {
      setPlaces([]);
      return undefined;
    }
    const timer = setTimeout(() => {
      const query = new URLSearchParams({ q: text.trim(), limit: String(LIMIT) });
      client.get<{ places: FoundPlace[] }>(`/v1/places?${query}`).then(
        (answer) => {
          if (mine !== asked.current) return;
          setPlaces(answer.places);
          setActive(-1);
        },
        () => mine === asked.current && setPlaces([]), // it can still be typed in full
      );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [client, text, found]);

  const take = (place: FoundPlace): void => {
    onChange({ text: place.label, found: place });
    setOpen(false);
  };
  const described = [
    ...(error === null ? [] : [`${id}-error`]),
    ...(notice === null ? [] : [`${id}-notice`]),
  ].join(' ');
  const isListed = isOpen && places.length > 0;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isListed) return;
    if (event.key === 'Escape') {
      event.preventDefault(); // it closes the list, not what the field stands in
      setOpen(false);
    }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((active + step + places.length) % places.length);
    }
    const chosen = places[active];
    if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      take(chosen);
    }
  };
  return (
    <div class="field place-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        role="combobox"
        autocomplete="off"
        aria-autocomplete="list"
        aria-expanded={isListed}
        aria-controls={`${id}-list`}
        {...(isListed && active >= 0 ? { 'aria-activedescendant': `${id}-${active}` } : {})}
        aria-invalid={error !== null}
        {...(described === '' ? {} : { 'aria-describedby': described })}
        value={text}
        onInput={(event) => {
          onChange({ text: event.currentTarget.value, found: null });
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
      />
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label={t('suggestions')}
        class="suggestions"
        hidden={!isListed}
      >
        {places.map((place, index) => (
          <li
            key={`${place.label}${index}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            onMouseDown={(event) => {
              event.preventDefault();
              take(place);
            }}
          >
            {place.label}
          </li>
        ))}
      </ul>
      {error !== null && (
        <p id={`${id}-error`} class="field-error">
          {error}
        </p>
      )}
      {notice !== null && (
        <p id={`${id}-notice`} class="soft small">
          {notice}
        </p>
      )}
    </div>
  );
}
