import type { ComponentChildren } from 'preact';

/** Explains a decision where it stands; closed until somebody asks. */
export function Why({ question, children }: { question: string; children: ComponentChildren }) {
  return (
    <details class="why">
      <summary>{question}</summary>
      {children}
    </details>
  );
}
