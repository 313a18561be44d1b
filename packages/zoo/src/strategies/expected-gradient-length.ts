import { defineScorer } from '@alaas/core';
import { z } from 'zod';

/**
 * Asks the items whose label is expected to move the last layer most, in closed form: the gradient of the loss at label c
 * is (p - e_c) times the embedding. Settles, Craven & Ray 2007. O(N (K + D)).
 */
export default defineScorer({
  id: 'expected-gradient-length',
  aliases: ['EGL', 'ExpectedGradientLength'],
  title: 'Expected gradient length',
  family: 'hybrid',
  summary: 'Asks the items whose label is expected to change the last layer most.',
  use: 'Items with a large effect on the last layer are wanted, and embeddings have comparable norms.',
  avoid: 'Norms of embeddings vary by chance: long ones are asked, certain or not.',
  formula: 'u(x) = sum_c p_c ||p - e_c|| ||h||, at least 0; e_c is 1 at c and 0 elsewhere, h the embedding',
  reference: 'Settles, Craven & Ray 2007; Zhang, Lease & Wallace 2017',
  cost: 'O(N (K + D))',
  needs: ['probabilities', 'embeddings'],
  options: z.object({}),
  score({ size, probabilities, embeddings }) {
    const [p, h] = [probabilities.data, embeddings.data];
    const [k, d] = [probabilities.columns, embeddings.columns];
    return new Float64Array(size).map(
      (_, row) => expectedLength(p, row * k, row * k + k) * Math.sqrt(sumOfSquares(h, row * d, row * d + d)),
    );
  },
});

/** sum_c p_c ||p - e_c|| with ||p - e_c||^2 = sum_{j != c} p_j^2 + (1 - p_c)^2. */
function expectedLength(data: Float32Array, start: number, end: number): number {
  let top = start;
  for (let i = start + 1; i < end; i++) if ((data[i] as number) > (data[top] as number)) top = i;
  // the squares of all but the largest are summed apart: taking it off the whole sum would leave rounding alone
  const others = sumOfSquares(data, start, top) + sumOfSquares(data, top + 1, end);
  const largest = data[top] as number;
  let total = largest * Math.sqrt(others + (1 - largest) ** 2);
  for (let i = start; i < end; i++) {
    const p = data[i] as number;
    if (i !== top) total += p * Math.sqrt(others - p * p + largest * largest + (1 - p) ** 2);
  }
  return total;
}

function sumOfSquares(data: Float32Array, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) {
    const value = data[i] as number;
    sum += value * value;
  }
  return sum;
}
