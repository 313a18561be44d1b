import { createContext } from 'react';

/** Keys of what shows a content, as `aria-keyshortcuts` writes them; empty text: none. They work wherever the focus is. */
export interface ContentKeys {
  readonly play: string;
  readonly back: string;
  readonly ahead: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
}

/** Clear of the keys that answer, skip and walk through the history. A page whose keys people have changed gives its own. */
export const ContentKeysContext = createContext<ContentKeys>({
  play: 'p',
  back: 'Shift+ArrowLeft',
  ahead: 'Shift+ArrowRight',
  zoomIn: '+',
  zoomOut: '-',
});
