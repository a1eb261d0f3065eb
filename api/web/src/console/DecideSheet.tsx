import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useSending } from '../shared/asking';
import type { Day } from '../shared/wire';
import { DecisionSheet } from '../shared/DecisionSheet';
import { Meanwhile } from './Meanwhile';
import { isOvertaken, type DayStore, type Move } from './store';
import { Trial, useTrial } from './Trial';

interface Props {
  day: Day;
  store: DayStore;
  /** What would be done; null while it is not chosen yet. */
  move: Move | null;
  name: string;
  title: string;
  confirm: string;
  /** What is asked; below it stands what it would do. */
  children: ComponentChildren;
  /** Said while nothing is tried. */
  before?: ComponentChildren;
  onDone: () => void;
  onClose: () => void;
}

/** Shows what a change of the plan does to each person, beside what others did meanwhile; then decides. */
export function DecideSheet(props: Props) {
  const { day, store, move, name, title, confirm, children, before, onDone, onClose } = props;
  const seen = useRef(day).current;
  const [reason, setReason] = useState('');
  const { trial, setFailure } = useTrial(store, move, day.plan?.version);
  const isAllowed = trial?.kind === 'effect' && trial.effect.violations.length === 0;
  const { isBusy, send } = useSending();
  const decide = (): void => {
    if (move === null) return;
    send(() =>
      store.move(move, reason).then(onDone, (error: unknown) => {
        if (!isOvertaken(error)) setFailure(error);
      }),
    );
  };
  return (
    <DecisionSheet
      title={title}
      confirm={confirm}
      canConfirm={isAllowed}
      isBusy={isBusy}
      reason={{ id: `${name}-reason`, value: reason, onChange: setReason }}
      onConfirm={decide}
      onClose={onClose}
    >
      <Meanwhile before={seen} after={day} />
      {children}
      <div class="stack effect" aria-live="polite">
        {before}
        <Trial day={day} trial={trial} />
      </div>
    </DecisionSheet>
  );
}
