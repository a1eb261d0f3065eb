import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export type Option = readonly [value: string, text: string];

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
  id?: string;
}

/** A labeled list of which one is chosen. */
export function Choice(props: ChoiceProps) {
  const { label, value, options, onChange, none, ask, without = [] } = props;
  const own = useId();
  const id = props.id ?? own;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        class="input"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {ask !== undefined && (
          <option value="" disabled>
            {ask}
          </option>
        )}
        {none !== undefined && <option value="">{none}</option>}
        {options.map(([key, text]) => (
          <option key={key} value={key} disabled={without.includes(key)}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

interface FieldProps {
  label: string;
  value: string | number;
  onChange: (value: string) => void;
  kind?: 'text' | 'time' | 'date' | 'number';
  id?: string;
  /** Of a number: least, most and step; of words: most letters; what stands there while empty. */
  bounds?: {
    min?: number;
    max?: number;
    step?: number;
    maxLength?: number;
    placeholder?: string;
  };
  isRequired?: boolean;
  children?: ComponentChildren;
}

/** A labeled line: words, a day, a time or a number; below it what it means. */
export function Field(props: FieldProps) {
  const { label, value, onChange, kind = 'text', isRequired = false, bounds, children } = props;
  const own = useId();
  const id = props.id ?? own;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        type={kind as string as 'text'}
        required={isRequired}
        value={value}
        {...bounds}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      {children}
    </div>
  );
}
