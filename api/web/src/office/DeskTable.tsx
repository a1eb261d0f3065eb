import type { ComponentChildren } from 'preact';
import { useWords } from './words';

export interface Column {
  title: string;
  isNumber?: boolean;
}

interface Props {
  label: string;
  columns: readonly Column[];
  /** Whether each row ends with a button to change it. */
  canChange?: boolean;
  /** The rows. */
  children: ComponentChildren;
}

/** A table of the office, which scrolls by itself where it is wider than the page. */
export function DeskTable({ label, columns, canChange = false, children }: Props) {
  const { t } = useWords();
  return (
    <div class="office-scroll" tabIndex={0} role="region" aria-label={label}>
      <table class="table">
        <thead>
          <tr>
            {columns.map(({ title, isNumber = false }) => (
              <th key={title} scope="col" {...(isNumber ? { class: 'end' } : {})}>
                {title}
              </th>
            ))}
            {canChange && (
              <th scope="col">
                <span class="unseen">{t('office_change')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
