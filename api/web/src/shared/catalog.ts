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

/** The messages of one page in one language: what all pages share, and its own. */
export async function loadCatalog(own: Files, language: Language): Promise<Catalog> {
  const parts = await Promise.all([fileOf(SHARED, language)(), fileOf(own, language)()]);
  return { ...parts[0], ...parts[1] };
}
