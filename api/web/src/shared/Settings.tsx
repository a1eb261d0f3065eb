import { Languages, Moon, Sun } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from './Button';
import { Icon } from './Icon';
import { keepTheme, themeNow } from './theme';
import { LANGUAGE_NAMES, LANGUAGES, useWords, type Language } from './words';

interface Props {
  onChoose: (language: Language) => void;
  /** Shows the language's code only; the whole names are in the list. */
  isShort?: boolean;
}

export function LanguageSwitch({ onChoose, isShort = false }: Props) {
  const { t, language } = useWords();
  const select = (
    <select
      class="input language"
      aria-label={t('language')}
      value={language}
      onChange={(event) => onChoose(event.currentTarget.value as Language)}
    >
      {LANGUAGES.map((code) => (
        <option key={code} value={code} lang={code}>
          {LANGUAGE_NAMES[code]}
        </option>
      ))}
    </select>
  );
  if (!isShort) return select;
  return (
    <span class="language-short">
      <Icon node={Languages} />
      <span aria-hidden="true">{language.toUpperCase()}</span>
      {select}
    </span>
  );
}

export function ThemeSwitch() {
  const { t } = useWords();
  const [theme, setTheme] = useState(themeNow);
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <Button
      look="plain"
      icon={theme === 'dark' ? Sun : Moon}
      label={t(theme === 'dark' ? 'use_light' : 'use_dark')}
      onPress={() => {
        keepTheme(other);
        setTheme(other);
      }}
    />
  );
}
