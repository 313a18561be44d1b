import { AlaasError, defineSelector, type Matrix, TopB } from '@alaas/core';
import { z } from 'zod';
import { copyOfRows } from '../geometry/points.ts';
import { rowEntropies } from '../maths/entropy.ts';

const ROWS_BETWEEN_CHECKS = 4096;

/**
 * Asks items that are uncertain and lie where many others are, so that no outlier is asked. The mean similarity to all
 * others is one product with their mean, never a matrix of pairs. Settles & Craven 2008.
 */
export default defineSelector({
  id: 'information-density',
  aliases: ['InformationDensity', 'DensityWeighted'],
  title: 'Information density',
  family: 'hybrid',
  summary: 'Asks uncertain items that resemble many others of the pool.',
  formula:
    'u(x) = H(p(x)) s(x)^beta, in [0, ln K]; s(x) = (1 + mean over the open items x_i of cos(h(x), h(x_i))) / 2, in [0, 1]; a zero row has cos 0',
  reference: 'Settles & Craven 2008',
  cost: 'O(N (D + K)); memory O(N K) beside the signals',
  needs: ['probabilities', 'embeddings'],
  options: z.object({
    beta: z.number().min(0).max(100).default(1).describe('Weight of the density; 0 = entropy alone.'),
  }),
  async select({ probabilities, embeddings, candidates }, { n, options, random, checkpoint, progress }) {
    const entropies = rowEntropies(copyOfRows(probabilities, candidates));
    const cosines = meanCosines(embeddings, candidates, checkpoint);
    const utilities = entropies.map((entropy, i) => entropy * ((1 + (cosines[i] as number)) / 2) ** options.beta);
    const best = new TopB(n, random.below(2 ** 32));
    best.offer(utilities, (i) => candidates[i] as number);
    const ranking = best.ranking();
    progress(n);
    return { rows: Uint32Array.from(ranking.rows), utilities: ranking.utilities };
  },
});

/**
 * Mean cosine of each row to all of these rows, itself among them: the product with the mean of the unit rows.
 *
 * @returns [rows], each in [-1, 1]
 */
function meanCosines(embeddings: Matrix, rows: Uint32Array, checkpoint: () => void): Float64Array {
  const { data, columns } = embeddings;
  const mean = new Float64Array(columns);
  const inverses = new Float64Array(rows.length);
  for (const [i, row] of rows.entries()) {
    if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
    const length = lengthOf(data, row * columns, columns);
    if (!Number.isFinite(length)) {
      throw new AlaasError(
        'INVALID_EMBEDDINGS',
        `Row ${row} of the embeddings holds NaN or an infinite value; repair or leave out the row.`,
      );
    }
    const inverse = length === 0 ? 0 : 1 / length;
    inverses[i] = inverse;
    for (let d = 0; d < columns; d++) {
      mean[d] = (mean[d] as number) + ((data[row * columns + d] as number) * inverse) / rows.length;
    }
  }
  return inverses.map((inverse, i) => {
    if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
    const start = (rows[i] as number) * columns;
    let product = 0;
    for (let d = 0; d < columns; d++) product += (data[start + d] as number) * (mean[d] as number);
    return Math.min(1, Math.max(-1, product * inverse));
  });
}

function lengthOf(data: Float32Array, start: number, columns: number): number {
  let sum = 0;
  for (let d = start; d < start + columns; d++) sum += (data[d] as number) ** 2;
  return Math.sqrt(sum);
}
