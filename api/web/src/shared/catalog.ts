import type { Catalog, Language } from './words';

type Files = Record<string, () => Promise<Catalog>>;

const SHARED: Files = import.meta.glob<Catalog>('../translations/shared/*.json', {
  import: 'default',
});

function fileOf(files: Files, language: Language): () => Promise<Catalog> {
  const found = Object.entries(files).find(([path]) => path.endsWith(`/${language}.json`));
  if (found === undefined) throw new Error(`Expected a catalog for "${language}", got none.`);
  return found[1];
}

/** The messages of one page in one language: what all pages share, its own, and those of its parts. */
export async function loadCatalog(
  own: Files,
  language: Language,
  ...more: Files[]
): Promise<Catalog> {
  const parts = [SHARED, own, ...more].map((files) => fileOf(files, language)());
  return Object.assign({}, ...(await Promise.all(parts))) as Catalog;
}
