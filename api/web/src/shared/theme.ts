export type Theme = 'system' | 'light' | 'dark';

const CHOICE = 'commonwheel.theme';
const DARK = '(prefers-color-scheme: dark)';

export function chosenTheme(): Theme {
  try {
    const kept = localStorage.getItem(CHOICE);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

export function themeNow(): 'light' | 'dark' {
  const theme = chosenTheme();
  if (theme !== 'system') return theme;
  return matchMedia(DARK).matches ? 'dark' : 'light';
}

function apply(): void {
  document.documentElement.dataset.theme = themeNow();
}

export function keepTheme(theme: Theme): void {
  try {
    if (theme === 'system') localStorage.removeItem(CHOICE);
    else localStorage.setItem(CHOICE, theme);
  } catch {
    // Without storage the device's own setting counts.
  }
  apply();
}

/** Sets the theme on the document and keeps it right when the device switches. */
export function startTheme(): void {
  apply();
  matchMedia(DARK).addEventListener('change', apply);
}
