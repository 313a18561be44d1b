/** How large a pane is, in CSS pixels. */
export interface Pane {
  readonly width: number;
  readonly height: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** What of the map is on a pane: the place in its middle, and how large a unit of the map is. */
export interface Camera extends Place {
  /** CSS pixels per unit of the map, which reaches from -1 to 1. */
  readonly scale: number;
}

/** Room around the map when all of it is shown. */
const margin = 0.94;
/** Times as large as all of the map: beyond it single points are far apart. */
const mostZoom = 400;

/** All of the map, in the middle of a pane. */
export function fitCamera({ width, height }: Pane): Camera {
  return { x: 0, y: 0, scale: Math.max(1, (Math.min(width, height) / 2) * margin) };
}

/** Where a place of the map is on the pane. y goes up on the map and down on the pane. */
export function toPane(camera: Camera, pane: Pane, { x, y }: Place): Place {
  return {
    x: pane.width / 2 + (x - camera.x) * camera.scale,
    y: pane.height / 2 - (y - camera.y) * camera.scale,
  };
}

/** The place of the map at a place of the pane. */
export function toMap(camera: Camera, pane: Pane, { x, y }: Place): Place {
  return {
    x: camera.x + (x - pane.width / 2) / camera.scale,
    y: camera.y - (y - pane.height / 2) / camera.scale,
  };
}

/** Moved with the hand: what was under it stays under it. @param by pixels of the pane */
export function panBy(camera: Camera, by: Place): Camera {
  return inside({ ...camera, x: camera.x - by.x / camera.scale, y: camera.y + by.y / camera.scale });
}

/** Larger or smaller by a factor, about a place of the pane that stays where it is. Default: its middle */
export function zoomBy(
  camera: Camera,
  factor: number,
  { pane, at }: { readonly pane: Pane; readonly at?: Place },
): Camera {
  const whole = fitCamera(pane).scale;
  const scale = Math.min(Math.max(camera.scale * factor, whole / 2), whole * mostZoom);
  if (at === undefined) return { ...camera, scale };
  const held = toMap(camera, pane, at);
  const moved = toMap({ ...camera, scale }, pane, at);
  return inside({ x: camera.x + held.x - moved.x, y: camera.y + held.y - moved.y, scale });
}

/** Share of a pane that is drawn beyond each of its edges, so that a hand moves the picture and nothing is drawn anew. */
export const drawnBeyond = 0.3;
/** Times as large, or as small, as it was drawn that a picture is shown: beyond that its points are blurred, or hardly seen. */
const mostStretch = 2;

/** How a picture is moved, in CSS pixels, and made larger about its middle. */
export interface Shift extends Place {
  readonly scale: number;
}

/**
 * What makes the picture that was drawn for one camera that of another.
 *
 * @returns undefined: it has to be drawn anew, as it is much larger or smaller, or there are points where it ends in the pane
 */
export function shiftOf(drawn: Camera, camera: Camera, pane: Pane): Shift | undefined {
  const scale = camera.scale / drawn.scale;
  if (scale > mostStretch || scale < 1 / mostStretch) return undefined;
  const x = (drawn.x - camera.x) * camera.scale;
  const y = (camera.y - drawn.y) * camera.scale;
  const reach = 0.5 + drawnBeyond;
  const isCovered = (size: number, shift: number) => reach * size * scale - Math.abs(shift) >= size / 2;
  const holds = (size: number, middle: number) => (1 + Math.abs(middle)) * drawn.scale <= reach * size;
  const isWhole = holds(pane.width, drawn.x) && holds(pane.height, drawn.y);
  return isWhole || (isCovered(pane.width, x) && isCovered(pane.height, y)) ? { x, y, scale } : undefined;
}

/** Some of the map always stays in sight. */
function inside({ x, y, scale }: Camera): Camera {
  return { x: Math.min(Math.max(x, -1), 1), y: Math.min(Math.max(y, -1), 1), scale };
}
