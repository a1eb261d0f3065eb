export interface Column {
  title: string;
  /** Its cells end where the column does, as numbers do. */
  isNumber?: boolean;
  isSoft?: boolean;
  /** Only for those who hear it. */
  isUnseen?: boolean;
}

/** The head of a table: what stands in each column. */
export function TableHead({ columns }: { columns: readonly Column[] }) {
  return (
    <thead>
      <tr>
        {columns.map(({ title, isNumber = false, isSoft = false, isUnseen = false }, index) => (
          <th
            key={index}
            scope="col"
            class={[isNumber && 'end', isSoft && 'soft'].filter(Boolean).join(' ')}
          >
            {isUnseen ? <span class="unseen">{title}</span> : title}
          </th>
        ))}
      </tr>
    </thead>
  );
}
