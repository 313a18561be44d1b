import type { TrainingSet } from '@alaas/core';
import { z } from 'zod';
import { middleAndSpread } from '../maths/middle-and-spread.ts';

/**
 * Penalty per unit of spread. On image and text embeddings, of 2 to 500 labels a class, 0.01 to 0.1 did best; a fixed penalty
 * cannot suit vectors of length 1 and of length 20.
 */
const AUTO_PENALTY = 0.05;

/** What every learner of linear heads can be told. */
export const softmaxOptions = {
  l2: z
    .union([z.literal('auto'), z.number().positive()])
    .default('auto')
    .describe(
      'Penalty: l2 / 2 times the squared weights, beside the summed loss. auto: 0.05 times the mean squared distance of the rows from their mean. 1 is what scikit-learn calls C = 1.',
    ),
  classWeights: z
    .enum(['none', 'balanced'])
    .default('none')
    .describe('balanced: classes count alike, however many rows each has.'),
  tolerance: z.number().positive().default(1e-4).describe('Ends when no slope of the mean loss is larger.'),
  maxIterations: z.int().positive().default(1000).describe('Steps at most.'),
};

/** The penalty that `auto` stands for. O(L D). */
export function penaltyOf(l2: number | 'auto', { embeddings }: TrainingSet, counts: Float64Array): number {
  return l2 === 'auto' ? AUTO_PENALTY * middleAndSpread(embeddings, counts).spread : l2;
}

/** [L] how much each row counts. Balanced: every class that has rows counts as if it had its share of them. */
export function countsOf({ labels, classes, weights }: TrainingSet, isBalanced: boolean): Float64Array {
  const counts = Float64Array.from(labels, (_, row) => weights?.[row] ?? 1);
  if (!isBalanced) return counts;
  const masses = new Float64Array(classes.length);
  for (const [row, label] of labels.entries()) masses[label] = (masses[label] as number) + (counts[row] as number);
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  const present = masses.filter((mass) => mass > 0).length;
  return counts.map((count, row) =>
    count === 0 ? 0 : (count * total) / (present * (masses[labels[row] as number] as number)),
  );
}
