import { useId } from 'preact/hooks';

interface Props {
  label: string;
  kind: 'date' | 'time' | 'number';
  value: string;
  onChange: (value: string) => void;
  /** Of a number. */
  least?: number;
}

/** A labeled field of a day, a time or a number. */
export function TimeField({ label, kind, value, onChange, least = 0 }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        type={kind}
        {...(kind === 'number' ? { min: least, step: 'any' } : {})}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
