import type { ComponentChildren } from 'preact';
import { TableHead, type Column } from '../shared/TableHead';
import { useWords } from './words';

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
        <TableHead
          columns={
            canChange ? [...columns, { title: t('office_change'), isUnseen: true }] : columns
          }
        />
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
