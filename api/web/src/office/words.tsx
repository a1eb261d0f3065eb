import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ConsoleKey } from '../console/words';
import { loadCatalog } from '../shared/catalog';
import { Failure } from '../shared/Failure';
import { SkeletonLines } from '../shared/Skeleton';
import {
  createWords,
  useWords as usePageWords,
  WordsContext,
  type Catalog,
  type Words,
} from '../shared/words';

export type OfficeKey = keyof typeof import('../translations/office/en.json');
type Files = Record<string, () => Promise<Catalog>>;

export interface Place {
  timeZone: string;
  currency: string;
}

export const OFFICE_FILES: Files = import.meta.glob<Catalog>('../translations/office/*.json', {
  import: 'default',
});
/** What the storefront's own parts say; they are used here as they are. */
export const SHOP_FILES: Files = import.meta.glob<Catalog>('../translations/storefront/*.json', {
  import: 'default',
});

interface Props {
  files: Files;
  place: Place;
  children: ComponentChildren;
}

/** Adds messages that are loaded when they are needed to those of the page. */
export function MoreWords({ files, place, children }: Props) {
  const outer = usePageWords<string>();
  const [words, setWords] = useState<Words<string> | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    let isCurrent = true;
    const use = (catalog: Catalog): void => {
      if (!isCurrent) return;
      setFailure(null);
      const own = createWords<string>(outer.language, catalog, place);
      setWords({
        ...own,
        has: (key): key is string => own.has(key) || outer.has(key),
        t: (key, values) => (own.has(key) ? own.t(key, values) : outer.t(key, values)),
      });
    };
    loadCatalog(files, outer.language).then(
      use,
      (error: unknown) => isCurrent && setFailure(error),
    );
    return () => {
      isCurrent = false;
    };
  }, [files, outer, place]);
  if (words === null && failure !== null) return <Failure error={failure} />;
  if (words === null) return <SkeletonLines count={4} height={40} />;
  return <WordsContext.Provider value={words}>{children}</WordsContext.Provider>;
}

export const useWords = (): Words<OfficeKey | ConsoleKey> => usePageWords<OfficeKey | ConsoleKey>();
