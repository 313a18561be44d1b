/** How large something is, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where an image is on a pane: a point of it, times `scale`, plus (`x`, `y`), is the place on the pane. */
export interface Zoom extends Point {
  /** Pixels of the pane per pixel of the image. */
  readonly scale: number;
}

/** A small image is enlarged by no more than this by itself. */
const maxFit = 8;
const maxScale = 32;

/** The whole image, as large as it goes, in the middle. */
export function fit(image: Size, pane: Size): Zoom {
  return placed({ scale: fitScale(image, pane), x: 0, y: 0 }, image, pane);
}

/** Another scale, about a point that stays where it is. @param at on the pane; default: its middle */
export function zoomTo(zoom: Zoom, scale: number, { image, pane, at }: Around): Zoom {
  const { x, y } = at ?? { x: pane.width / 2, y: pane.height / 2 };
  const next = Math.min(Math.max(scale, leastScale(image, pane)), maxScale);
  const ratio = next / zoom.scale;
  return placed({ scale: next, x: x - (x - zoom.x) * ratio, y: y - (y - zoom.y) * ratio }, image, pane);
}

/** The same scale, moved by pixels of the pane. */
export function moveBy(zoom: Zoom, by: Point, { image, pane }: Around): Zoom {
  return placed({ ...zoom, x: zoom.x + by.x, y: zoom.y + by.y }, image, pane);
}

export interface Around {
  readonly image: Size;
  readonly pane: Size;
  readonly at?: Point | undefined;
}

/** Whether some of the image is out of the pane. */
export function isCut({ scale }: Zoom, image: Size, pane: Size): boolean {
  // half a pixel is rounding
  return image.width * scale > pane.width + 0.5 || image.height * scale > pane.height + 0.5;
}

/** The point of the image under a point of the pane. */
export function toImage({ scale, x, y }: Zoom, at: Point): Point {
  return { x: (at.x - x) / scale, y: (at.y - y) / scale };
}

/** An image that is narrower than the pane is in the middle; a wider one leaves no gap. */
function placed({ scale, x, y }: Zoom, image: Size, pane: Size): Zoom {
  const along = (start: number, length: number, room: number) =>
    length <= room ? (room - length) / 2 : Math.min(0, Math.max(start, room - length));
  return {
    scale,
    x: along(x, image.width * scale, pane.width),
    y: along(y, image.height * scale, pane.height),
  };
}

function fitScale(image: Size, pane: Size): number {
  return Math.min(pane.width / image.width, pane.height / image.height, maxFit);
}

/** Whether it gets no smaller. */
export function isLeast({ scale }: Zoom, image: Size, pane: Size): boolean {
  return scale <= leastScale(image, pane) * (1 + 1e-9);
}

/** One pixel for one can be asked for where it is less than all. */
function leastScale(image: Size, pane: Size): number {
  return Math.min(1, fitScale(image, pane));
}

/** A pane of a thin strip is still as high as that: there is room to point at it. */
const leastHeight = 48;

/** Height of the pane of an image. @param width of the pane @param maxHeight room there is */
export function paneHeight(image: Size, width: number, maxHeight: number): number {
  const whole = Math.min(maxHeight, (width / image.width) * image.height, image.height * maxFit);
  return Math.round(Math.max(leastHeight, whole));
}
