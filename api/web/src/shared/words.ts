import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { createFormats, type Formats } from './formats';

/** One message: text with `{names}`, or one text per plural category of the language. */
export type Message = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type Catalog = Record<string, Message>;
export type Values = Record<string, string | number>;

export const LANGUAGES = ['en', 'es', 'ca', 'fr', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

export const LANGUAGE_NAMES: Record<Language, string> = {
  en: 'English',
  es: 'Español',
  ca: 'Català',
  fr: 'Français',
  de: 'Deutsch',
};

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);
const CHOICE = 'commonwheel.language';

export type SharedKey = keyof typeof import('../translations/shared/en.json');

export interface Words<Key extends string = never> {
  readonly language: Language;
  readonly t: (key: Key | SharedKey, values?: Values) => string;
  readonly has: (key: string) => key is Key | SharedKey;
  readonly formats: Formats;
}

function isLanguage(text: string): text is Language {
  return (LANGUAGES as readonly string[]).includes(text);
}

/** The first of the wishes ("pt-BR", "ca", ...) that we speak; English when there is none. */
export function pickLanguage(wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const start = wish?.toLowerCase().split('-')[0];
    if (start !== undefined && isLanguage(start)) return start;
  }
  return 'en';
}

export function chosenLanguage(): string | null {
  try {
    return localStorage.getItem(CHOICE);
  } catch {
    return null;
  }
}

export function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(CHOICE, language);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

export function directionOf(language: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr';
}

export function createWords<Key extends string>(
  language: Language,
  catalog: Catalog,
  place: { timeZone: string; currency: string },
): Words<Key> {
  const plurals = new Intl.PluralRules(language);
  const counts = new Intl.NumberFormat(language);
  return {
    language,
    formats: createFormats({ language, ...place }),
    has: (key): key is Key | SharedKey => key in catalog,
    t: (key, values = {}) => {
      const message = catalog[key];
      if (message === undefined) return key;
      const text =
        typeof message === 'string'
          ? message
          : (message[plurals.select(Number(values.n ?? 0))] ?? message.other ?? '');
      return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
        const value = values[name];
        if (value === undefined) return whole;
        return typeof value === 'number' ? counts.format(value) : value;
      });
    },
  };
}

export const WordsContext = createContext<Words<string> | null>(null);

/** The words of the page's language; each app names its own keys. */
export function useWords<Key extends string = never>(): Words<Key> {
  const words = useContext(WordsContext);
  if (words === null) throw new Error('Expected a page around this component, got none.');
  // The catalogs are compared in a test: every key of the type is in every language.
  return words as unknown as Words<Key>;
}
