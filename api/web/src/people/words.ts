import { useWords as usePageWords, type Catalog, type Words } from '../shared/words';

export type PeopleKey = keyof typeof import('../translations/people/en.json');

/** The messages of this part, for the catalogs of the pages that show it. */
export const PEOPLE_FILES = import.meta.glob<Catalog>('../translations/people/*.json', {
  import: 'default',
});

export const useWords = (): Words<PeopleKey> => usePageWords<PeopleKey>();
