import type { PoolMap } from '@alaas/client';

/** A map whose points have their places, whether they came with it or with one before. */
export interface LaidOut extends PoolMap {
  readonly items: readonly string[];
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** The places of a map that came without, from the one before. @returns undefined where that one has others */
export function laidOut(map: PoolMap, before: LaidOut | undefined): LaidOut | undefined {
  const { items, x, y } = map;
  if (items !== undefined && x !== undefined && y !== undefined) return { ...map, items, x, y };
  if (before === undefined || before.layout.id !== map.layout.id) return undefined;
  return { ...map, items: before.items, x: before.x, y: before.y };
}

/** Where the points of a map were on the one before; those that were not there come up at their own places. */
export function origins(map: LaidOut, before: LaidOut | undefined): { fromX: Float32Array; fromY: Float32Array } {
  if (before === undefined || before.x === map.x) return { fromX: map.x, fromY: map.y };
  const places = new Map(before.items.map((item, point) => [item, point]));
  const fromX = map.x.slice();
  const fromY = map.y.slice();
  for (const [point, item] of map.items.entries()) {
    const was = places.get(item);
    if (was === undefined) continue;
    fromX[point] = before.x[was] as number;
    fromY[point] = before.y[was] as number;
  }
  return { fromX, fromY };
}
