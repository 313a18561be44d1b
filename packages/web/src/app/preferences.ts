import { chooseLanguage, type Language, languages } from '../i18n/messages.ts';
import { createStored, useStored } from './stored.ts';

export const themes = ['system', 'light', 'dark', 'contrast'] as const;

export type Theme = (typeof themes)[number];

/** How this person wants the interface, on this machine. */
export interface Preferences {
  readonly theme: Theme;
  readonly language: Language;
}

export const preferences = createStored<Preferences>('preferences', (kept) => {
  const { theme, language } = (kept ?? {}) as Partial<Preferences>;
  return {
    theme: themes.find((known) => known === theme) ?? 'system',
    language:
      language !== undefined && Object.hasOwn(languages, language) ? language : chooseLanguage(navigator.languages),
  };
});

export function usePreferences(): Preferences {
  return useStored(preferences);
}

/** Puts theme and language on the page, now and whenever they change. */
export function applyPreferences(): void {
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  const prefersContrast = matchMedia('(prefers-contrast: more)');
  const apply = () => {
    const { theme, language } = preferences.get();
    const system = prefersContrast.matches ? 'contrast' : prefersDark.matches ? 'dark' : 'light';
    document.documentElement.dataset.theme = theme === 'system' ? system : theme;
    document.documentElement.lang = language;
  };
  apply();
  preferences.subscribe(apply);
  prefersDark.addEventListener('change', apply);
  prefersContrast.addEventListener('change', apply);
}
