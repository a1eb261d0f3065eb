import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

interface Known<T> {
  ask: () => Promise<T>;
  found: T | null;
  failure: unknown;
}

/** What was asked for, as far as it is known. */
export interface Answer<T> {
  /** Null while it is not known, and while something else is asked than before. */
  found: T | null;
  failure: unknown;
  /** Asks again; what is known stays until the answer is there. */
  read: () => Promise<T>;
}

/** Asks the server for something, anew for each other question; an answer that came too late is dropped. */
export function useAnswer<T>(ask: () => Promise<T>): Answer<T> {
  const [known, setKnown] = useState<Known<T>>({ ask, found: null, failure: null });
  const asked = useRef(0);
  const forget = useCallback((): void => {
    asked.current++;
  }, []);
  const read = useCallback(async () => {
    const mine = ++asked.current;
    try {
      const found = await ask();
      if (mine === asked.current) setKnown({ ask, found, failure: null });
      return found;
    } catch (failure) {
      if (mine === asked.current) {
        setKnown((last) => ({ ask, found: last.ask === ask ? last.found : null, failure }));
      }
      throw failure;
    }
  }, [ask]);
  useEffect(() => {
    read().catch(() => undefined); // it is shown as the failure
    return forget;
  }, [read, forget]);
  const isOurs = known.ask === ask;
  return { found: isOurs ? known.found : null, failure: isOurs ? known.failure : null, read };
}

export interface Sending {
  isBusy: boolean;
  /** Why the last thing could not be sent. */
  failure: unknown;
  setFailure: (failure: unknown) => void;
  /** Sends something, unless something is still under way: pressing twice sends once. */
  send: <T>(ask: () => Promise<T>, onDone?: (answer: T) => unknown) => void;
}

/** Sends one thing at a time and keeps why it failed. */
export function useSending(): Sending {
  const isUnderWay = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const run = useCallback(
    async <T>(ask: () => Promise<T>, onDone?: (answer: T) => unknown): Promise<void> => {
      if (isUnderWay.current) return;
      isUnderWay.current = true;
      setBusy(true);
      setFailure(null);
      try {
        const answer = await ask(); // also when nobody waits for it
        await onDone?.(answer);
      } catch (error) {
        setFailure(error);
      }
      isUnderWay.current = false;
      setBusy(false);
    },
    [],
  );
  const send = useCallback<Sending['send']>((ask, onDone) => void run(ask, onDone), [run]);
  return { isBusy, failure, setFailure, send };
}
