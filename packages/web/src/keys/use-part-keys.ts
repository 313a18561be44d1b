import { type RefObject, useEffect, useEffectEvent } from 'react';
import { useKeyPreferences } from './key-preferences.ts';
import { isCharacter, shortcutOf } from './shortcut.ts';
import type { KeyHandler } from './use-keys.ts';

/** Keys, several with a space between, and what they do. Of two that have the same key, the first. */
export type PartKey = readonly [shortcuts: string, run: KeyHandler];

interface PartKeyOptions {
  /** Default: true */
  readonly isOn?: boolean;
  /** Before the element under focus, too. Default: false */
  readonly isFirst?: boolean;
  /** An element with `data-keys`; where there are several of a kind, the one with the focus has the keys. */
  readonly within?: RefObject<HTMLElement | null>;
}

/**
 * Keys of a part of the page, wherever the focus is; they go before those of the page. They do nothing while somebody types
 * or a dialog is open; one whose handler gives false is left to others.
 */
export function usePartKeys(keys: readonly PartKey[], options: PartKeyOptions = {}): void {
  const { isOn = true, isFirst = false, within } = options;
  const { areCharactersOn } = useKeyPreferences();
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || isElsewhere(event.target)) return;
    const focused = event.target instanceof Element ? event.target.closest('[data-keys]') : null;
    if (within !== undefined && focused !== null && focused !== within.current) return;
    const shortcut = shortcutOf(event);
    if (shortcut === undefined || (!areCharactersOn && isCharacter(shortcut))) return;
    const found = keys.find(([shortcuts]) => shortcuts.split(' ').includes(shortcut));
    if (found === undefined || found[1]() === false) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  useEffect(() => {
    if (!isOn) return;
    const listener = (event: KeyboardEvent) => press(event);
    addEventListener('keydown', listener, { capture: isFirst });
    return () => removeEventListener('keydown', listener, { capture: isFirst });
  }, [isOn, isFirst]);
}

/** Whether the key is for a field, a choice, or something in front of the page. */
function isElsewhere(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open], [role="menu"], [role="alertdialog"]') !== null) return true;
  const fields = 'textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=range])';
  return target instanceof Element && target.closest(fields) !== null;
}
