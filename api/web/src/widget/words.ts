import ca from '../translations/widget/ca.json';
import de from '../translations/widget/de.json';
import en from '../translations/widget/en.json';
import es from '../translations/widget/es.json';
import fr from '../translations/widget/fr.json';

const CATALOGS: Record<string, Record<WidgetKey, string>> = { en, es, ca, fr, de };

export type WidgetKey = keyof typeof en;
export type Say = (key: WidgetKey, values?: Record<string, string>) => string;

/** The first wish ("pt-BR", "ca", ...) that we speak; English when there is none. */
export function pick(wishes: readonly string[]): string {
  const starts = wishes.map((wish) => wish.toLowerCase().split('-')[0] ?? '');
  return starts.find((start) => start in CATALOGS) ?? 'en';
}

export const speak =
  (language: string): Say =>
  (key, values = {}) =>
    (CATALOGS[language] ?? en)[key].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
