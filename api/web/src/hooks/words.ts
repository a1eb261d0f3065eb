import { useWords as usePageWords, type Catalog, type Words } from '../shared/words';

export type HooksKey = keyof typeof import('../translations/hooks/en.json');

/** The messages of this part, for the catalogs of the pages that show it. */
export const HOOKS_FILES = import.meta.glob<Catalog>('../translations/hooks/*.json', {
  import: 'default',
});

export const useWords = (): Words<HooksKey> => usePageWords<HooksKey>();
