import { type PointerEvent, useState } from 'react';
import { type Point, type Size, toImage, type Zoom } from '../../content/zoom.ts';
import { type Handle, handles, holds, moveRect, type Rect, rectOf, resizeRect } from './rect.ts';
import type { BoxEditing, DrawnBox } from './use-boxes.ts';

/** Pixels of the screen below which a drag is a click. */
const clickSize = 4;

interface Drag {
  /** Where it began, on the image. */
  readonly from: Point;
  /** The box that is moved or resized; undefined: a new one is drawn. */
  readonly box: DrawnBox | undefined;
  readonly handle: Handle | undefined;
  /** As it is now; undefined: no more than a click so far. */
  readonly rect: Rect | undefined;
}

/** Draws, moves and resizes boxes by a pointer. A click chooses the smallest box under it. */
export function useDragging(
  editing: BoxEditing,
  options: { readonly zoom: Zoom; readonly image: Size; readonly isOn: boolean },
) {
  const { zoom, image, isOn } = options;
  const [drag, setDrag] = useState<Drag>();
  const pointOf = (event: PointerEvent<Element>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return toImage(zoom, { x: event.clientX - left, y: event.clientY - top });
  };
  const down = (event: PointerEvent<SVGSVGElement>) => {
    if (!isOn || event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    const from = pointOf(event);
    const { chosen } = editing;
    const name = event.target instanceof Element ? event.target.getAttribute('data-handle') : null;
    const handle = handles.find((one) => one === name);
    const isHeld = chosen !== undefined && !event.ctrlKey && !event.metaKey;
    const isMoved = isHeld && (handle !== undefined || holds(chosen.box, from));
    setDrag({ from, box: isMoved ? chosen : undefined, handle: isMoved ? handle : undefined, rect: undefined });
  };
  /** The drag as far as it got. */
  const dragged = (now: Drag, event: PointerEvent<SVGSVGElement>): Drag => {
    const at = pointOf(event);
    const by = { x: at.x - now.from.x, y: at.y - now.from.y };
    if (now.rect === undefined && Math.hypot(by.x, by.y) * zoom.scale < clickSize) return now;
    return { ...now, rect: rectAfter(now, at, by) };
  };
  const rectAfter = ({ from, box, handle }: Drag, at: Point, by: Point): Rect => {
    if (box === undefined) return rectOf(from, at, image);
    return handle === undefined ? moveRect(box.box, by, image) : resizeRect(box.box, handle, by, image);
  };
  const up = (event: PointerEvent<SVGSVGElement>) => {
    setDrag(undefined);
    if (drag === undefined) return;
    const { rect, box: held, from } = dragged(drag, event);
    if (rect === undefined) {
      const under = editing.drawn.filter(({ box }) => holds(box, from)).sort((a, b) => area(a.box) - area(b.box));
      // a second click goes through to what is under it
      const next = under[(under.findIndex(({ id }) => id === editing.chosen?.id) + 1) % Math.max(1, under.length)];
      editing.choose(next?.id);
      editing.focusNext.current = next?.id ?? '';
    } else if (held === undefined) editing.add(rect);
    else editing.place(held.id, rect);
  };
  return {
    drag,
    cancel: () => setDrag(undefined),
    listeners: {
      onPointerDown: down,
      onPointerMove: (event: PointerEvent<SVGSVGElement>) => drag !== undefined && setDrag(dragged(drag, event)),
      onPointerUp: up,
      onPointerCancel: () => setDrag(undefined),
    },
  };
}

function area({ width, height }: Size): number {
  return width * height;
}
