import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Notice } from '../shared/Notice';
import { useWords } from './words';

interface Props {
  title?: string;
  /** What the button says that does it. */
  sure: string;
  isBusy: boolean;
  onSure: () => void;
  onKeep: () => void;
  /** What it means. */
  children?: ComponentChildren;
}

/** Asks once more before something that cannot be taken back; it takes the focus from what opened it. */
export function AskedOnce({ title, sure, isBusy, onSure, onKeep, children }: Props) {
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1}>
      <Notice tone="look" {...(title === undefined ? {} : { title })}>
        <div class="stack">
          {children}
          <div class="row wrap">
            <Button isBusy={isBusy} onPress={onSure}>
              {sure}
            </Button>
            <Button look="plain" onPress={onKeep}>
              {t('office_cancel')}
            </Button>
          </div>
        </div>
      </Notice>
    </div>
  );
}
