import { cx } from './cx.ts';
import { labelColor, textOn } from './palette.ts';

/** A label in its colour. The name is always there: colour alone says nothing to many. */
export function LabelChip(props: {
  readonly name: string;
  readonly index: number;
  readonly color?: string | undefined;
  /** From the model, not from a person: with a dashed edge. */
  readonly isSuggestion?: boolean;
}) {
  const { name, index, color, isSuggestion = false } = props;
  const ground = labelColor(index, color);
  return (
    <span
      dir="auto"
      className={cx(
        'inline-flex max-w-full items-center gap-1.5 rounded-md border px-2 py-0.5 text-sm font-medium break-words',
        isSuggestion ? 'border-dashed border-model bg-model-soft text-ink' : 'border-transparent',
      )}
      style={isSuggestion ? undefined : { backgroundColor: ground, color: textOn(ground) }}
    >
      {isSuggestion ? <span aria-hidden className="size-2.5 rounded-full" style={{ backgroundColor: ground }} /> : null}
      {name}
    </span>
  );
}
