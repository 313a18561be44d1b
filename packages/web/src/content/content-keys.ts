import { createContext } from 'react';

/** Keys of what shows a content, as `aria-keyshortcuts` writes them; empty text: none. They work wherever the focus is. */
export interface ContentKeys {
  readonly play: string;
  readonly back: string;
  readonly ahead: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
}

/** Clear of the keys that skip and walk through the history. */
const usual: ContentKeys = {
  play: 'p',
  back: 'Shift+ArrowLeft',
  ahead: 'Shift+ArrowRight',
  zoomIn: '+',
  zoomOut: '-',
};

/** The keys that are left beside those of labels and actions. @param taken several in a text have a space between */
export function freeContentKeys(taken: readonly string[]): ContentKeys {
  const used = new Set(taken.flatMap((keys) => keys.split(' ')));
  const free = Object.entries(usual).map(([what, key]) => [what, used.has(key) ? '' : key]);
  return Object.fromEntries(free) as unknown as ContentKeys;
}

/** A page on which other keys do something gives what {@link freeContentKeys} leaves. */
export const ContentKeysContext = createContext<ContentKeys>(usual);
