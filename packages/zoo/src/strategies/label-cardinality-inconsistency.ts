import { defineScorer } from '@alaas/core';
import { z } from 'zod';
import { cardinalityGaps } from '../maths/label-cardinality.ts';

/** Asks the items that are given more or fewer labels than labelled items have. Li & Guo 2013. O(N K). */
export default defineScorer({
  id: 'label-cardinality-inconsistency',
  aliases: ['LCI', 'LabelCardinalityInconsistency'],
  title: 'Label cardinality inconsistency',
  family: 'multi-label',
  summary: 'Asks the items whose number of predicted labels is farthest from that of labelled items.',
  use: 'Items may have several labels, and the model predicts too many or too few of them.',
  avoid: 'Numbers of labels vary by nature, or nothing is labelled; it also ties often, being a count.',
  formula:
    'u(x) = |#{j: p_j > 1/2} - mean number of labels of the labelled rows|, in [0, K]; the mean is 0 without any',
  reference: 'Li & Guo 2013',
  cost: 'O(N K + L K)',
  needs: ['labelProbabilities', 'labelSets'],
  options: z.object({}),
  score: ({ labelProbabilities, labelSets }) => cardinalityGaps(labelProbabilities, labelSets),
});
