import { defineScorer } from '@alaas/core';
import { z } from 'zod';
import { nearestBoundaries } from '../maths/boundaries.ts';

/**
 * Asks the items whose answer the shortest adversarial change of the embedding turns over. Through a linear head the
 * first step of DeepFool is the exact answer: straight to the nearest boundary. So the order is that of `mase`, and the
 * utility the square of its own. Ducoffe & Precioso 2018. O(N K D).
 */
export default defineScorer({
  id: 'adversarial-deep-fool',
  aliases: ['DeepFool', 'DeepFoolSampling', 'AdversarialDeepFool', 'DFAL'],
  title: 'Adversarial DeepFool',
  family: 'uncertainty',
  summary: 'Asks the items whose answer the shortest adversarial change of the embedding turns over.',
  use: 'The head is linear and items near its boundary in the space of embeddings matter more than their probabilities.',
  avoid: 'Labels are few or batches large: near ties lie close together, and the boundary is not yet where it will be.',
  formula:
    'u(x) = -|r|^2, at most 0; r = (f_y - f_c) (w_y - w_c) / |w_y - w_c|^2 to the c != y of shortest r: exact for a linear head, and -(utility of mase)^2; the lowest finite number where no other class can win',
  reference: 'Ducoffe & Precioso 2018; Moosavi-Dezfooli, Fawzi & Frossard 2016',
  cost: 'O(N K D)',
  needs: ['embeddings', 'head'],
  options: z.object({}),
  score: ({ embeddings, head }) =>
    nearestBoundaries(embeddings, head).map((distance) => 0 - Math.min(distance * distance, Number.MAX_VALUE)),
});
