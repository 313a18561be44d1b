/** What of a keyboard event tells the key. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/**
 * The key or chord of an event, as `aria-keyshortcuts` writes it: `a`, `Space`, `Control+z`, `Shift+Enter`. Command of a Mac
 * counts as Control. Undefined for a modifier alone.
 */
export function shortcutOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyPress): string | undefined {
  if (['Control', 'Meta', 'Alt', 'AltGraph', 'Shift', 'Dead', 'Process', 'Unidentified'].includes(key))
    return undefined;
  const name = key === ' ' ? 'Space' : key.length === 1 ? key.toLowerCase() : key;
  const isLetter = name.length > 1 || /\p{L}/u.test(name);
  return [
    ...(ctrlKey || metaKey ? ['Control'] : []),
    ...(altKey ? ['Alt'] : []),
    // of ? or ! it is part of the character
    ...(shiftKey && isLetter ? ['Shift'] : []),
    name,
  ].join('+');
}

const names = new Map(
  Object.entries({
    ' ': 'Space',
    space: 'Space',
    enter: 'Enter',
    return: 'Enter',
    esc: 'Escape',
    escape: 'Escape',
    tab: 'Tab',
    backspace: 'Backspace',
    delete: 'Delete',
    del: 'Delete',
    left: 'ArrowLeft',
    right: 'ArrowRight',
    up: 'ArrowUp',
    down: 'ArrowDown',
    arrowleft: 'ArrowLeft',
    arrowright: 'ArrowRight',
    arrowup: 'ArrowUp',
    arrowdown: 'ArrowDown',
  }),
);

/** A key as people write it in settings (`ctrl+z`, `space`, `A`) in the form of {@link shortcutOf}. */
export function normalShortcut(written: string): string {
  if (written.trim() === '') return written === '' ? '' : 'Space';
  const parts = written.trim().split(/\+(?=.)/);
  const key = parts.pop() ?? '';
  const given = new Set(parts.map((part) => part.trim().toLowerCase()));
  const has = (...modifiers: readonly string[]) => modifiers.some((modifier) => given.has(modifier));
  const lower = key.toLowerCase();
  const name = names.get(lower) ?? (/^f\d+$/.test(lower) ? lower.toUpperCase() : key.length === 1 ? lower : key);
  const isUpper = key.length === 1 && key !== lower;
  return [
    ...(has('ctrl', 'control', 'cmd', 'command', 'meta', 'mod') ? ['Control'] : []),
    ...(has('alt', 'option') ? ['Alt'] : []),
    ...(has('shift') || isUpper ? ['Shift'] : []),
    name,
  ].join('+');
}

/**
 * Whether it is a letter, digit or sign without Control or Alt: what speech input can type by accident, so that people must be
 * able to turn it off (WCAG 2.1.4).
 */
export function isCharacter(shortcut: string): boolean {
  const key = shortcut.replace(/^Shift\+(?=.)/, '');
  return [...key].length === 1;
}
