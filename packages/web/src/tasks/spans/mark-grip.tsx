import type { PointerEvent } from 'react';
import { cx } from '../../ui/cx.ts';
import type { End } from './ends.ts';

/** What an end of the chosen mark is dragged by. It takes no room in the text; by keys the mark itself is changed. */
export function MarkGrip(props: { readonly end: End; readonly isDragged: boolean; onDown(event: PointerEvent): void }) {
  const { end, isDragged, onDown } = props;
  return (
    <span
      aria-hidden
      data-grip={end}
      onPointerDown={onDown}
      className={cx(
        'absolute z-10 flex h-8 w-6 cursor-col-resize touch-none flex-col items-center select-none pointer-coarse:h-11 pointer-coarse:w-11',
        end === 'start'
          ? 'start-0 top-0 -ms-3 pointer-coarse:-ms-[22px]'
          : 'end-0 bottom-0 -me-3 translate-y-1.5 pointer-coarse:-me-[22px] pointer-coarse:translate-y-4',
        // what is under the pointer is the text then
        isDragged && 'pointer-events-none',
      )}
    >
      <span className="w-0.5 flex-1 bg-accent" />
      <span className="size-3 shrink-0 rounded-full border-2 border-surface bg-accent pointer-coarse:size-4" />
    </span>
  );
}
