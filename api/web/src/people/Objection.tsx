import { useId, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Notice } from '../shared/Notice';
import type { Contestation } from '../shared/wire';
import { useWords } from './words';

const MOST_LETTERS = 2000;

export type Outcome = 'upheld' | 'rectified';

interface Props {
  one: Contestation;
  /** Who objects, to which order; nothing where that is plain. */
  about?: string;
  onAnswer: (outcome: Outcome, answer: string) => void;
  /** Erases the words for good. */
  onErase?: () => void;
}

/** An objection: until when a person answers and the form for it, or what was answered. */
export function Objection({ one, about, onAnswer, onErase }: Props) {
  const { t, formats } = useWords();
  const id = useId();
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
          <div class="field">
            <label for={id}>{t('people_answer')}</label>
            <textarea
              id={id}
              class="input"
              rows={3}
              maxLength={MOST_LETTERS}
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </div>
          <div class="row wrap">
            <Button isDisabled={text.trim() === ''} onPress={() => onAnswer('upheld', text.trim())}>
              {t('people_uphold')}
            </Button>
            <Button
              isDisabled={text.trim() === ''}
              onPress={() => onAnswer('rectified', text.trim())}
            >
              {t('people_rectify')}
            </Button>
          </div>
        </div>
      )}
      {onErase && one.objection !== '' && (
        <div class="row wrap">
          {isErasing && <p>{t(isOpen ? 'people_erase_open' : 'people_erase_text')}</p>}
          {isErasing && <Button onPress={onErase}>{t('people_erase_sure')}</Button>}
          <Button look="plain" onPress={() => setErasing(!isErasing)}>
            {t(isErasing ? 'people_keep' : 'people_erase')}
          </Button>
        </div>
      )}
    </Notice>
  );
}
