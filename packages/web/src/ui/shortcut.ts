/** What of a key press tells which key it is. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/**
 * Whether a key press is a shortcut. Control is the command key too; letters match in any case; Shift counts where it makes
 * no other character.
 *
 * @param shortcut as `aria-keyshortcuts` writes it: `1`, `p`, `Shift+ArrowLeft`, `+`
 */
export function isShortcut(press: KeyPress, shortcut: string): boolean {
  const parts = shortcut.split(/\+(?=.)/);
  const key = parts.pop() ?? '';
  const wanted = new Set(parts);
  const makesCharacter = press.key.length === 1 && press.key.toLowerCase() === press.key.toUpperCase();
  return (
    keyOf(press.key) === keyOf(key) &&
    (press.ctrlKey || press.metaKey) === (wanted.has('Control') || wanted.has('Meta')) &&
    press.altKey === wanted.has('Alt') &&
    (press.shiftKey === wanted.has('Shift') || (makesCharacter && key !== 'Space'))
  );
}

function keyOf(key: string): string {
  return key === ' ' ? 'space' : key.toLowerCase();
}
