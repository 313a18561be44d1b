import { addWork, defineSelector } from '@alaas/core';
import { z } from 'zod';
import { lists } from '../geometry/work.ts';
import { refuseRow } from '../maths/refuse-row.ts';
import { twoLargestOfRows } from '../maths/top-two.ts';

const ROWS_PER_CHECKPOINT = 4096;

/**
 * Asks uncertain items whose class distributions differ from those already chosen, drawn at random in proportion to a
 * power of both. Needs nothing but probabilities. Gilhuber et al. 2024. O(B N K).
 */
export default defineSelector({
  id: 'falcun',
  aliases: ['FALCUN'],
  title: 'FALCUN',
  family: 'hybrid',
  summary: 'Asks uncertain items whose class distributions differ from one another, with some chance.',
  use: 'Only probabilities are there and the batch should still be diverse; it is fast on large pools.',
  avoid: 'Many items share one distribution, as with two classes: diversity is then that of one number.',
  formula:
    'x is drawn in proportion to (m + d)^gamma; m = 1 - (p(1) - p(2)); d = m at first, then the smaller of d and ||p - p_chosen||_1, scaled to [0, 1] over the items; u = n - rank',
  reference: 'Gilhuber, Beer, Ma & Seidl 2024',
  cost: 'O(B N K)',
  needs: ['probabilities'],
  options: z.object({
    gamma: z
      .number()
      .min(0)
      .max(1000)
      .default(10)
      .describe('The power: 0 draws uniformly, a large one takes the item of largest relevance.'),
  }),
  work: ({ n, k, budget }) => addWork(lists(n, 56, k * (budget + 1))),
  async select({ candidates, probabilities }, { n, options, random, checkpoint, progress }) {
    const { data, columns } = probabilities;
    const size = candidates.length;
    const { first, second } = twoLargestOfRows(probabilities);
    checkpoint();
    const margins = Float64Array.from(candidates, (row) => {
      if (!Number.isFinite(first[row])) throw refuseRow('probabilities', row);
      return 1 - ((first[row] as number) - (second[row] as number));
    });
    const distances = margins.slice();
    const isChosen = new Uint8Array(size);
    const weights = new Float64Array(size);
    const rows = new Uint32Array(n);
    for (let rank = 0; rank < n; rank++) {
      const total = weigh(margins, distances, isChosen, { gamma: options.gamma, weights });
      const i = draw(weights, isChosen, total * random.next());
      isChosen[i] = 1;
      const chosen = candidates[i] as number;
      rows[rank] = chosen;
      progress(rank + 1);
      const from = chosen * columns;
      for (const [j, row] of candidates.entries()) {
        if (j % ROWS_PER_CHECKPOINT === 0) checkpoint();
        let distance = 0;
        for (let k = 0; k < columns; k++) {
          distance += Math.abs((data[row * columns + k] as number) - (data[from + k] as number));
        }
        if (distance < (distances[j] as number)) distances[j] = distance;
      }
      scale(distances);
    }
    return { rows, utilities: Float64Array.from(rows, (_, rank) => n - rank) };
  },
});

/** Writes the weight of each item, in proportion to its chance, and returns their sum; chosen ones get 0. */
function weigh(
  margins: Float64Array,
  distances: Float64Array,
  isChosen: Uint8Array,
  { gamma, weights }: { gamma: number; weights: Float64Array },
): number {
  let largest = 0;
  for (let i = 0; i < weights.length; i++) {
    weights[i] = isChosen[i] === 1 ? 0 : (margins[i] as number) + (distances[i] as number);
    largest = Math.max(largest, weights[i] as number);
  }
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    if (isChosen[i] === 1) continue;
    // relative to the largest, so that a high power of small numbers does not vanish; all equal where all are 0
    weights[i] = largest === 0 ? 1 : ((weights[i] as number) / largest) ** gamma;
    total += weights[i] as number;
  }
  return total;
}

/** The item on which `target` falls when the weights are laid end to end. */
function draw(weights: Float64Array, isChosen: Uint8Array, target: number): number {
  let left = target;
  let last = -1;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number;
    if (isChosen[i] === 1 || weight === 0) continue;
    last = i;
    left -= weight;
    if (left < 0) return i;
  }
  // rounding may leave a little beyond the end
  return last;
}

/** To [0, 1], in place; left at 0 where all are equal. */
function scale(values: Float64Array): void {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const range = high - low;
  for (let i = 0; i < values.length; i++) values[i] = range > 0 ? ((values[i] as number) - low) / range : 0;
}
