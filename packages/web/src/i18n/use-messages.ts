import { usePreferences } from '../app/preferences.ts';
import type { Catalogue } from './messages.ts';

/** A page's texts in the language of the interface. */
export function useMessages<T>(catalogue: Catalogue<T>): Catalogue<T>['en'] {
  const { language } = usePreferences();
  return catalogue[language];
}
