import { useMessages } from '../i18n/use-messages.ts';
import { firstKey, type Keymap } from '../keys/keymap.ts';
import { Kbd, keyName } from '../ui/kbd.tsx';
import { messages } from './messages.ts';

/** The few keys that make labelling fast, large, for the first cards. */
export function KeyHints({ keymap, isOneChoice }: { readonly keymap: Keymap; readonly isOneChoice: boolean }) {
  const t = useMessages(messages);
  const labels = keymap.labels.flatMap((keys) => firstKey(keys) ?? []);
  const [first, last] = [labels[0], labels.at(-1)];
  const range =
    first === undefined || last === undefined
      ? undefined
      : first === last
        ? first
        : `${keyName(first)} – ${keyName(last)}`;
  const hints = [
    [range, isOneChoice ? t.hints.answer : t.hints.choose],
    [isOneChoice ? undefined : firstKey(keymap.actions.submit), t.actions.submit],
    [firstKey(keymap.actions.skip), t.actions.skip],
    [firstKey(keymap.actions.undo), t.actions.undo],
    [firstKey(keymap.actions.keys), t.hints.all],
  ] as const;
  return (
    <aside
      aria-label={t.hints.title}
      className="mx-auto flex w-fit max-w-full flex-wrap justify-center gap-x-5 gap-y-1 rounded-lg bg-accent-soft px-4 py-2 max-md:hidden"
    >
      {hints.map(([key, text]) =>
        key === undefined ? null : (
          <span key={text} className="flex items-center gap-2">
            <span className="origin-center scale-125 px-1">
              <Kbd shortcut={key} />
            </span>
            <span className="sr-only">{keyName(key)}</span>
            {text}
          </span>
        ),
      )}
    </aside>
  );
}
