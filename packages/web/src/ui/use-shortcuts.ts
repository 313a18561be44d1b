import { useEffect, useRef } from 'react';
import { isShortcut } from './shortcut.ts';

/** A key and what it does; false: nothing, and the key is left to others. */
export type ShortcutHandler = readonly [shortcut: string, run: () => unknown];

export interface ShortcutOptions {
  /** Default: true */
  readonly isOn?: boolean;
  /** Before what has the focus, and before the page. Default: false */
  readonly isFirst?: boolean;
}

/**
 * Keys that work wherever the focus is, but not where people write, nor behind a dialog. A key that something else has used
 * already is left alone.
 */
export function useShortcuts(handlers: readonly ShortcutHandler[], options: ShortcutOptions = {}): void {
  const { isOn = true, isFirst = false } = options;
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    if (!isOn) return;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isWritten(event.target)) return;
      if (document.querySelector('dialog[open]') !== null) return;
      for (const [shortcut, run] of latest.current) {
        if (shortcut === '' || !isShortcut(event, shortcut) || run() === false) continue;
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
    };
    addEventListener('keydown', press, isFirst);
    return () => removeEventListener('keydown', press, isFirst);
  }, [isOn, isFirst]);
}

/** Whether keys are text where they were pressed. */
function isWritten(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=range])') !==
      null
  );
}
