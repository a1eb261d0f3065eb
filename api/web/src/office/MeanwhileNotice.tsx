import { Button } from '../shared/Button';
import { Notice } from '../shared/Notice';
import type { Meanwhile } from './merge';
import { useWords } from './words';

interface Props {
  found: Meanwhile[];
  nameOf: (field: string) => string;
  valueOf: (field: string, value: string) => string;
  onTake: (one: Meanwhile) => void;
}

/** What somebody else has changed while a form was open, field by field. */
export function MeanwhileNotice({ found, nameOf, valueOf, onTake }: Props) {
  const { t } = useWords();
  if (found.length === 0) return null;
  return (
    <Notice tone="look" title={t('office_meanwhile')} isLive>
      <ul class="stack">
        {found.map((one) => (
          <li key={one.field} class="row wrap">
            <span>
              <strong>{nameOf(one.field)}</strong>{' '}
              {t('office_meanwhile_field', {
                before: valueOf(one.field, one.before),
                now: valueOf(one.field, one.now),
              })}{' '}
              {one.mine !== null &&
                t('office_meanwhile_mine', { mine: valueOf(one.field, one.mine) })}
            </span>
            {one.mine !== null && (
              <Button onPress={() => onTake(one)}>{t('office_take_theirs')}</Button>
            )}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
