import { type PointerEvent, useRef } from 'react';
import type { ZoomControl } from './use-zoom.ts';
import type { Point } from './zoom.ts';

/** Handlers of a pane that drags move and two fingers zoom. They hear of pointers before what is on the pane does. */
export function usePanning(
  control: ZoomControl | undefined,
  options: { readonly isDrawn: boolean; readonly onPinch: (() => void) | undefined },
) {
  const { isDrawn, onPinch } = options;
  const pointers = useRef(new Map<number, Point>());
  const down = (event: PointerEvent<HTMLElement>) => {
    const isTouch = event.pointerType === 'touch';
    const isMiddle = event.button === 1;
    // what one finger does on a pane that is drawn on is remembered, in case a second one follows
    if (!isTouch && !isMiddle && (isDrawn || event.button !== 0)) return;
    const count = pointers.current.set(event.pointerId, pointOf(event)).size;
    if (count === 1 && isDrawn && !isMiddle) return;
    if (count === 2) onPinch?.();
    for (const id of pointers.current.keys()) event.currentTarget.setPointerCapture(id);
    if (isMiddle) event.preventDefault();
    if (isDrawn) event.stopPropagation();
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    const before = pointers.current.get(event.pointerId);
    if (before === undefined || control === undefined) return;
    const now = pointOf(event);
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, now);
    if (other !== undefined) {
      event.stopPropagation();
      const { left, top } = event.currentTarget.getBoundingClientRect();
      const middle = { x: (now.x + other.x) / 2 - left, y: (now.y + other.y) / 2 - top };
      control.move({ x: (now.x - before.x) / 2, y: (now.y - before.y) / 2 });
      control.by(distance(now, other) / Math.max(1, distance(before, other)), middle);
    } else if (event.pointerType !== 'touch' || !isDrawn) {
      control.move({ x: now.x - before.x, y: now.y - before.y });
    }
  };
  const up = (event: PointerEvent<HTMLElement>) => {
    pointers.current.delete(event.pointerId);
  };
  return {
    onPointerDownCapture: down,
    onPointerMoveCapture: move,
    onPointerUpCapture: up,
    onPointerCancelCapture: up,
  };
}

function pointOf({ clientX, clientY }: PointerEvent): Point {
  return { x: clientX, y: clientY };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
