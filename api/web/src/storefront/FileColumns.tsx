import { Choice } from '../shared/fields';
import { FIELDS, withField, type Field, type OrdersFile, type Reading } from './orders-file';
import { useWords } from './words';

interface Props {
  file: OrdersFile;
  reading: Reading;
  onChange: (reading: Reading) => void;
}

/** What each column of a file holds: guessed, with some cells beside it, to be set right. */
export function FileColumns({ file, reading, onChange }: Props) {
  const { t } = useWords();
  return (
    <>
      <h3>{t('import_columns')}</h3>
      <div class="scroll" tabIndex={0} role="region" aria-label={t('import_columns')}>
        <table class="table file-table">
          <thead>
            <tr>
              <th scope="col">{t('import_column')}</th>
              <th scope="col" class="samples">
                {t('import_samples')}
              </th>
              <th scope="col">{t('import_holds')}</th>
            </tr>
          </thead>
          <tbody>
            {file.columns.map((column, at) => (
              <tr key={at}>
                <th scope="row">{column.name}</th>
                <td class="soft small samples">{column.samples.filter(Boolean).join(' · ')}</td>
                <td>
                  <select
                    class="input"
                    aria-label={t('import_holds_of', { column: column.name })}
                    value={reading.fields[at] ?? ''}
                    onChange={(event) => {
                      const value = event.currentTarget.value;
                      const field = FIELDS.find((one): one is Field => one === value) ?? null;
                      onChange(withField(reading, at, field));
                    }}
                  >
                    <option value="">{t('field_none')}</option>
                    {FIELDS.map((field) => (
                      <option key={field} value={field}>
                        {t(`field_${field}`)}
                      </option>
                    ))}
                  </select>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="row wrap">
        <Choice
          label={t('import_decimal_mark')}
          value={reading.decimal_mark}
          options={[
            { value: '.', text: t('import_decimal_point') },
            { value: ',', text: t('import_decimal_comma') },
          ]}
          onChange={(decimal_mark) => onChange({ ...reading, decimal_mark })}
        />
        <Choice
          label={t('import_day_order')}
          value={reading.day_order}
          options={[
            { value: 'dmy', text: t('import_dmy') },
            { value: 'mdy', text: t('import_mdy') },
          ]}
          onChange={(day_order) => onChange({ ...reading, day_order })}
        />
      </div>
    </>
  );
}
