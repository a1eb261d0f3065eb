import { useEffect, useId, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Notice } from '../shared/Notice';
import type { Contestation } from '../shared/wire';
import type { DayStore } from './store';
import { useWords } from './words';

const MOST_LETTERS = 2000;

interface Props {
  orderId: string;
  store: DayStore;
  say: (text: string) => void;
  onFailure: (error: unknown) => void;
}

/** Objections to who has an order, and the form to answer those that wait. */
export function Contested({ orderId, store, say, onFailure }: Props) {
  const { t, formats } = useWords();
  const id = useId();
  const [found, setFound] = useState<Contestation[]>([]);
  const [text, setText] = useState('');
  useEffect(() => {
    let isCurrent = true;
    store.contestations().then(
      (all) => isCurrent && setFound(all.filter(({ order_id }) => order_id === orderId)),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [store, orderId]);
  const answer = (one: Contestation, outcome: 'upheld' | 'rectified'): void => {
    store.answerContestation(one.id, outcome, text.trim()).then((answered) => {
      setFound(found.map((other) => (other.id === answered.id ? answered : other)));
      setText('');
      say(t('contest_answered'));
    }, onFailure);
  };
  return (
    <>
      {found.map((one) => (
        <Notice
          key={one.id}
          tone="look"
          title={
            one.state === 'open'
              ? t(one.is_overdue ? 'contest_overdue' : 'contest_waits', {
                  day: formats.moment(one.answer_by),
                })
              : t(one.state === 'upheld' ? 'contest_upheld' : 'contest_rectified')
          }
        >
          <p>{one.objection}</p>
          {one.state !== 'open' && <p>{one.answer}</p>}
          {one.state === 'open' && (
            <div class="stack">
              <div class="field">
                <label for={`${id}-${one.id}`}>{t('contest_answer')}</label>
                <textarea
                  id={`${id}-${one.id}`}
                  class="input"
                  rows={3}
                  maxLength={MOST_LETTERS}
                  value={text}
                  onInput={(event) => setText(event.currentTarget.value)}
                />
              </div>
              <div class="row wrap">
                <Button isDisabled={text.trim() === ''} onPress={() => answer(one, 'upheld')}>
                  {t('contest_uphold')}
                </Button>
                <Button isDisabled={text.trim() === ''} onPress={() => answer(one, 'rectified')}>
                  {t('contest_rectify')}
                </Button>
              </div>
            </div>
          )}
        </Notice>
      ))}
    </>
  );
}
