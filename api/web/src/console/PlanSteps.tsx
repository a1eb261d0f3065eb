import { Redo2, Undo2 } from 'lucide';
import { useEffect } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { DayStore } from './store';
import { useWords } from './words';

interface Props {
  store: DayStore;
  say: (text: string) => void;
  onFailure: (error: unknown) => void;
}

const WRITING = 'input, textarea, select, [contenteditable]';

/** One step back or forth through the plans in force: two buttons, and Ctrl+Z and Ctrl+Shift+Z. */
export function PlanSteps({ store, say, onFailure }: Props) {
  const { t } = useWords();
  const history = store.history.value;
  const back = (): void => {
    store.undo().then(() => say(t('undone_done')), onFailure);
  };
  const forth = (): void => {
    store.redo().then(() => say(t('redone_done')), onFailure);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isOurs = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z';
      const isElsewhere =
        document.querySelector('dialog[open]') !== null ||
        (event.target instanceof Element && event.target.matches(WRITING));
      if (!isOurs || isElsewhere) return;
      const can = event.shiftKey ? history?.can_redo : history?.can_undo;
      if (can !== true) return;
      event.preventDefault();
      if (event.shiftKey) forth();
      else back();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
  return (
    <div class="row steps">
      <Button
        look="plain"
        icon={Undo2}
        label={t('step_undo')}
        isDisabled={history?.can_undo !== true}
        onPress={back}
      />
      <Button
        look="plain"
        icon={Redo2}
        label={t('step_redo')}
        isDisabled={history?.can_redo !== true}
        onPress={forth}
      />
    </div>
  );
}
