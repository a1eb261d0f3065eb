import { useId } from 'preact/hooks';

export interface Option {
  value: string;
  text: string;
}

interface TextProps {
  label: string;
  value: string | number;
  onChange: (value: string) => void;
  type?: 'time' | 'date' | 'number';
  mode?: 'decimal' | 'tel';
  /** Most letters. */
  length?: number;
  /** Of a number: least, most and step, and what stands there while it is empty. */
  bounds?: { min?: number; max?: number; step?: number; placeholder?: string };
  hint?: string;
  error?: string | null;
  isRequired?: boolean;
  id?: string;
}

/** What a field is described by, for those who hear it. */
function describedBy(ids: readonly string[]): { 'aria-describedby'?: string } {
  return ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') };
}

/** A labeled line: words, a time, a day or a number, with what it means and what is wrong below. */
export function Text(props: TextProps) {
  const own = useId();
  const id = props.id ?? own;
  const { hint, error = null, isRequired = false } = props;
  const described = [
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(error === null ? [] : [`${id}-error`]),
  ];
  return (
    <div class="field grow">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        class="input"
        {...(props.type ? { type: props.type } : { type: 'text' as const })}
        {...(props.mode ? { inputMode: props.mode } : {})}
        {...(props.bounds ?? { maxLength: props.length ?? 120 })}
        required={isRequired}
        aria-invalid={error !== null}
        {...describedBy(described)}
        value={props.value}
        onInput={(event) => props.onChange(event.currentTarget.value)}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} class="soft small">
          {hint}
        </p>
      )}
      {error !== null && (
        <p id={`${id}-error`} class="field-error">
          {error}
        </p>
      )}
    </div>
  );
}

interface LongProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  rows?: number;
  length?: number;
  isRequired?: boolean;
  isDisabled?: boolean;
  id?: string;
}

/** A labeled box for some sentences. */
export function LongText(props: LongProps) {
  const own = useId();
  const id = props.id ?? own;
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <textarea
        id={id}
        class="input"
        rows={props.rows ?? 3}
        maxLength={props.length ?? 2000}
        required={props.isRequired ?? false}
        disabled={props.isDisabled ?? false}
        value={props.value}
        onInput={(event) => props.onChange(event.currentTarget.value)}
      />
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
  /** What choosing nothing is called; without it there is always something chosen. */
  none?: string;
  /** Said in place of a choice until there is one; nobody can choose it. */
  ask?: string;
  /** Options that cannot be chosen now. */
  without?: readonly string[];
  error?: string | null;
  id?: string;
}

/** A labeled list of which one is chosen. */
export function Choice(props: ChoiceProps) {
  const { label, value, options, onChange, none, ask, without = [], error = null } = props;
  const own = useId();
  const id = props.id ?? own;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        class="input"
        aria-invalid={error !== null}
        {...describedBy(error === null ? [] : [`${id}-error`])}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {ask !== undefined && (
          <option value="" disabled>
            {ask}
          </option>
        )}
        {none !== undefined && <option value="">{none}</option>}
        {options.map(({ value: key, text }) => (
          <option key={key} value={key} disabled={without.includes(key)}>
            {text}
          </option>
        ))}
      </select>
      {error !== null && (
        <p id={`${id}-error`} class="field-error">
          {error}
        </p>
      )}
    </div>
  );
}
