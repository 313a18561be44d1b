import { useMessages } from '../i18n/use-messages.ts';
import { firstKey, type Keymap } from '../keys/keymap.ts';
import { Kbd, keyName } from '../ui/kbd.tsx';
import { messages } from './messages.ts';

/** Keys of labels that are shown where they are no range of numbers. */
const mostKeys = 4;

/** The few keys that make labelling fast, large, for the first cards. */
export function KeyHints({ keymap, isOneChoice }: { readonly keymap: Keymap; readonly isOneChoice: boolean }) {
  const t = useMessages(messages);
  const labels = keymap.labels.flatMap((keys) => firstKey(keys) ?? []);
  const isRange = labels.length > 2 && labels.every((key, index) => key === String(index + 1));
  const hints = [
    [isRange ? [labels[0], labels.at(-1)] : labels.slice(0, mostKeys), isOneChoice ? t.hints.answer : t.hints.choose],
    [isOneChoice ? [] : [firstKey(keymap.actions.submit)], t.actions.submit],
    [[firstKey(keymap.actions.skip)], t.actions.skip],
    [[firstKey(keymap.actions.undo)], t.actions.undo],
    [[firstKey(keymap.actions.keys)], t.hints.all],
  ] as const;
  return (
    <aside
      aria-label={t.hints.title}
      className="mx-auto flex w-fit max-w-full flex-wrap justify-center gap-x-5 gap-y-1 rounded-lg bg-accent-soft px-4 py-2 max-md:hidden"
    >
      {hints.map(([given, text]) => {
        const shown = given.flatMap((key) => key ?? []);
        return shown.length === 0 ? null : (
          <span key={text} className="flex items-center gap-2">
            {shown.map((key, index) => (
              <span key={key} className="flex items-center gap-2">
                {index > 0 && isRange ? <span aria-hidden>–</span> : null}
                <span className="px-1 text-lg [&_[data-key]]:text-base">
                  <Kbd shortcut={key} />
                </span>
                <span className="sr-only">{keyName(key)}</span>
              </span>
            ))}
            {text}
          </span>
        );
      })}
    </aside>
  );
}
