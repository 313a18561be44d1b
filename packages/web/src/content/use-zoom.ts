import { type RefObject, useEffect, useState } from 'react';
import { fit, isLeast, moveBy, type Point, paneHeight, type Size, type Zoom, zoomTo } from './zoom.ts';

/** Share of the window's height that an image takes at most: with its buttons it fits into the box of a card. */
const maxShare = 0.46;

/** A zoom and what changes it. */
export interface ZoomControl {
  readonly zoom: Zoom;
  readonly pane: Size;
  /** It gets no smaller. */
  readonly isLeast: boolean;
  /** @param factor above 1: closer; @param at point of the pane that stays; default: its middle */
  by(factor: number, at?: Point): void;
  to(scale: number): void;
  move(by: Point): void;
  fit(): void;
}

/**
 * The zoom of an image on a pane that is as wide as there is room.
 *
 * @param isFilled the element has a height of its own, and the pane takes it; else the pane is as high as the image asks for
 */
export function useZoom(ref: RefObject<HTMLElement | null>, image: Size, isFilled: boolean): ZoomControl | undefined {
  const [pane, setPane] = useState<Size>();
  // undefined: the whole image, also when the pane changes
  const [chosen, setChosen] = useState<Zoom>();
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight } = element;
      const height = isFilled ? clientHeight : paneHeight(image, width, innerHeight * maxShare);
      if (width > 0 && height > 0) setPane({ width, height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref, image, isFilled]);
  if (pane === undefined) return undefined;
  const around = { image, pane };
  const current = (zoom: Zoom | undefined) =>
    zoom === undefined ? fit(image, pane) : moveBy(zoom, { x: 0, y: 0 }, around);
  return {
    zoom: current(chosen),
    pane,
    isLeast: isLeast(current(chosen), image, pane),
    by: (factor, at) => setChosen((zoom) => zoomTo(current(zoom), current(zoom).scale * factor, { ...around, at })),
    to: (scale) => setChosen((zoom) => zoomTo(current(zoom), scale, around)),
    move: (by) => setChosen((zoom) => moveBy(current(zoom), by, around)),
    fit: () => setChosen(undefined),
  };
}
