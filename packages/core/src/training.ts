/** How heads are made from labels: by which learner, and by which rule. Queries, simulations and configs say it alike. */
import { z } from 'zod';

/** A learner by its id, or with options of its own. */
export const learnerChoiceSchema = z.union([
  z.string().min(1).max(200),
  z.strictObject({ type: z.string().min(1).max(200), options: z.record(z.string(), z.unknown()).default({}) }),
]);

/** A learner with its options. */
export interface LearnerChoice {
  readonly type: string;
  readonly options: Record<string, unknown>;
}

/** A learner in its long form. */
export function learnerChoice(choice: z.input<typeof learnerChoiceSchema> | LearnerChoice): LearnerChoice {
  return typeof choice === 'string'
    ? { type: choice, options: {} }
    : { type: choice.type, options: choice.options ?? {} };
}

/** How each round's head learns from the labels there are. */
export const trainingSchema = z.strictObject({
  mode: z
    .enum(['cumulative', 'incremental'])
    .default('cumulative')
    .describe('cumulative: all labels alike. incremental: those of the last batch, earlier ones count `keep` as much.'),
  keep: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('incremental: weight of a batch in proportion to that of the batch after it; 0 = the last batch alone.'),
  calibrate: z
    .number()
    .min(0)
    .max(0.9)
    .default(0)
    .describe('Share of the labels that is held out, not learnt from, to find the temperature of the head.'),
  pseudoLabels: z
    .union([
      z.boolean(),
      z.strictObject({
        start: z.number().min(0).default(5e-5).describe('Entropy below which an item gets one in round 0, in nats.'),
        decay: z.number().min(0).default(3.3e-7).describe('By how much each round lowers it.'),
      }),
    ])
    .default(false)
    .describe('Learns from the surest unlabelled items too (CEAL, Wang et al. 2016); never measured on, never labels.'),
});

export type Training = z.output<typeof trainingSchema>;

/** All labels alike, none held out, nothing guessed. */
export const plainTraining: Training = trainingSchema.parse({});
