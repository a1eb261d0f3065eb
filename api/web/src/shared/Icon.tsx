import type { IconNode } from 'lucide';
import { h } from 'preact';

/** One icon of the bundled set; text beside it (or its button's label) says what it means. */
export function Icon({ node, size }: { node: IconNode; size?: number }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      aria-hidden="true"
      {...(size === undefined ? {} : { width: size, height: size })}
    >
      {node.map(([tag, attributes], index) => h(tag, { key: index, ...attributes }))}
    </svg>
  );
}
