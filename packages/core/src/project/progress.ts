/** How a project is going: training, honest metrics, rounds, models. */
import { z } from 'zod';
import { strategyChoiceSchema } from '../api.ts';
import { armSchema } from './queue.ts';
import { estimateSchema } from './team.ts';

/** Answers drawn at random below which nothing is compared with random sampling. */
export const fewestForComparison = 30;

/** How the head is measured: on answers drawn at random, by a head that has not learnt from them. */
export const evaluationSchema = z.object({
  /** Answers drawn at random: the control arm, cross-fitted, and its part in the test share. */
  items: z.int(),
  accuracy: estimateSchema,
  macroF1: estimateSchema,
  calibrationError: estimateSchema,
  brierScore: z.number().nullable(),
  /** Per label, in the project's order. */
  perLabel: z.array(
    z.object({
      label: z.string(),
      items: z.int(),
      precision: z.number().nullable(),
      recall: z.number().nullable(),
      f1: z.number().nullable(),
    }),
  ),
  /** [true][said], in the project's order; absent for a multi-label task. */
  confusion: z.array(z.array(z.int())).optional(),
  /** Ten bins of confidence: mean confidence, share right, answers. */
  calibration: z.array(z.object({ confidence: z.number(), accuracy: z.number(), items: z.int() })),
});

export type ProjectEvaluation = z.output<typeof evaluationSchema>;

export const curvePointSchema = z.object({
  labels: z.int(),
  modelVersion: z.int(),
  accuracy: estimateSchema,
  macroF1: estimateSchema,
  at: z.string(),
});

export const trainingStateSchema = z.object({
  /** The version that serves. 0: none yet. */
  modelVersion: z.int(),
  /** Answers that the serving head has learnt from. */
  labels: z.int(),
  /** Answers that it has not seen yet. */
  behind: z.int(),
  isTraining: z.boolean(),
  /** A version waits to be measured, or is: the evaluation is of one before it. */
  isMeasuring: z.boolean(),
  /** Why the last training failed; labelling goes on with the head before it. */
  error: z.object({ code: z.string(), detail: z.string() }).nullable(),
  /** From an answer to the queue that knows it, in milliseconds, over the last hundred. */
  refreshMs: z.object({ median: z.number(), p95: z.number(), last: z.number() }).nullable(),
});

export type TrainingState = z.output<typeof trainingStateSchema>;

const lackSchema = z.object({
  what: z.enum([
    'cost',
    'seconds',
    'poolLeft',
    'metrics',
    'stopSet',
    'batchConfidences',
    'rounds',
    'successive-rounds',
    'sizes',
  ]),
  have: z.int().optional(),
  want: z.int().optional(),
});

/** The advice to stop, and what it follows from. */
const stopSchema = z.object({
  isAdvised: z.boolean(),
  /** Lines to read, in English. */
  reasons: z.array(z.string()),
  /** The same, line by line, as codes and numbers. The parts of a whole follow it, one level deeper. */
  parts: z.array(
    z.discriminatedUnion('kind', [
      z.object({
        kind: z.enum(['any', 'all']),
        level: z.int(),
        isMet: z.boolean(),
        parts: z.int(),
        /** Parts that are met. */
        met: z.int(),
      }),
      z.object({
        kind: z.literal('rule'),
        level: z.int(),
        isMet: z.boolean(),
        rule: z.string(),
        options: z.record(z.string(), z.unknown()),
        /** The number that the rule compares; null: there is none yet, for want of what `lacks` says. */
        value: z.number().nullable(),
        lacks: lackSchema.optional(),
      }),
    ]),
  ),
});

export type StopPart = z.output<typeof stopSchema>['parts'][number];

export const projectMetricsSchema = z.object({
  training: trainingStateSchema,
  pool: z.object({
    items: z.int(),
    /** With features. */
    ready: z.int(),
    /** With all their answers. */
    completed: z.int(),
    inProgress: z.int(),
    /** Answers that count. */
    responses: z.int(),
    /** Answers by where their record came from. */
    byArm: z.partialRecord(armSchema, z.int()),
  }),
  /** Answers by label. */
  classBalance: z.array(z.object({ label: z.string(), responses: z.int(), share: z.number() })),
  evaluation: evaluationSchema.nullable(),
  curve: z.array(curvePointSchema),
  /** Against random sampling: labels that it would have taken to be as accurate, less those spent. */
  saved: z
    .object({
      labels: estimateSchema,
      /**
       * Random sampling would take the whole pool or nearly so, as far as its curve tells: `labels` is then what the pool has,
       * and no measurement.
       */
      isWholePool: z.boolean(),
      /** The accuracy of a head that learnt from the control arm alone, at so many labels. */
      randomLabels: z.int(),
      randomAccuracy: estimateSchema,
      /** Its learning curve: heads that learnt from the first so many answers of the control arm and nothing else. */
      randomCurve: z.array(z.object({ labels: z.int(), accuracy: estimateSchema })),
      /** Labels that were spent when it was compared. */
      spent: z.int(),
      /** Labels that random sampling can take at most: all of the pool. */
      pool: z.int(),
      /** The accuracy that was compared. */
      accuracy: z.number(),
      detail: z.string(),
    })
    .nullable(),
  forecast: z
    .object({
      target: z.number(),
      /** More labels to the target; null: no number of labels is enough, or too few points. */
      more: z.int().nullable(),
      low: z.int().nullable(),
      high: z.int().nullable(),
      chance: z.number(),
      detail: z.string(),
    })
    .nullable(),
  stop: stopSchema,
});

