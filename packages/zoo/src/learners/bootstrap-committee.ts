import { copyOfRows, defineLearner, type Random } from '@alaas/core';
import { z } from 'zod';
import { checkTraining } from '../heads/check-training.ts';
import { fitSoftmax, type SoftmaxTask } from '../heads/fit-softmax.ts';
import { linearParameters, softmaxTask } from '../heads/linear-fit.ts';
import { linearProgram } from '../heads/linear-program.ts';
import type { SoftmaxRows } from '../heads/softmax-loss.ts';
import { softmaxOptions } from '../heads/softmax-options.ts';

const ID = 'bootstrap-committee';

/**
 * Softmax regressions on resamples of the labelled rows, which disagree where the labels leave open what is right. The
 * head itself is the regression on all rows; each member starts from it, and sees L rows drawn with replacement.
 *
 * O(members iterations L K D).
 */
export default defineLearner({
  id: ID,
  title: 'Bootstrap committee',
  summary: 'Softmax regressions on resamples of the labels; they disagree where the labels leave the answer open.',
  reference: 'Breiman 1996 (bagging); Abe & Mamitsuka 1998 (query by bagging)',
  options: z.object({
    members: z.int().min(2).max(100).default(10).describe('Regressions in the committee.'),
    ...softmaxOptions,
  }),
  isLinear: true,
  hasMembers: true,
  membersOf: ({ members }) => members,
  program: () => linearProgram,
  async fit(training, { options, random, compute, checkpoint, previous }) {
    checkTraining(training);
    const task = softmaxTask(ID, training, options, previous);
    const context = { compute, checkpoint };
    const whole = await fitSoftmax(task, context);
    const members = [];
    for (let m = 0; m < options.members; m++) {
      const rows = resample(task.rows, random.fork(`member ${m}`));
      const own: SoftmaxTask = { ...task, rows, start: whole };
      members.push(linearParameters(await fitSoftmax(own, context)));
    }
    return {
      learner: ID,
      classes: training.classes,
      width: training.embeddings.columns,
      parameters: linearParameters(whole),
      members,
      temperature: 1,
    };
  },
});

/** As many draws as rows; what is drawn twice counts twice, and what is not drawn is left out. */
function resample({ embeddings, labels, counts, classes }: SoftmaxRows, random: Random): SoftmaxRows {
  const drawn = new Float64Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    const row = random.below(labels.length);
    drawn[row] = (drawn[row] as number) + (counts[row] as number);
  }
  const rows = Uint32Array.from(drawn.keys()).filter((row) => (drawn[row] as number) > 0);
  // nothing but rows that do not count
  if (rows.length === 0) return { embeddings, labels, counts, classes };
  return {
    embeddings: copyOfRows(embeddings, rows),
    labels: Int32Array.from(rows, (row) => labels[row] as number),
    counts: Float64Array.from(rows, (row) => drawn[row] as number),
    classes,
  };
}
