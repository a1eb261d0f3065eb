import { useId } from 'preact/hooks';

interface Props {
  label: string;
  kind: 'date' | 'time' | 'number';
  value: string;
  onChange: (value: string) => void;
}

/** A labeled field of a day, a time or a whole number. */
export function TimeField({ label, kind, value, onChange }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        type={kind}
        min={kind === 'number' ? 1 : undefined}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
