import { Sparkles } from 'lucide-react';
import { cx } from '../../ui/cx.ts';
import { textOn } from '../../ui/palette.ts';
import type { DrawnMark } from './marked-text.tsx';

const shape =
  'mx-1 inline-flex items-center gap-1 rounded border align-middle text-xs leading-4 font-semibold break-words select-none whitespace-normal';

/** The label of a mark, in the text behind it. */
export function MarkChip(props: {
  readonly mark: DrawnMark;
  /** What it is and what it marks, for screen readers. */
  readonly name: string;
  /** Without: it is shown and cannot be chosen. */
  readonly onPress?: (() => void) | undefined;
  readonly onFocus?: () => void;
  readonly isChosen?: boolean;
}) {
  const { mark, name, onPress, onFocus, isChosen = false } = props;
  const { label, color, isSuggestion } = mark;
  const className = cx(
    shape,
    'min-h-6 px-1.5',
    isSuggestion ? 'border-dashed border-model bg-model-soft text-ink' : 'border-transparent',
    isChosen && 'outline-3 outline-offset-1 outline-accent',
  );
  const style = isSuggestion ? undefined : { backgroundColor: color, color: textOn(color) };
  const inside = (
    <>
      {isSuggestion ? <Sparkles aria-hidden size={12} className="text-model" /> : null}
      <bdi>{label}</bdi>
    </>
  );
  if (onPress === undefined) {
    return (
      <span className={className} style={style}>
        {inside}
      </span>
    );
  }
  return (
    <button
      type="button"
      data-mark={mark.key}
      aria-label={name}
      aria-pressed={isSuggestion ? undefined : isChosen}
      data-passes={isChosen && !isSuggestion ? 'Enter' : undefined}
      onClick={onPress}
      onFocus={onFocus}
      className={cx(className, 'cursor-pointer')}
      style={style}
    >
      {inside}
    </button>
  );
}
