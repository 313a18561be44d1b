import type { ProjectLabel } from '@alaas/core';
import { useMessages } from '../../i18n/use-messages.ts';
import { cx } from '../../ui/cx.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { labelColor } from '../../ui/palette.ts';
import { useShortcuts } from '../../ui/use-shortcuts.ts';
import { messages } from '../messages.ts';

/** A button and a key per label, of what is marked on an item. */
export function LabelPicker(props: {
  readonly labels: readonly ProjectLabel[];
  readonly labelKeys: readonly string[];
  /** The label that the next mark gets. */
  readonly active: string | undefined;
  onPick(label: string): void;
}) {
  const { labels, labelKeys, active, onPick } = props;
  const t = useMessages(messages);
  useShortcuts(
    labels.map(({ name }, index) => [labelKeys[index] ?? '', () => onPick(name)] as const),
    { isFirst: true },
  );
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">{t.labels}</legend>
      {labels.map(({ name, color, description }, index) => (
        <button
          key={name}
          type="button"
          aria-pressed={active === name}
          aria-keyshortcuts={labelKeys[index] || undefined}
          title={description === '' ? undefined : description}
          // what is chosen in the text stays so
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(name)}
          className={cx(
            'inline-flex min-h-11 max-w-full cursor-pointer items-center gap-2 rounded-lg border-2 px-3 py-1.5 font-medium',
            active === name ? 'border-accent bg-accent-soft' : 'border-edge bg-surface hover:bg-raised',
          )}
        >
          <span
            aria-hidden
            className="size-3 shrink-0 rounded-full"
            style={{ backgroundColor: labelColor(index, color) }}
          />
          <span dir="auto" className="min-w-0 break-words">
            {name}
          </span>
          {labelKeys[index] ? <Kbd shortcut={labelKeys[index]} /> : null}
        </button>
      ))}
    </fieldset>
  );
}
