import { useCallback } from 'preact/hooks';
import { useAnswer } from '../shared/asking';
import type { Client } from '../shared/client';
import { Failure } from '../shared/Failure';
import { Choice, LongText, Text } from '../shared/fields';
import type { Rule } from '../shared/votes';
import { useWords } from './words';

export interface Addition {
  amount: string;
  clause: string;
  reason: string;
}

export const NOTHING: Addition = { amount: '', clause: '', reason: '' };

interface Props {
  client: Client;
  value: Addition;
  onChange: (value: Addition) => void;
}

/** How much is added to a courier's pay, by which rule, and why. */
export function AddFields({ client, value, onChange }: Props) {
  const { t, language } = useWords();
  const ask = useCallback(
    () => client.get<{ rules: Rule[] }>('/v1/policy'),
    // The rules are told in words.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [client, language],
  );
  const { found, failure } = useAnswer(ask);
  return (
    <>
      <LongText
        label={t('people_reason')}
        rows={2}
        value={value.reason}
        onChange={(reason) => onChange({ ...value, reason })}
      />
      <Failure error={failure} />
      <div class="row wrap add-fields">
        <Text
          label={t('people_amount')}
          mode="decimal"
          length={12}
          value={value.amount}
          onChange={(amount) => onChange({ ...value, amount })}
        />
        <Choice
          label={t('people_clause')}
          value={value.clause}
          none=""
          options={(found?.rules ?? []).map(({ clause, text }) => ({ value: clause, text }))}
          onChange={(clause) => onChange({ ...value, clause })}
        />
      </div>
    </>
  );
}
