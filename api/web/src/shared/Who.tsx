interface Props {
  initials: string;
  color: number;
  /** The whole name, when it is not written beside the badge. */
  name?: string;
}

export const COLORS = 12;

export function courierColor(color: number): string {
  return `var(--courier-${((color % COLORS) + COLORS) % COLORS})`;
}

/** A courier, always by initials; color only helps the eye. */
export function Who({ initials, color, name }: Props) {
  return (
    <span
      class="who"
      style={{ background: courierColor(color) }}
      {...(name === undefined ? { 'aria-hidden': 'true' } : { title: name })}
    >
      {initials}
    </span>
  );
}
