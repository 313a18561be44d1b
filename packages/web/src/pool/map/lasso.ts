import type { Place } from './camera.ts';
import type { PointGrid } from './point-grid.ts';

/** Whether a place is in a polygon, by the even-odd rule: a line that crosses itself leaves holes. Closed by itself. */
export function isInPolygon({ x, y }: Place, polygon: readonly Place[]): boolean {
  let isInside = false;
  let before = polygon.at(-1);
  for (const corner of polygon) {
    if (before !== undefined && corner.y > y !== before.y > y) {
      const crossing = corner.x + ((y - corner.y) / (before.y - corner.y)) * (before.x - corner.x);
      if (x < crossing) isInside = !isInside;
    }
    before = corner;
  }
  return isInside;
}

/** The points in a polygon, ascending. @param polygon on the map */
export function pointsInPolygon(
  polygon: readonly Place[],
  grid: PointGrid,
  at: (point: number) => Place,
): readonly number[] {
  if (polygon.length < 3) return [];
  const xs = polygon.map(({ x }) => x);
  const ys = polygon.map(({ y }) => y);
  const box = { left: Math.min(...xs), right: Math.max(...xs), bottom: Math.min(...ys), top: Math.max(...ys) };
  return grid.within(box).filter((point) => isInPolygon(at(point), polygon));
}
