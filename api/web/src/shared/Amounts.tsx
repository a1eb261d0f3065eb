import { useWords } from './words';

export function Money({ minor, isSigned = false }: { minor: number; isSigned?: boolean }) {
  const { formats } = useWords();
  return <span class="number">{isSigned ? formats.signedMoney(minor) : formats.money(minor)}</span>;
}

export function Duration({ seconds, isSigned = false }: { seconds: number; isSigned?: boolean }) {
  const { formats } = useWords();
  return (
    <span class="number">
      {isSigned ? formats.signedMinutes(seconds) : formats.minutes(seconds)}
    </span>
  );
}

/** The interval in which service may begin, or a promise to a recipient. */
export function Window({ span }: { span: { from: string; to: string } }) {
  const { formats } = useWords();
  return (
    <span class="number">
      <time dateTime={span.from}>{formats.time(span.from)}</time>–
      <time dateTime={span.to}>{formats.time(span.to)}</time>
    </span>
  );
}
