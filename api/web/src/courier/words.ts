import { loadCatalog } from '../shared/catalog';
import { useWords as usePageWords, type Catalog, type Language, type Words } from '../shared/words';

export type CourierKey = keyof typeof import('../translations/courier/en.json');

const FILES = import.meta.glob<Catalog>('../translations/courier/*.json', { import: 'default' });

export const catalog = (language: Language): Promise<Catalog> => loadCatalog(FILES, language);

export const useWords = (): Words<CourierKey> => usePageWords<CourierKey>();
