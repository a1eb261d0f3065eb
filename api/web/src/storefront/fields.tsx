import { useId } from 'preact/hooks';

export function Text(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  type?: 'time' | 'date';
  mode?: 'decimal' | 'tel';
  length?: number;
  hint?: string;
  error?: string | null;
}) {
  const id = useId();
  const error = props.error ?? null;
  const described = [
    ...(props.hint === undefined ? [] : [`${id}-hint`]),
    ...(error === null ? [] : [`${id}-error`]),
  ].join(' ');
  return (
    <div class="field grow">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        class="input"
        {...(props.type ? { type: props.type } : { type: 'text' as const })}
        {...(props.mode ? { inputMode: props.mode } : {})}
        maxLength={props.length ?? 120}
        aria-invalid={error !== null}
        {...(described === '' ? {} : { 'aria-describedby': described })}
        value={props.value}
        onInput={(event) => props.onChange(event.currentTarget.value)}
      />
      {props.hint !== undefined && (
        <p id={`${id}-hint`} class="soft small">
          {props.hint}
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

export function Choice(props: {
  label: string;
  value: string;
  options: readonly { value: string; text: string }[];
  error?: string | null;
  onChange: (value: string) => void;
}) {
  const id = useId();
  const error = props.error ?? null;
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <select
        id={id}
        class="input"
        aria-invalid={error !== null}
        {...(error === null ? {} : { 'aria-describedby': `${id}-error` })}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        {props.options.map(({ value, text }) => (
          <option key={value} value={value}>
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
