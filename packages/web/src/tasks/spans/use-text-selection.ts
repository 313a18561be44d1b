import { type RefObject, useEffect, useRef } from 'react';
import { selectedUnits, unitUnder } from './chosen-units.ts';
import type { Stretch } from './pieces.ts';

interface SelectionHandlers {
  /** A stretch was dragged over. @param isExact Shift was held */
  onDrag(stretch: Stretch, isExact: boolean): void;
  /** A finger selects: the browser shows it, and it may change still. */
  onTouch(stretch: Stretch): void;
  /** A place was pressed. */
  onPlace(unit: number): void;
}

/** What mouse, pen and finger select in a text, in UTF-16 units. */
export function useTextSelection(ref: RefObject<HTMLElement | null>, handlers: SelectionHandlers, isOn: boolean): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    const root = ref.current;
    if (root === null || !isOn) return;
    let isTouch = false;
    let isDown = false;
    const down = (event: PointerEvent) => {
      isTouch = event.pointerType === 'touch';
      isDown = event.button === 0 && !isOnMark(event.target);
    };
    const up = (event: PointerEvent) => {
      if (!isDown || isTouch) return;
      isDown = false;
      const selection = getSelection();
      const units = selectedUnits(root, selection);
      if (units === undefined) return;
      if (units.start === units.end) {
        latest.current.onPlace(units.start);
        return;
      }
      selection?.removeAllRanges();
      latest.current.onDrag(units, event.shiftKey);
    };
    const change = () => {
      const units = isTouch ? selectedUnits(root, getSelection()) : undefined;
      if (units !== undefined && units.start < units.end) latest.current.onTouch(units);
    };
    const tap = (event: MouseEvent) => {
      const run = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-unit]') : null;
      if (!isTouch || run === null || getSelection()?.isCollapsed === false) return;
      latest.current.onPlace(unitUnder(root, event.clientX, event.clientY) ?? Number(run.dataset.unit));
    };
    root.addEventListener('pointerdown', down);
    root.addEventListener('click', tap);
    addEventListener('pointerup', up);
    document.addEventListener('selectionchange', change);
    return () => {
      root.removeEventListener('pointerdown', down);
      root.removeEventListener('click', tap);
      removeEventListener('pointerup', up);
      document.removeEventListener('selectionchange', change);
    };
  }, [ref, isOn]);
}

function isOnMark(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-mark], [data-grip]') !== null;
}
