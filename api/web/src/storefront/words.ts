import { HOOKS_FILES } from '../hooks/words';
import { loadCatalog } from '../shared/catalog';
import { useWords as usePageWords, type Catalog, type Language, type Words } from '../shared/words';

export type StorefrontKey = keyof typeof import('../translations/storefront/en.json');

const FILES = import.meta.glob<Catalog>('../translations/storefront/*.json', { import: 'default' });

export const catalog = (language: Language): Promise<Catalog> =>
  loadCatalog(FILES, language, HOOKS_FILES);

export const useWords = (): Words<StorefrontKey> => usePageWords<StorefrontKey>();
