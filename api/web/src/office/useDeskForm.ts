import { useState } from 'preact/hooks';
import { merge, type Fields, type Meanwhile } from './merge';

/** A form of something that others may change while it is open: what was typed here stays. */
export function useDeskForm<F extends Fields>(first: () => F, tag: string | null) {
  const [base, setBase] = useState(first);
  const [fields, setFields] = useState(base);
  const [etag, setEtag] = useState(tag);
  const [meanwhile, setMeanwhile] = useState<Meanwhile[]>([]);
  return {
    base,
    fields,
    setFields,
    etag,
    meanwhile,
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
