import { HOOKS_FILES } from '../hooks/words';
import { PEOPLE_FILES } from '../people/words';
import { REPLAY_FILES } from '../replay/words';
import { loadCatalog } from '../shared/catalog';
import { useWords as usePageWords, type Catalog, type Language, type Words } from '../shared/words';

export type ConsoleKey =
  | keyof typeof import('../translations/console/en.json')
  | keyof typeof import('../translations/desk/en.json')
  | keyof typeof import('../translations/hands/en.json');

const FILES = import.meta.glob<Catalog>('../translations/console/*.json', { import: 'default' });
const DESK_FILES = import.meta.glob<Catalog>('../translations/desk/*.json', { import: 'default' });
const HANDS_FILES = import.meta.glob<Catalog>('../translations/hands/*.json', {
  import: 'default',
});

export const catalog = (language: Language): Promise<Catalog> =>
  loadCatalog(FILES, language, HOOKS_FILES, PEOPLE_FILES, DESK_FILES, HANDS_FILES, REPLAY_FILES);

export const useWords = (): Words<ConsoleKey> => usePageWords<ConsoleKey>();
