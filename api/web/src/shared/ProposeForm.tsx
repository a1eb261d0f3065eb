import { useEffect, useId, useState } from 'preact/hooks';
import { Button } from './Button';
import { ProblemError, type Client } from './client';
import { valueOf, written, type Proposal, type Rule } from './votes';
import { useWords } from './words';

const MOST_LETTERS = 2000;

interface Props {
  client: Client;
  onMade: (made: Proposal) => void;
}

function Fields({ client, rules, onMade }: Props & { rules: Rule[] }) {
  const { t } = useWords();
  const id = useId();
  const [clause, setClause] = useState('');
  const [value, setValue] = useState('');
  const [reason, setReason] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const send = (event: Event): void => {
    event.preventDefault();
    const body = { changes: { [clause]: valueOf(value) }, reason: reason.trim() };
    client.post<Proposal>('/v1/proposals', body).then(onMade, (error: unknown) => {
      setFailure(error instanceof ProblemError ? error.message : t('server_unreachable'));
    });
  };
  const choose = (name: string): void => {
    setClause(name);
    setValue(written(rules.find((rule) => rule.clause === name)?.value ?? ''));
  };
  return (
    <form class="stack" onSubmit={send}>
      <div class="field">
        <label for={`${id}-clause`}>{t('propose_clause')}</label>
        <select
          id={`${id}-clause`}
          class="input"
          value={clause}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          <option value="" />
          {rules.map((rule) => (
            <option key={rule.clause} value={rule.clause}>
              {rule.text}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for={`${id}-value`}>{t('propose_value')}</label>
        <input
          id={`${id}-value`}
          class="input"
          value={value}
          onInput={(event) => setValue(event.currentTarget.value)}
        />
      </div>
      <div class="field">
        <label for={`${id}-reason`}>{t('propose_reason')}</label>
        <textarea
          id={`${id}-reason`}
          class="input"
          rows={3}
          maxLength={MOST_LETTERS}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </div>
      {failure !== null && (
        <p class="field-error" role="alert">
          {failure}
        </p>
      )}
      <Button type="submit" isDisabled={clause === '' || value === '' || reason.trim() === ''}>
        {t('propose_send')}
      </Button>
    </form>
  );
}

/** Propose a change of one rule; the server says what is wrong with it, or what it changes. */
export function ProposeForm({ client, onMade }: Props) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  const [rules, setRules] = useState<Rule[] | null>(null);
  useEffect(() => {
    if (!isOpen) return;
    client.get<{ rules: Rule[] }>('/v1/policy').then(
      ({ rules: found }) =>
        setRules(found.filter(({ clause }) => !['version', 'valid_from'].includes(clause))),
      () => setRules([]),
    );
  }, [client, isOpen]);
  return (
    <details class="why" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('propose')}</summary>
      {isOpen && rules === null && <p class="soft">{t('loading')}</p>}
      {isOpen && rules !== null && (
        <Fields
          client={client}
          rules={rules}
          onMade={(made) => {
            setOpen(false);
            onMade(made);
          }}
        />
      )}
    </details>
  );
}
