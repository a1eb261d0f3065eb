import { useEffect, useId, useState } from 'preact/hooks';
import { useSending } from '../shared/asking';
import { Button } from '../shared/Button';
import { ProblemError, type Client } from '../shared/client';
import { Notice } from '../shared/Notice';
import type { Contestation } from '../shared/wire';
import { keepContest, knownContests, waitingContests, type Waiting } from './contests';
import type { Memory } from './memory';
import { useWords } from './words';

const MOST_LETTERS = 2000;

function Standing({ one, onErase }: { one: Contestation; onErase: () => void }) {
  const { t, formats } = useWords();
  const title =
    one.state === 'open'
      ? t('contest_waits', { day: formats.moment(one.answer_by) })
      : t(`contest_${one.state}`);
  return (
    <Notice tone="look" title={title}>
      {one.objection === '' ? (
        <p>{t('contest_erased')}</p>
      ) : (
        <div class="stack">
          <p>{one.state === 'open' ? one.objection : one.answer}</p>
          <Button onPress={onErase}>{t('contest_erase')}</Button>
        </div>
      )}
    </Notice>
  );
}

interface Props {
  client: Client;
  memory: Memory;
  orderId: string;
}

/** Object to a decision, with or without a network; shows until when a person answers, and the answer. */
export function Contest({ client, memory, orderId }: Props) {
  const { t } = useWords();
  const id = useId();
  const [known, setKnown] = useState<Contestation[]>([]);
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const [text, setText] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const { isBusy, send } = useSending();
  useEffect(() => {
    let isCurrent = true;
    void waitingContests(memory).then(
      (all) => isCurrent && setWaiting(all.find(({ order_id }) => order_id === orderId) ?? null),
    );
    void knownContests(memory, client).then(
      (all) => isCurrent && setKnown(all.filter(({ order_id }) => order_id === orderId)),
    );
    return () => {
      isCurrent = false;
    };
  }, [client, memory, orderId]);
  const contest = (event: Event): void => {
    event.preventDefault();
    const body = { order_id: orderId, objection: text.trim() };
    send(() =>
      client.post<Contestation>('/v1/me/contestations', body).then(
        (made) => {
          setKnown([made, ...known]);
          setText('');
          setFailure(null);
        },
        async (error: unknown) => {
          if (error instanceof ProblemError) setFailure(error.message);
          else await keepContest(memory, body).then(() => setWaiting(body));
        },
      ),
    );
  };
  const erase = (one: Contestation): void => {
    const state = one.state === 'open' ? 'withdrawn' : one.state;
    const erased: Contestation = { ...one, state, objection: '', answer: '' };
    client.remove(`/v1/me/contestations/${encodeURIComponent(one.id)}`).then(
      () => setKnown(known.map((other) => (other.id === one.id ? erased : other))),
      (error: unknown) =>
        setFailure(error instanceof ProblemError ? error.message : t('contest_offline')),
    );
  };
  return (
    <div class="stack" aria-live="polite">
      {known.map((one) => (
        <Standing key={one.id} one={one} onErase={() => erase(one)} />
      ))}
      {waiting && (
        <Notice title={t('contest_kept')}>
          <p>{waiting.objection}</p>
        </Notice>
      )}
      {waiting === null && !known.some(({ state }) => state === 'open') && (
        <form class="stack" onSubmit={contest}>
          <div class="field">
            <label for={id}>{t('contest_label')}</label>
            <textarea
              id={id}
              class="input"
              rows={3}
              maxLength={MOST_LETTERS}
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </div>
          {failure !== null && (
            <p class="field-error" role="alert">
              {failure}
            </p>
          )}
          <Button type="submit" isBusy={isBusy} isDisabled={text.trim() === ''}>
            {t('contest_send')}
          </Button>
        </form>
      )}
    </div>
  );
}
