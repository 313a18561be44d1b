/** A key or chord as it stands on a keyboard. Screen readers hear it by `aria-keyshortcuts` of what it presses. */
export function Kbd({ shortcut }: { readonly shortcut: string }) {
  return (
    <span
      aria-hidden="true"
      data-key
      className="rounded border border-current px-1.5 font-mono text-xs leading-5 whitespace-nowrap opacity-80"
    >
      {keyName(shortcut)}
    </span>
  );
}

const names = new Map(
  Object.entries({
    Enter: '↵',
    Backspace: '⌫',
    Delete: 'Del',
    ' ': 'Space',
    Space: 'Space',
    ArrowLeft: '←',
    ArrowRight: '→',
    ArrowUp: '↑',
    ArrowDown: '↓',
    Escape: 'Esc',
    Control: 'Ctrl',
  }),
);

/** @param shortcut as `aria-keyshortcuts` writes it: `Control+Enter`; of several with a space between the first is named */
export function keyName(shortcut: string): string {
  return (shortcut.split(' ')[0] || shortcut)
    .split(/\+(?=.)/)
    .map((key) => names.get(key) ?? (key.length === 1 ? key.toUpperCase() : key))
    .join(' ');
}
