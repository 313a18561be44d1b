import { X } from 'lucide-react';
import { Fragment, type KeyboardEvent, useEffect, useRef } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { IconButton } from '../ui/button.tsx';
import { Kbd, keyName } from '../ui/kbd.tsx';
import { messages } from './messages.ts';
import { shortcutOf } from './shortcut.ts';

interface KeyRowProps {
  readonly title: string;
  /** Several with a space between; empty: none. */
  readonly shortcuts: string;
  /** This person has chosen it. */
  readonly isOwn: boolean;
  /** The next key becomes the one. */
  readonly isWaiting: boolean;
  onWait(isWaiting: boolean): void;
  onBind(shortcut: string): void;
}

/** One thing to do, and its keys: a click waits for another. */
export function KeyRow({ title, shortcuts, isOwn, isWaiting, onWait, onBind }: KeyRowProps) {
  const t = useMessages(messages);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // a browser that does not focus what is clicked would not hear the key
    if (isWaiting) button.current?.focus();
  }, [isWaiting]);
  const press = (event: KeyboardEvent) => {
    if (!isWaiting || event.key === 'Tab') return;
    const shortcut = shortcutOf(event.nativeEvent);
    event.preventDefault();
    event.stopPropagation();
    if (shortcut === undefined) return;
    if (shortcut === 'Escape') onWait(false);
    else onBind(shortcut);
  };
  const all = shortcuts.split(' ').filter((key) => key !== '');
  return (
    <li className="flex min-h-11 items-center gap-2 border-b border-line">
      <span dir="auto" className="min-w-0 flex-1 break-words">
        {title}
        {isOwn ? <span className="ml-2 text-sm text-muted">({t.own})</span> : null}
      </span>
      <button
        ref={button}
        type="button"
        aria-label={`${t.change(title)}: ${isWaiting ? t.press : all.map(keyName).join(' ') || t.none}`}
        onClick={() => onWait(!isWaiting)}
        onBlur={() => isWaiting && onWait(false)}
        onKeyDown={press}
        className="inline-flex min-h-11 min-w-16 cursor-pointer items-center justify-end gap-1 rounded px-2 hover:bg-raised"
      >
        {isWaiting ? <span className="text-sm text-accent">{t.press}</span> : null}
        {!isWaiting && all.length === 0 ? <span className="text-sm text-muted">{t.none}</span> : null}
        {isWaiting
          ? null
          : all.map((shortcut) => (
              <Fragment key={shortcut}>
                {' '}
                <Kbd shortcut={shortcut} />
              </Fragment>
            ))}
      </button>
      {all.length === 0 ? null : (
        <IconButton label={t.remove(title)} icon={<X aria-hidden size={16} />} onClick={() => onBind('')} />
      )}
    </li>
  );
}
