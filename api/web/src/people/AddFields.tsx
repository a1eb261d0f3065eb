import { useEffect, useId, useState } from 'preact/hooks';
import type { Client } from '../shared/client';
import type { Rule } from '../shared/votes';
import { useWords } from './words';

const MOST_LETTERS = 2000;

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
  const id = useId();
  const [rules, setRules] = useState<Rule[]>([]);
  useEffect(() => {
    let isCurrent = true;
    client.get<{ rules: Rule[] }>('/v1/policy').then(
      (found) => isCurrent && setRules(found.rules),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [client, language]);
  return (
    <>
      <div class="field">
        <label for={`${id}-reason`}>{t('people_reason')}</label>
        <textarea
          id={`${id}-reason`}
          class="input"
          rows={2}
          maxLength={MOST_LETTERS}
          value={value.reason}
          onInput={(event) => onChange({ ...value, reason: event.currentTarget.value })}
        />
      </div>
      <div class="row wrap add-fields">
        <div class="field">
          <label for={`${id}-amount`}>{t('people_amount')}</label>
          <input
            id={`${id}-amount`}
            class="input"
            inputMode="decimal"
            value={value.amount}
            onInput={(event) => onChange({ ...value, amount: event.currentTarget.value })}
          />
        </div>
        <div class="field grow">
          <label for={`${id}-clause`}>{t('people_clause')}</label>
          <select
            id={`${id}-clause`}
            class="input"
            value={value.clause}
            onChange={(event) => onChange({ ...value, clause: event.currentTarget.value })}
          >
            <option value="" />
            {rules.map((rule) => (
              <option key={rule.clause} value={rule.clause}>
                {rule.text}
              </option>
            ))}
          </select>
        </div>
      </div>
    </>
  );
}
