import { defineLearner, type Tensor } from '@alaas/core';
import { z } from 'zod';
import { checkTraining } from '../heads/check-training.ts';
import { prototypeProgram } from '../heads/prototype-program.ts';
import { type RunContext, runRows } from '../heads/run-rows.ts';
import { likeliestTemperature } from '../maths/prototype-temperature.ts';
import { prototypesOf } from '../maths/prototypes.ts';

/** So far away that its probability is 0, and no infinity, which could meet another one. */
const FAR = -1e30;
/**
 * One mean per class; an item is likely of a class whose mean is near. Learns from one label per class, in one pass,
 * and takes new classes at any time. Every labelled row counts by its weight, every class alike, however few rows it has;
 * a class without a row has probability 0.
 *
 * p_c = softmax_c(-|h - m_c|^2 / temperature), h scaled to unit length, m_c the mean of class c. Snell et al. 2017.
 * O((L + n) K D).
 */
export default defineLearner({
  id: 'nearest-prototype',
  title: 'Nearest prototype',
  summary: 'One mean per class; the nearer an item is to it, the likelier the class. Good from the first label on.',
  reference: 'Snell, Swersky & Zemel 2017',
  options: z.object({
    temperature: z
      .union([z.literal('auto'), z.number().positive()])
      .default('auto')
      .describe('Divides squared distances, which lie in 0..4; lower = surer. auto: likeliest by leave-one-out.'),
  }),
  program: () => prototypeProgram,
  async fit(training, { options, compute, checkpoint }) {
    checkTraining(training);
    const { embeddings, classes, labels, weights } = training;
    const { means, masses } = prototypesOf(training);
    const parameters = {
      means: { data: means, shape: [classes.length, embeddings.columns] },
      offsets: { data: Float32Array.from(masses, (mass) => (mass > 0 ? 0 : FAR)), shape: [1, classes.length] },
    };
    const temperature =
      options.temperature === 'auto'
        ? likeliestTemperature({
            distances: await distancesOf(parameters, training.embeddings, { compute, checkpoint }),
            labels,
            masses,
            ...(weights && { weights }),
          })
        : options.temperature;
    return { learner: 'nearest-prototype', classes, width: embeddings.columns, parameters, members: [], temperature };
  },
});

async function distancesOf(
  parameters: Readonly<Record<'means' | 'offsets', Tensor>>,
  embeddings: Parameters<typeof runRows>[2],
  context: RunContext,
): Promise<Float32Array> {
  const columns = parameters.offsets.data.length;
  const out = new Float32Array(embeddings.rows * columns);
  await runRows(prototypeProgram, parameters, embeddings, context, ({ logits }, start) => {
    for (const [i, logit] of (logits as Tensor).data.entries()) out[start * columns + i] = -logit;
  });
  return out;
}
