import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { LongText } from '../shared/fields';
import { Notice } from '../shared/Notice';
import type { Contestation } from '../shared/wire';
import { useWords } from './words';

export type Outcome = 'upheld' | 'rectified';
const OUTCOMES = [
  ['upheld', 'people_uphold'],
  ['rectified', 'people_rectify'],
] as const;

interface Props {
  one: Contestation;
  /** Who objects, to which order; nothing where that is plain. */
  about?: string;
  /** Something is being sent. */
  isBusy: boolean;
  onAnswer: (outcome: Outcome, answer: string) => void;
  /** Erases the words for good. */
  onErase?: () => void;
}

/** An objection: until when a person answers and the form for it, or what was answered. */
export function Objection({ one, about, isBusy, onAnswer, onErase }: Props) {
  const { t, formats } = useWords();
  const [text, setText] = useState('');
  const [isErasing, setErasing] = useState(false);
  const isOpen = one.state === 'open';
  const title =
    one.state === 'open'
      ? t(one.is_overdue ? 'people_overdue' : 'people_waits', { day: formats.date(one.answer_by) })
      : t(`people_${one.state}`);
  return (
    <Notice tone={isOpen ? 'look' : 'calm'} title={title}>
      {about !== undefined && <p class="small soft">{about}</p>}
      <p>{one.objection === '' ? t('people_erased') : one.objection}</p>
      {!isOpen && <p>{one.answer}</p>}
      {isOpen && (
        <div class="stack">
          <LongText label={t('people_answer')} value={text} onChange={setText} />
          <div class="row wrap">
            {OUTCOMES.map(([outcome, key]) => (
              <Button
                key={outcome}
                isDisabled={text.trim() === ''}
                isBusy={isBusy}
                onPress={() => onAnswer(outcome, text.trim())}
              >
                {t(key)}
              </Button>
            ))}
          </div>
        </div>
      )}
      {onErase && one.objection !== '' && (
        <div class="row wrap">
          {isErasing && <p>{t(isOpen ? 'people_erase_open' : 'people_erase_text')}</p>}
          {isErasing && (
            <Button isBusy={isBusy} onPress={onErase}>
              {t('people_erase_sure')}
            </Button>
          )}
          <Button look="plain" onPress={() => setErasing(!isErasing)}>
            {t(isErasing ? 'people_keep' : 'people_erase')}
          </Button>
        </div>
      )}
    </Notice>
  );
}
