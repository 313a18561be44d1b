import { defineLearner } from '@alaas/core';
import { z } from 'zod';
import { checkTraining } from '../heads/check-training.ts';
import { fitSoftmax } from '../heads/fit-softmax.ts';
import { linearParameters, softmaxTask } from '../heads/linear-fit.ts';
import { linearProgram } from '../heads/linear-program.ts';
import { softmaxOptions } from '../heads/softmax-options.ts';

const ID = 'softmax-regression';

/**
 * A linear classifier: p = softmax(W h + b), with the W and b of the highest likelihood under a penalty on W. One
 * solution whatever the seed. A class without a row may be named; it ends up improbable.
 *
 * Minimises sum_i w_i (-ln p_i,y) + l2 / 2 |W|^2, w_i the row's weight times its class's; b is free. O(iterations L K D).
 */
export default defineLearner({
  id: ID,
  title: 'Softmax regression',
  summary: 'A linear classifier of the highest likelihood under a penalty on its weights.',
  reference: 'Cox 1958; Liu & Nocedal 1989 for L-BFGS',
  options: z.object(softmaxOptions),
  isLinear: true,
  program: () => linearProgram,
  async fit(training, { options, compute, checkpoint, previous }) {
    checkTraining(training);
    const solution = await fitSoftmax(softmaxTask(ID, training, options, previous), { compute, checkpoint });
    return {
      learner: ID,
      classes: training.classes,
      width: training.embeddings.columns,
      parameters: linearParameters(solution),
      members: [],
      temperature: 1,
    };
  },
});
