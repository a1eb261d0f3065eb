import { TriangleAlert } from 'lucide';
import { Icon } from '../shared/Icon';
import { TableHead } from '../shared/TableHead';
import type { FileRow } from './orders-file';
import { useWords } from './words';

/** Rows of a file: the orders that they would be, or why none. */
export function FileRows({ rows, title }: { rows: FileRow[]; title: string }) {
  const { t, formats } = useWords();
  return (
    <>
      <h3>{title}</h3>
      <div class="scroll" tabIndex={0} role="region" aria-label={title}>
        <table class="table file-table">
          <TableHead columns={[{ title: t('import_row') }, { title: t('import_becomes') }]} />
          <tbody>
            {rows.map(({ number, cells, order, reasons }) => (
              <tr key={number}>
                <th scope="row" class="number">
                  {number}
                </th>
                <td>
                  {order ? (
                    <>
                      {order.address}
                      <span class="soft number">
                        {' · '}
                        {formats.day(order.window.from.slice(0, 10))} {formats.span(order.window)}
                        {' · '}
                        {formats.weight(order.weight_g)}
                        {' · '}
                        {formats.money(order.fee.total_minor)}
                      </span>
                      {order.needs_pin && <p class="small">{t('import_needs_pin')}</p>}
                    </>
                  ) : (
                    <>
                      <p class="soft small cut">{cells.filter(Boolean).join(' · ')}</p>
                      <ul class="why-not">
                        {reasons.map(({ code, message }) => (
                          <li key={code + message} class="row">
                            <Icon node={TriangleAlert} />
                            <span>
                              <strong>{t('import_not_booked')}</strong>: {message}
                            </span>
                          </li>
                        ))}
                      </ul>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
