import type { Matrix } from '@alaas/core';
import { BestLists, type Neighbours } from './neighbours.ts';

/** Differences taken between two looks whether the work is cancelled. */
const WORK_BETWEEN_CHECKS = 4_000_000;
/** What a pair takes beside its columns, counted in differences. */
const WORK_OF_PAIR = 64;
/** Columns after which a pair is given up that is too far apart already. */
const COLUMNS_AT_ONCE = 32;

/**
 * The k nearest of each row among all others by the sum of absolute differences; of equal distances the first row first.
 * No matrix product gives these, so they are taken one by one, each pair once, and left when too far.
 *
 * @returns squares of the distances, as all neighbours have them
 * O(N^2 D / 2) time, O(N k) memory.
 */
export function manhattanNeighbours(rows: Matrix, k: number, checkpoint: () => void): Neighbours {
  const best = new BestLists(rows.rows, k);
  const { columns } = rows;
  let work = 0;
  for (let i = 0; i < rows.rows; i++) {
    for (let j = i + 1; j < rows.rows; j++) {
      work += columns + WORK_OF_PAIR;
      if (work >= WORK_BETWEEN_CHECKS) {
        work = 0;
        checkpoint();
      }
      const limit = Math.sqrt(Math.max(best.farthest(i), best.farthest(j)));
      const distance = distanceBelow(rows, i, j, limit);
      if (distance > limit) continue;
      best.offer(i, j, distance * distance);
      best.offer(j, i, distance * distance);
    }
  }
  return best;
}

/** The distance, or something above `limit` where it is above. */
function distanceBelow({ data, columns }: Matrix, i: number, j: number, limit: number): number {
  let sum = 0;
  let a = i * columns;
  let b = j * columns;
  for (let left = columns; left > 0 && sum <= limit; left -= COLUMNS_AT_ONCE) {
    for (let d = Math.min(left, COLUMNS_AT_ONCE); d > 0; d--, a++, b++) {
      sum += Math.abs((data[a] as number) - (data[b] as number));
    }
  }
  return sum;
}
