import { useState } from 'preact/hooks';
import { isOvertaken } from '../console/store';
import { merge, type Fields, type Meanwhile } from './merge';

/** How a form is saved. */
export interface Saving {
  isFaulty: boolean;
  send: () => Promise<unknown>;
  /** Reads what somebody else made of it, and puts that beside what was typed here. */
  compare: () => Promise<void>;
  onSaved: () => void;
}

/** What a form shows of itself, whatever its fields are. */
export type DeskFormState = Pick<
  ReturnType<typeof useDeskForm>,
  'meanwhile' | 'take' | 'isBusy' | 'failure' | 'save'
>;

/** A form of something that others may change while it is open: what was typed here stays. */
export function useDeskForm<F extends Fields>(first: () => F, tag: string | null) {
  const [base, setBase] = useState(first);
  const [fields, setFields] = useState(base);
  const [etag, setEtag] = useState(tag);
  const [meanwhile, setMeanwhile] = useState<Meanwhile[]>([]);
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  return {
    base,
    fields,
    setFields,
    etag,
    meanwhile,
    /** Whether faults are to be shown: it was to be saved once. */
    isTried,
    isBusy,
    failure,
    setFailure,
    save: async ({ isFaulty, send, compare, onSaved }: Saving): Promise<void> => {
      setTried(true);
      if (isFaulty) return;
      setBusy(true);
      setFailure(null);
      try {
        await send();
        onSaved();
      } catch (error) {
        // What cannot be compared any more, because it is gone, is told as the server told it.
        if (isOvertaken(error)) await compare().catch(() => setFailure(error));
        else setFailure(error);
      }
      setBusy(false);
    },
    set: (name: keyof F & string) => (value: string) => setFields({ ...fields, [name]: value }),
    /** Puts what somebody else made of it beside what was typed here. */
    compare: (theirs: F, newest: string): void => {
      const both = merge(base, fields, theirs);
      setBase(theirs);
      setFields(both.merged);
      setMeanwhile(both.meanwhile);
      setEtag(newest);
    },
    /** Takes over what somebody else wrote into a field. */
    take: (one: Meanwhile): void => {
      setFields({ ...fields, [one.field]: one.now });
      setMeanwhile(meanwhile.filter(({ field }) => field !== one.field));
    },
  };
}
