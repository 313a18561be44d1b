import { Check, Sparkles } from 'lucide-react';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { cx } from '../ui/cx.ts';
import { Kbd } from '../ui/kbd.tsx';
import { textOn } from '../ui/palette.ts';
import { messages } from './messages.ts';

interface LabelButtonProps {
  readonly name: string;
  /** What it is called where that is not its name. */
  readonly title?: string;
  readonly description?: string | undefined;
  /** `#rrggbb` of the dot beside it. */
  readonly color?: string;
  readonly isChosen: boolean;
  /** Probability that the model gives it; undefined: it is not suggested. */
  readonly suggested?: number | undefined;
  readonly shortcut?: string | undefined;
  readonly disabled?: boolean;
  readonly className?: string;
  onChoose(): void;
}

/** A label to choose: solid and ticked when a person chose it, dashed and tinted when the model would. */
export function LabelButton(props: LabelButtonProps) {
  const {
    name,
    title = name,
    description,
    color,
    isChosen,
    suggested,
    shortcut,
    disabled,
    className,
    onChoose,
  } = props;
  const t = useMessages(messages);
  const format = useFormat();
  return (
    <button
      type="button"
      disabled={disabled}
      aria-pressed={isChosen}
      aria-keyshortcuts={shortcut || undefined}
      title={description || undefined}
      onClick={onChoose}
      className={cx(
        'relative inline-flex min-h-12 min-w-0 cursor-pointer items-center gap-2 rounded-lg border-2 px-4 py-2 text-left font-medium disabled:cursor-default max-md:min-h-14 max-md:px-3 max-md:py-1',
        isChosen && 'border-accent bg-accent-soft',
        !isChosen && suggested !== undefined && 'border-dashed border-model bg-model-soft',
        !isChosen && suggested === undefined && 'border-edge bg-surface hover:bg-raised',
        className,
      )}
    >
      {color === undefined ? null : (
        <span
          aria-hidden
          data-swatch
          className="grid size-5 shrink-0 place-items-center rounded-full border border-line"
          style={{ backgroundColor: color, color: textOn(color) }}
        >
          {isChosen ? <Check size={14} strokeWidth={3.5} /> : null}
        </span>
      )}
      <span dir="auto" className="min-w-0 break-words">
        {title}
      </span>
      {isChosen && color === undefined ? <Check aria-hidden size={18} className="shrink-0 text-accent" /> : null}
      {suggested === undefined ? null : (
        // over the edge: a button is as wide with it as without, and none moves from item to item
        <span className="absolute -top-2.5 right-2 inline-flex items-center gap-1 rounded-full border border-model bg-model-soft px-1.5 text-xs leading-4 text-model tabular-nums">
          <span className="sr-only">{t.suggested} </span>
          <Sparkles aria-hidden size={12} />
          {format.share(suggested)}
        </span>
      )}
      {shortcut ? (
        <span className="ml-auto shrink-0 max-md:hidden">
          <Kbd shortcut={shortcut} />
        </span>
      ) : null}
    </button>
  );
}
