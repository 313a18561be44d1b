import { Sparkles } from 'lucide-react';
import { cx } from '../../ui/cx.ts';
import { textOn } from '../../ui/palette.ts';
import type { Rect } from './rect.ts';

/** Height of a label in pixels. */
const height = 22;

/** The label of a box: above it where there is room, else in it. It is part of the box's name already. */
export function BoxLabel(props: {
  readonly label: string;
  readonly color: string;
  readonly isSuggestion: boolean;
  /** On the pane. */
  readonly rect: Rect;
}) {
  const { label, color, isSuggestion, rect } = props;
  return (
    <span
      aria-hidden
      dir="auto"
      className={cx(
        'pointer-events-none absolute top-0 left-0 inline-flex max-w-48 items-center gap-1 truncate rounded px-1.5 text-xs font-semibold',
        isSuggestion && 'border border-dashed border-model bg-model-soft text-ink',
      )}
      style={{
        height,
        transform: `translate(${Math.max(0, rect.x)}px, ${Math.max(0, rect.y >= height + 2 ? rect.y - height - 2 : rect.y + 2)}px)`,
        ...(isSuggestion ? {} : { backgroundColor: color, color: textOn(color) }),
      }}
    >
      {isSuggestion ? <Sparkles size={12} className="shrink-0 text-model" /> : null}
      {label}
    </span>
  );
}
