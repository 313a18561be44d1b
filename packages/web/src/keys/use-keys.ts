import { useEffect, useEffectEvent } from 'react';
import { useKeyPreferences } from './key-preferences.ts';
import { isCharacter, shortcutOf } from './shortcut.ts';

/** What a key does; false: nothing after all, and the browser may have it. */
export type KeyHandler = () => unknown;

/**
 * Keys of the page. They do nothing while somebody types, while a dialog or a menu is open, and for a key that the element
 * under focus, or a part of the page, has used itself. A button with nothing to do names in `data-passes` the key that it
 * leaves to the page.
 *
 * @param find what a shortcut does now
 */
export function useKeys(find: (shortcut: string) => KeyHandler | undefined): void {
  const { areCharactersOn } = useKeyPreferences();
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || isElsewhere(event)) return;
    const shortcut = shortcutOf(event);
    if (shortcut === undefined || (!areCharactersOn && isCharacter(shortcut))) return;
    const handler = find(shortcut);
    // a key that is held down answers one card, not ten
    if (handler === undefined || event.repeat) return;
    if (handler() !== false) event.preventDefault();
  });
  useEffect(() => {
    const last = (event: KeyboardEvent) => press(event);
    // parts of the page come and go, and their keys go first: so it is put behind all others at every press
    const queue = () => addEventListener('keydown', last, { once: true });
    addEventListener('keydown', queue, { capture: true });
    return () => {
      removeEventListener('keydown', queue, { capture: true });
      removeEventListener('keydown', last);
    };
  }, []);
}

/** Kinds of inputs that take no text. */
const withoutText = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit']);
/** What presses the button, link or control under focus. */
const pressing = new Set(['Enter', ' ']);

function isElsewhere(event: KeyboardEvent): boolean {
  if (document.querySelector('dialog[open], [role="menu"], [role="alertdialog"]') !== null) return true;
  const { target } = event;
  if (!(target instanceof Element)) return false;
  const isChord = event.ctrlKey || event.metaKey;
  if (target instanceof HTMLInputElement && !withoutText.has(target.type)) return !isSubmit(event);
  if (target.closest('textarea, [contenteditable]:not([contenteditable="false"])') !== null) return !isSubmit(event);
  if (isChord) return false;
  if (target.closest('select, [role="slider"], [role="tablist"], [role="listbox"], input[type="range"]') !== null) {
    return true;
  }
  const pressed = target.closest('button, a[href], summary, input');
  return pressing.has(event.key) && pressed !== null && pressed.getAttribute('data-passes') !== event.key;
}

/** Control+Enter sends also from within a text. */
function isSubmit({ ctrlKey, metaKey, key }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && key === 'Enter';
}
