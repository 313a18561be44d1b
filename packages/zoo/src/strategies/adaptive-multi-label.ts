import { defineScorer, type Matrix } from '@alaas/core';
import { z } from 'zod';
import { cardinalityGaps } from '../maths/label-cardinality.ts';

/** Margins below this count as this, so that utilities stay finite. */
const LEAST_MARGIN = 1e-8;

/**
 * Asks the items whose predicted labels are hard to part from the others, and too many or too few. Li & Guo 2013, for one
 * weight instead of a search over several. O(N K).
 */
export default defineScorer({
  id: 'adaptive-multi-label',
  aliases: ['AdaptiveActiveLearning', 'MultiLabelAdaptive'],
  title: 'Margin and cardinality',
  family: 'multi-label',
  summary: 'Asks the items with little room between predicted and other labels, and an unusual number of them.',
  use: 'Items may have several labels, and how many they have is part of what the model gets wrong.',
  avoid: 'Every item has about the same number of labels: the second part then says nothing.',
  formula:
    'u(x) = (1 / max(s, 1e-8))^beta (LCI(x) + 1)^(1 - beta), in [1, max(1e8, K + 1)]; s = min p_j over p_j > 1/2 minus max p_j over the others, either 1/2 where there are none; LCI as in label-cardinality-inconsistency',
  reference: 'Li & Guo 2013',
  cost: 'O(N K + L K)',
  needs: ['labelProbabilities', 'labelSets'],
  options: z.object({
    beta: z.number().min(0).max(1).default(0.5).describe('Weight of the margin; 0 = the number of labels alone.'),
  }),
  score({ labelProbabilities, labelSets }, { options: { beta } }) {
    const gaps = cardinalityGaps(labelProbabilities, labelSets);
    const margins = separations(labelProbabilities);
    return gaps.map((gap, i) => (1 / Math.max(margins[i] as number, LEAST_MARGIN)) ** beta * (gap + 1) ** (1 - beta));
  },
});

/** Room between the least likely predicted label and the likeliest other one: [N], each in [0, 1]. */
function separations({ data, rows, columns }: Matrix): Float64Array {
  const margins = new Float64Array(rows);
  for (let row = 0, at = 0; row < rows; row++) {
    let lowest = Number.POSITIVE_INFINITY;
    let highest = Number.NEGATIVE_INFINITY;
    for (const end = at + columns; at < end; at++) {
      const p = data[at] as number;
      if (p > 0.5) lowest = Math.min(lowest, p);
      else highest = Math.max(highest, p);
    }
    margins[row] = (lowest === Number.POSITIVE_INFINITY ? 0.5 : lowest) - (highest < 0 ? 0.5 : highest);
  }
  return margins;
}
