import { type PointerEvent as ReactPointerEvent, type RefObject, useEffect, useEffectEvent, useState } from 'react';
import { unitUnder } from './chosen-units.ts';
import { dragEnd, type End } from './ends.ts';
import type { DrawnMark } from './marked-text.tsx';
import type { Grain, Stretch } from './pieces.ts';

interface Drag {
  readonly key: string;
  readonly end: End;
  /** As it is now. */
  readonly stretch: Stretch;
  /** Where the label of the mark stands: it stays there. */
  readonly label: { readonly key: string; readonly at: number };
}

/** Moves an end of a mark by a pointer; Escape leaves it as it was. */
export function useEndDragging(
  ref: RefObject<HTMLElement | null>,
  options: {
    readonly grain: Grain;
    readonly pieces: Record<Grain, () => readonly Stretch[]>;
    onPlace(key: string, stretch: Stretch): void;
  },
) {
  const { grain, pieces, onPlace } = options;
  const [drag, setDrag] = useState<Drag>();
  const move = useEffectEvent((event: PointerEvent) => {
    const root = ref.current;
    const unit = root === null ? undefined : unitUnder(root, event.clientX, event.clientY);
    if (drag === undefined || unit === undefined) return;
    const by = event.shiftKey ? 'grapheme' : grain;
    setDrag({ ...drag, stretch: dragEnd(drag.stretch, drag.end, { unit, pieces: pieces[by]() }) });
  });
  const drop = useEffectEvent(() => {
    if (drag !== undefined) onPlace(drag.key, drag.stretch);
    setDrag(undefined);
  });
  const isDragging = drag !== undefined;
  useEffect(() => {
    if (!isDragging) return;
    // the grip moves in the text while it is dragged, and another element then: so the window listens
    const listener = (event: PointerEvent) => move(event);
    const up = () => drop();
    const cancel = () => setDrag(undefined);
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopImmediatePropagation();
      cancel();
    };
    addEventListener('pointermove', listener);
    addEventListener('pointerup', up);
    addEventListener('pointercancel', cancel);
    addEventListener('keydown', press, { capture: true });
    return () => {
      removeEventListener('pointermove', listener);
      removeEventListener('pointerup', up);
      removeEventListener('pointercancel', cancel);
      removeEventListener('keydown', press, { capture: true });
    };
  }, [isDragging]);
  return {
    drag,
    begin({ key, start, end: behind }: DrawnMark, end: End, event: ReactPointerEvent): void {
      if (event.button !== 0 || !event.isPrimary) return;
      // neither selects text nor takes the focus
      event.preventDefault();
      setDrag({ key, end, stretch: { start, end: behind }, label: { key, at: behind } });
    },
  };
}
