import { AlaasError, defineScorer, type Matrix } from '@alaas/core';
import { z } from 'zod';

/** Asks the items whose best guess is expected to cost most. Margineantu 2005; Chen & Lin 2013. O(N K^2). */
export default defineScorer({
  id: 'expected-cost',
  aliases: ['CostSensitiveLeastConfidence'],
  title: 'Expected cost',
  family: 'uncertainty',
  summary: 'Asks the items whose cheapest answer is expected to cost most, where some mistakes cost more than others.',
  use: 'Some mistakes cost more than others, and the costs are known.',
  avoid: 'All mistakes cost the same: least-confidence is that at less work.',
  formula:
    'u(x) = c(1), or c(1) - c(2) <= 0 with the margin; c(1) <= c(2) are the two smallest of c_k = sum_j p_j costs[j][k]',
  reference: 'Margineantu 2005; Chen & Lin 2013',
  cost: 'O(N K^2)',
  needs: ['probabilities'],
  options: z.object({
    costs: z
      .array(z.array(z.number()))
      .default([])
      .refine((costs) => costs.every((row) => row.length === costs.length), 'every row must be as long as the list')
      .describe(
        'K lists of K numbers: costs[j][k] is what it costs to answer k where j is true. Empty: 1 for every mistake, which is least confidence.',
      ),
    measure: z
      .enum(['least', 'margin'])
      .default('least')
      .describe('Whether the cost of the cheapest answer counts, or how close the two cheapest answers are.'),
  }),
  score({ probabilities }, { options }) {
    const costs = costTable(options.costs, probabilities);
    const { data, rows, columns } = probabilities;
    return new Float64Array(rows).map((_, row) => {
      let first = Number.POSITIVE_INFINITY;
      let second = Number.POSITIVE_INFINITY;
      for (let k = 0; k < columns; k++) {
        let cost = 0;
        for (let j = 0; j < columns; j++) {
          cost += (data[row * columns + j] as number) * (costs[j * columns + k] as number);
        }
        // written so that NaN takes both places
        if (!(cost >= first)) {
          second = first;
          first = cost;
        } else if (!(cost >= second)) {
          second = cost;
        }
      }
      if (options.measure === 'least') return first;
      // a single class has no second: all items tie
      return columns === 1 ? 0 : first - second;
    });
  },
});

/** Row-major [K x K]. */
function costTable(costs: readonly (readonly number[])[], { columns }: Matrix): Float64Array {
  if (costs.length === 0) {
    return Float64Array.from({ length: columns * columns }, (_, i) => (i % (columns + 1) === 0 ? 0 : 1));
  }
  if (costs.length === columns) return Float64Array.from(costs.flat());
  throw new AlaasError(
    'INVALID_OPTION',
    `Option costs of expected-cost has ${costs.length} rows, but there are ${columns} classes; give ${columns} lists of ${columns} numbers.`,
  );
}