export type ProjectMetrics = z.output<typeof projectMetricsSchema>;

export const roundItemSchema = z.object({
  item: z.string(),
  arm: armSchema,
  utility: z.number().optional(),
});

/** One choice of items, with all that it followed from, so that it can be repeated. */
export const roundSchema = z.object({
  number: z.int().min(1),
  at: z.string(),
  /** Names the rows that could be chosen from. */
  pool: z.object({ items: z.int(), digest: z.string() }),
  /** Answers up to this one were known. */
  sequence: z.int(),
  model: z.object({ name: z.string(), digest: z.string() }),
  /** 0: no head yet. */
  modelVersion: z.int(),
  learner: z.object({ type: z.string(), options: z.record(z.string(), z.unknown()) }),
  strategy: strategyChoiceSchema,
  /** Project settings that it followed. */
  version: z.int(),
  seed: z.int(),
  items: z.array(roundItemSchema),
});

export type ProjectRound = z.output<typeof roundSchema>;

const placed = z.object({ arm: armSchema, utility: z.number().optional() });

/** One way in which a round comes out otherwise. */
const replayChangeSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('fewer-items'), items: z.int(), were: z.int() }),
  /** The first so many items of the pool are others. */
  z.object({ code: z.literal('other-items'), items: z.int() }),
  z.object({ code: z.literal('other-features'), model: z.string(), digest: z.string() }),
  /** The answers that taught it teach none any more. */
  z.object({ code: z.literal('no-head'), version: z.int() }),
  /** At a place of the batch, counted from one. Absent: the batch was, or is, shorter. */
  z.object({ code: z.literal('other-item'), place: z.int(), was: z.string().optional(), is: z.string().optional() }),
  z.object({ code: z.literal('other-utility'), item: z.string(), was: placed, is: placed }),
  z.object({ code: z.literal('more-places'), places: z.int() }),
  z.object({ code: z.literal('strategy-failed'), error: z.string(), detail: z.string() }),
]);

export type ReplayChange = z.output<typeof replayChangeSchema>;

export const replaySchema = z.object({
  round: roundSchema,
  /** What the same choice gives now, best first. */
  items: z.array(roundItemSchema),
  isSame: z.boolean(),
  /** Why it differs, where it does: sentences in English. */
  differences: z.array(z.string()),
  /** The same, one by one, as codes and values. */
  changes: z.array(replayChangeSchema),
});

export type Replay = z.output<typeof replaySchema>;

export const modelVersionSchema = z.object({
  version: z.int(),
  at: z.string(),
  learner: z.string(),
  labels: z.int(),
  accuracy: estimateSchema,
  macroF1: estimateSchema,
  /** Serves suggestions, predictions and exports. */
  isServing: z.boolean(),
  /** Serves because it was chosen: newer ones do not take its place. */
  isPinned: z.boolean(),
  /** Whether its head is kept, so that it can serve again. */
  isKept: z.boolean(),
});

export type ModelVersion = z.output<typeof modelVersionSchema>;

export const predictRequestSchema = z.strictObject({
  items: z
    .array(
      z
        .strictObject({
          uri: z.string().min(1).max(8192).optional(),
          text: z.string().max(1_000_000).optional(),
          blob: z.base64().optional(),
          item: z.string().min(1).max(2048).optional().describe('Id of an item of the pool.'),
        })
        .refine((given) => Object.values(given).filter((part) => part !== undefined).length === 1, {
          message: 'give exactly one of uri, text, blob and item',
        }),
    )
    .min(1)
    .max(1000),
});

export const predictionsSchema = z.object({
  modelVersion: z.int(),
  items: z.array(
    z.union([
      z.object({
        value: z.union([z.string(), z.array(z.string())]),
        score: z.number(),
        probabilities: z.record(z.string(), z.number()),
      }),
      z.object({ error: z.object({ code: z.string(), detail: z.string() }) }),
    ]),
  ),
});

export type Predictions = z.output<typeof predictionsSchema>;
