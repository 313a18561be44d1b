import type { Point, Size } from '../../content/zoom.ts';

/** A rectangle in an image, in pixels from the upper left corner. */
export interface Rect extends Point, Size {}

/** What of a rectangle is dragged: the sides that go along. */
export const handles = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const;

export type Handle = (typeof handles)[number];

/** A rectangle between two points, in whole pixels, at least one wide and high, inside the image. */
export function rectOf(a: Point, b: Point, image: Size): Rect {
  const [x, width] = along(a.x, b.x, image.width);
  const [y, height] = along(a.y, b.y, image.height);
  return { x, y, width, height };
}

/** Moved, and stopped at the edges of the image; its size stays. */
export function moveRect(rect: Rect, by: Point, image: Size): Rect {
  const to = (start: number, length: number, room: number) => Math.min(Math.max(0, start), Math.max(0, room - length));
  return {
    ...rect,
    x: to(Math.round(rect.x + by.x), rect.width, image.width),
    y: to(Math.round(rect.y + by.y), rect.height, image.height),
  };
}

/** With the sides of a handle moved; drawn over the opposite side it is turned over. */
export function resizeRect(rect: Rect, handle: Handle, by: Point, image: Size): Rect {
  const left = rect.x + (handle.includes('w') ? by.x : 0);
  const right = rect.x + rect.width + (handle.includes('e') ? by.x : 0);
  const top = rect.y + (handle.startsWith('n') ? by.y : 0);
  const bottom = rect.y + rect.height + (handle.startsWith('s') ? by.y : 0);
  return rectOf({ x: left, y: top }, { x: right, y: bottom }, image);
}

/** Where a handle is. */
export function handlePoint({ x, y, width, height }: Rect, handle: Handle): Point {
  const across = handle.includes('w') ? 0 : handle.includes('e') ? 1 : 0.5;
  const down = handle.startsWith('n') ? 0 : handle.startsWith('s') ? 1 : 0.5;
  return { x: x + width * across, y: y + height * down };
}

export function holds({ x, y, width, height }: Rect, point: Point): boolean {
  return x <= point.x && point.x <= x + width && y <= point.y && point.y <= y + height;
}

/** Start and length of what is between two places on a side of so many pixels. */
function along(a: number, b: number, room: number): readonly [start: number, length: number] {
  const start = Math.min(Math.round(inside(Math.min(a, b), room)), room - 1);
  return [start, Math.max(1, Math.round(inside(Math.max(a, b), room)) - start)];
}

/** A rectangle in the middle of what is between two corners, a third as wide and high. */
export function centred(from: Point, to: Point, image: Size): Rect {
  const corner = (share: number) => ({
    x: inside(from.x, image.width) * (1 - share) + inside(to.x, image.width) * share,
    y: inside(from.y, image.height) * (1 - share) + inside(to.y, image.height) * share,
  });
  return rectOf(corner(1 / 3), corner(2 / 3), image);
}

/** A rectangle, moved until it is on none of the others: one that lies exactly on another is not seen. */
export function clearOf(rect: Rect, others: readonly Rect[], image: Size): Rect {
  const step = Math.max(1, Math.round(Math.min(rect.width, rect.height) / 4));
  let free = rect;
  // in a corner there may be no room left
  for (let i = 0; i <= others.length && others.some((other) => isSame(other, free)); i++) {
    free = moveRect(free, { x: step, y: step }, image);
  }
  return free;
}

function isSame(a: Rect, b: Rect): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

function inside(at: number, room: number): number {
  return Math.min(Math.max(0, at), room);
}
