import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { useSending } from './asking';
import { Button } from './Button';
import { Notice } from './Notice';
import { followProgress } from './progress';

/** Something that the server works at for a while, and how far it is. */
export interface LongWork {
  id: string;
  state: 'running' | 'done' | 'canceled' | 'failed';
  message: string;
  num_done: number;
}

interface Options<Work, Full> {
  /** The one that was asked for last, if any was. */
  newest: () => Promise<Work | null>;
  /** What came of one that is done. */
  whole: (id: string) => Promise<Full>;
  /** Where one of them is found. */
  pathOf: (id: string) => string;
  /** What the steps of its progress are called. */
  kind: string;
}

const isOver = ({ state }: LongWork): boolean => state !== 'running';

/** Asks for long work, follows it, and has what came of it; it begins with what was asked for last. */
export function useLongWork<Work extends LongWork, Full>(options: Options<Work, Full>) {
  const { newest, whole, pathOf, kind } = options;
  const [shown, setShown] = useState<Work | null>(null);
  const [full, setFull] = useState<Full | null>(null);
  const { isBusy, failure, setFailure, send } = useSending();
  const hasAsked = useRef(false);
  const doneId = shown?.state === 'done' ? shown.id : null;
  const runningId = shown?.state === 'running' ? shown.id : null;
  useEffect(() => {
    let isCurrent = true;
    newest().then(
      (found) => isCurrent && !hasAsked.current && setShown(found),
      (error: unknown) => isCurrent && setFailure(error),
    );
    return () => {
      isCurrent = false;
    };
  }, [newest, setFailure]);
  useEffect(() => {
    let isCurrent = true;
    setFull(null);
    if (doneId === null) return undefined;
    whole(doneId).then(
      (found) => isCurrent && setFull(found),
      (error: unknown) => isCurrent && setFailure(error),
    );
    return () => {
      isCurrent = false;
    };
  }, [whole, doneId, setFailure]);
  const onStep = useCallback((step: Work) => setShown(step), []);
  useEffect(
    () =>
      runningId === null
        ? undefined
        : followProgress(`${pathOf(runningId)}/progress`, kind, isOver, onStep),
    [pathOf, kind, runningId, onStep],
  );
  const ask = (question: () => Promise<Work>): void =>
    send(question, (asked) => {
      hasAsked.current = true;
      setShown(asked);
    });
  return { shown, full, failure, isBusy, isRunning: runningId !== null, ask };
}

interface ProgressProps {
  work: LongWork;
  numSteps: number;
  label: string;
  /** How far it is, in words. */
  children?: ComponentChildren;
  stop: string;
  isBusy: boolean;
  onStop: () => void;
}

/** How far long work is, and a way to stop it; or why there is nothing to see. */
export function WorkProgress(props: ProgressProps) {
  const { work, numSteps, label, children, stop, isBusy, onStop } = props;
  if (work.state === 'done') return null;
  const isRunning = work.state === 'running';
  return (
    <Notice tone={isRunning ? 'calm' : 'look'} title={work.message}>
      {isRunning && (
        <div class="row wrap">
          <progress max={numSteps} value={work.num_done} aria-label={label} />
          {children}
          <Button isBusy={isBusy} onPress={onStop}>
            {stop}
          </Button>
        </div>
      )}
    </Notice>
  );
}
