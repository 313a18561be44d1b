import type { Matrix, Random } from '@alaas/core';
import { refuseRow } from '../maths/refuse-row.ts';

const ROWS_BETWEEN_CHECKS = 4096;

/** Mean of these rows in float64: [D]. @throws AlaasError `INVALID_EMBEDDINGS` naming the row that is not finite */
function meanOf({ data, columns }: Matrix, rows: Uint32Array, checkpoint: () => void): Float64Array {
  const mean = new Float64Array(columns);
  for (const [i, row] of rows.entries()) {
    if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
    let sum = 0;
    for (let d = 0, at = row * columns; d < columns; d++, at++) {
      const value = data[at] as number;
      sum += value;
      mean[d] = (mean[d] as number) + value / rows.length;
    }
    if (!Number.isFinite(sum)) throw refuseRow('embeddings', row);
  }
  return mean;
}

/**
 * The medoid under squared distances: the row whose squared distances to all of these have the least sum, which is the one
 * nearest to their mean. Among equals at random, or the first where nothing random is given.
 *
 * @returns its position in `rows`
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the row
 * O(rows D).
 */
export function nearestToMean(
  embeddings: Matrix,
  rows: Uint32Array,
  { random, checkpoint }: { readonly random?: Random; readonly checkpoint: () => void },
): number {
  const mean = meanOf(embeddings, rows, checkpoint);
  const { data, columns } = embeddings;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  let equals = 0;
  for (const [i, row] of rows.entries()) {
    if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
    let square = 0;
    for (let d = 0, at = row * columns; d < columns; d++, at++)
      square += ((data[at] as number) - (mean[d] as number)) ** 2;
    if (square > least) continue;
    equals = square === least ? equals + 1 : 1;
    least = square;
    if (random === undefined ? equals === 1 : random.below(equals) === 0) best = i;
  }
  return best;
}
