import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Catalog, type Message } from '../src/shared/words';

const ROOT = join(import.meta.dirname, '..', 'src', 'translations');
const read = (page: string, language: string): Catalog =>
  JSON.parse(readFileSync(join(ROOT, page, `${language}.json`), 'utf8')) as Catalog;
const texts = (message: Message | undefined): string[] =>
  typeof message === 'string' ? [message] : Object.values(message ?? {});
const names = (message: Message | undefined): string[] => [
  ...new Set(texts(message).flatMap((text) => text.match(/\{\w+\}/g) ?? [])),
];
const FORBIDDEN = /\b(jobs?|tasks?|tours?|trips?|riders?|drivers?|customers?|gigs?|dropoffs?)\b/i;

describe.each(readdirSync(ROOT))('the messages of %s', (page) => {
  const english = read(page, 'en');

  it.each(LANGUAGES.filter((language) => language !== 'en'))('are complete in %s', (language) => {
    const other = read(page, language);

    expect(Object.keys(other).toSorted()).toEqual(Object.keys(english).toSorted());
    expect(texts(Object.values(other).find((message) => texts(message).includes('')))).toEqual([]);
  });

  it.each(LANGUAGES)('fill in the same values and count the same way in %s', (language) => {
    const other = read(page, language);

    for (const [key, message] of Object.entries(english)) {
      expect([key, names(other[key]).toSorted()]).toEqual([key, names(message).toSorted()]);
      expect([key, typeof other[key]]).toEqual([key, typeof message]);
    }
  });

  it.each(LANGUAGES)('have a text for each plural form of small numbers in %s', (language) => {
    const forms = new Set(
      [0, 1, 2, 3, 11, 1000].map((n) => new Intl.PluralRules(language).select(n)),
    );

    for (const message of Object.values(read(page, language))) {
      if (typeof message === 'string') continue;
      expect(Object.keys(message)).toEqual(expect.arrayContaining([...forms]));
    }
  });

  it('use our words, and no exclamation marks', () => {
    for (const message of Object.values(english).flatMap(texts)) {
      expect(message).not.toMatch(FORBIDDEN);
      expect(message).not.toContain('!');
    }
  });
});
