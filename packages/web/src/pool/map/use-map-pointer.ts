import { type RefObject, useEffect, useEffectEvent } from 'react';
import type { Place } from './camera.ts';
import type { MapStage } from './stage.ts';

/** CSS pixels that a pointer may move and still has pressed a point, and around a point that count as it. */
const slack = 5;
const reach = 12;
/** How much a notch of a wheel zooms: deltas of a notch are about 100. */
const perDelta = 1.0015;

interface MapPointerOptions {
  readonly stage: RefObject<MapStage | null>;
  readonly isLasso: boolean;
  onHover(point: number): void;
  onOpen(point: number): void;
  /** The line so far; empty: it is done, or given up. */
  onLine(line: readonly Place[]): void;
  onLasso(points: readonly number[]): void;
}

/** Hands, mice and pens on the map: pan, pinch, wheel, hover, press, lasso. */
export function useMapPointer(pane: RefObject<HTMLElement | null>, options: MapPointerOptions): void {
  const get = useEffectEvent(() => options);
  useEffect(() => {
    const element = pane.current;
    if (element === null) return;
    const pointers = new Map<number, Place>();
    let moved = 0;
    let line: Place[] | undefined;
    const placeOf = (event: MouseEvent): Place => {
      const { left, top } = element.getBoundingClientRect();
      return { x: event.clientX - left, y: event.clientY - top };
    };
    const down = (event: PointerEvent) => {
      if (event.button !== 0 || !isOfMap(event)) return;
      element.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, placeOf(event));
      get().onHover(-1);
      if (pointers.size > 1) {
        line = undefined;
        moved = slack + 1;
        get().onLine([]);
        return;
      }
      moved = 0;
      line = get().isLasso || event.shiftKey ? [placeOf(event)] : undefined;
    };
    const move = (event: PointerEvent) => {
      const { stage, onHover, onLine } = get();
      const at = placeOf(event);
      const before = pointers.get(event.pointerId);
      if (before === undefined) {
        if (event.pointerType !== 'touch') onHover(isOfMap(event) ? (stage.current?.pick(at, reach) ?? -1) : -1);
        return;
      }
      moved += Math.hypot(at.x - before.x, at.y - before.y);
      if (line !== undefined) {
        line.push(at);
        onLine(line);
      } else if (pointers.size === 1) {
        if (moved > slack) stage.current?.pan({ x: at.x - before.x, y: at.y - before.y });
      } else {
        pinch(event.pointerId, at, before);
      }
      pointers.set(event.pointerId, at);
    };
    const pinch = (id: number, at: Place, before: Place) => {
      const other = [...pointers].find(([pointer]) => pointer !== id)?.[1];
      if (other === undefined) return;
      const was = Math.hypot(before.x - other.x, before.y - other.y);
      const is = Math.hypot(at.x - other.x, at.y - other.y);
      const { stage } = get();
      stage.current?.pan({ x: (at.x - before.x) / 2, y: (at.y - before.y) / 2 });
      if (was > 0) stage.current?.zoom(is / was, { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 });
    };
    const up = (event: PointerEvent) => {
      if (!pointers.delete(event.pointerId)) return;
      const { stage, onOpen, onLine, onLasso } = get();
      const drawn = line;
      line = undefined;
      onLine([]);
      if (event.type === 'pointercancel') return;
      if (moved <= slack) {
        const point = stage.current?.pick(placeOf(event), reach) ?? -1;
        if (point >= 0) onOpen(point);
      } else if (drawn !== undefined) {
        onLasso(stage.current?.inLasso(drawn) ?? []);
      }
    };
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      // a wheel may count in lines
      const delta = event.deltaMode === 0 ? event.deltaY : event.deltaY * 33;
      // a pinch on a touch pad comes as a wheel with Control, in small steps
      get().stage.current?.zoom(perDelta ** (-delta * (event.ctrlKey ? 6 : 1)), placeOf(event));
    };
    const leave = () => get().onHover(-1);
    // only the drawing itself: buttons lie over it
    const isOfMap = ({ target }: Event) => target instanceof HTMLElement && target.hasAttribute('data-map');
    element.addEventListener('pointerdown', down);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', up);
    element.addEventListener('pointercancel', up);
    element.addEventListener('pointerleave', leave);
    // React's own listener could not stop the page from scrolling
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', up);
      element.removeEventListener('pointercancel', up);
      element.removeEventListener('pointerleave', leave);
      element.removeEventListener('wheel', wheel);
    };
  }, [pane]);
}
