import { useWords as usePageWords, type Catalog, type Words } from '../shared/words';

export type ReplayKey = keyof typeof import('../translations/replay/en.json');

/** The messages of this part, for the catalogs of the pages that show it. */
export const REPLAY_FILES = import.meta.glob<Catalog>('../translations/replay/*.json', {
  import: 'default',
});

export const useWords = (): Words<ReplayKey> => usePageWords<ReplayKey>();
