import { useCallback, useState } from 'preact/hooks';
import { useAnswer, useSending } from './asking';
import { Button } from './Button';
import type { Client } from './client';
import { Failure } from './Failure';
import { Choice, LongText, Text } from './fields';
import { valueOf, written, type Proposal, type Rule } from './votes';
import { useWords } from './words';

interface Props {
  client: Client;
  onMade: (made: Proposal) => void;
}

function Fields({ client, onMade }: Props) {
  const { t } = useWords();
  const [clause, setClause] = useState('');
  const [value, setValue] = useState('');
  const [reason, setReason] = useState('');
  const { isBusy, failure, send } = useSending();
  const ask = useCallback(() => client.get<{ rules: Rule[] }>('/v1/policy'), [client]);
  const { found, failure: unread } = useAnswer(ask);
  if (found === null) {
    return unread === null ? <p class="soft">{t('loading')}</p> : <Failure error={unread} />;
  }
  const rules = found.rules.filter((rule) => !['version', 'valid_from'].includes(rule.clause));
  const propose = (event: Event): void => {
    event.preventDefault();
    const body = { changes: { [clause]: valueOf(value) }, reason: reason.trim() };
    send(() => client.post<Proposal>('/v1/proposals', body), onMade);
  };
  const choose = (name: string): void => {
    setClause(name);
    setValue(written(rules.find((rule) => rule.clause === name)?.value ?? ''));
  };
  return (
    <form class="stack" onSubmit={propose}>
      <Choice
        label={t('propose_clause')}
        value={clause}
        none=""
        options={rules.map((rule) => ({ value: rule.clause, text: rule.text }))}
        onChange={choose}
      />
      <Text label={t('propose_value')} value={value} onChange={setValue} />
      <LongText label={t('propose_reason')} value={reason} onChange={setReason} />
      <Failure error={failure} />
      <Button
        type="submit"
        isDisabled={clause === '' || value === '' || reason.trim() === ''}
        isBusy={isBusy}
      >
        {t('propose_send')}
      </Button>
    </form>
  );
}

/**
 * Propose a change of one rule; the server says what is wrong with it, or what it changes. What was
 * typed is kept while the form is closed.
 */
export function ProposeForm({ client, onMade }: Props) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  const [isBegun, setBegun] = useState(false);
  const toggle = (isNow: boolean): void => {
    setOpen(isNow);
    if (isNow) setBegun(true);
  };
  return (
    <details class="why" open={isOpen} onToggle={(event) => toggle(event.currentTarget.open)}>
      <summary>{t('propose')}</summary>
      {isBegun && (
        <Fields
          client={client}
          onMade={(made) => {
            setBegun(false);
            setOpen(false);
            onMade(made);
          }}
        />
      )}
    </details>
  );
}
