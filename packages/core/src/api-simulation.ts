/** The bodies of `POST /v1/simulations`: query strategies compared on labelled data. */
import { z } from 'zod';
import { count, poolShape, seedSchema, strategyChoiceSchema } from './api.ts';
import { modelEntrySchema } from './model-entry.ts';
import { stoppingSchema } from './stopping/stopping-plan.ts';
import { learnerChoiceSchema, trainingSchema } from './training.ts';

const file = z.string().min(1).max(8192);
const name = z.string().min(1).max(200);

/** Labelled data: a pool whose items have labels, a dataset that was pushed, or vectors with class numbers. */
const labelledShape = {
  ...poolShape,
  dataset: z.string().min(1).max(2048).optional().describe('Id of a dataset that was pushed before, with labels.'),
  embeddings: z
    .union([file, z.array(z.array(z.number()))])
    .optional()
    .describe('[N x D], in place of items: a file (NPY, NPZ, Arrow, Parquet) or the rows themselves. No model runs.'),
  labels: z
    .union([file, z.array(z.union([z.int(), z.string()]))])
    .optional()
    .describe('With embeddings: the class of each row. A text file with one a line, or a list.'),
};

const ways = ['items', 'input', 'manifest', 'dataset', 'embeddings'] as const;

const labelledSchema = z
  .strictObject(labelledShape)
  .refine((given) => count(...ways.map((way) => given[way])) === 1, {
    message: `give exactly one of ${ways.join(', ')}`,
  })
  .refine((given) => (given.labels === undefined) === (given.embeddings === undefined), {
    message: 'embeddings and labels belong together: give both or neither',
  });

export const simulationRequestSchema = z.strictObject({
  pool: labelledSchema.describe('Labelled items: their labels are the oracle.'),
  test: z
    .union([z.number().gt(0).lt(1), labelledSchema])
    .default(0.2)
    .describe('Labelled items to measure on, or the share of the pool that is set aside at random for it.'),
  model: z
    .union([z.string().min(1), modelEntrySchema])
    .optional()
    .describe(
      "Makes the embeddings: name of a model the service knows, or an entry. Default: a dataset's own, else the config.",
    ),
  strategies: z
    .union([z.literal('all'), z.array(strategyChoiceSchema).min(1).max(200)])
    .describe('Query strategies to compare; all: every one whose needs can be met here.'),
  baseline: name.default('random').describe('The strategy that the others are tested against; added when not listed.'),
  learner: learnerChoiceSchema.optional().describe('Trains a head after each batch. Default: the config.'),
  training: trainingSchema.optional().describe('How each head is trained. Default: the config.'),
  seedSet: z.int().min(1).optional().describe('Items labelled at the start, drawn at random. Default: two per class.'),
  batch: z.int().min(1).default(20).describe('Items labelled per round.'),
  budget: z.int().min(1).default(200).describe('Items labelled in all, beyond the seed set: the quota.'),
  seeds: z
    .array(seedSchema)
    .min(1)
    .max(1000)
    .refine((seeds) => new Set(seeds).size === seeds.length, { message: 'name each seed once' })
    .default([0, 1, 2, 3, 4])
    .describe('One run of every strategy for each: it draws the seed set and breaks ties.'),
  target: z.number().gt(0).max(1).optional().describe('Accuracy to reach: the labels that took are reported.'),
  stopping: z
    .array(stoppingSchema)
    .max(50)
    .default([])
    .describe('Stopping rules, or parts joined by any and all: where each would have stopped every run is reported.'),
  retryFailed: z
    .boolean()
    .default(false)
    .describe('Whether runs that failed when the same simulation was asked for before are tried again.'),
});

export type SimulationRequest = z.input<typeof simulationRequestSchema>;

const interval = z.tuple([z.number(), z.number()]);

const roundSchema = z.object({
  /** Labels that the head was trained on. */
  labels: z.int(),
  /** On the test items, each in [0, 1]. */
  accuracy: z.number(),
  macroF1: z.number(),
  /** Expected calibration error, 15 bins of equal width. */
  calibrationError: z.number(),
  /** The batch that was asked next, best first; empty after the last round. */
  picks: z.array(z.object({ row: z.int(), utility: z.number() })),
});

export type SimulationRound = z.output<typeof roundSchema>;

const stopSchema = z.object({
  /** The rules as they were asked for. */
  stopping: stoppingSchema,
  /** Labels at which it would have stopped; null when it would not have. */
  labels: z.int().nullable(),
  /** Accuracy at that point. */
  accuracy: z.number().nullable(),
  /** Why then, or why not yet at the end: one line per rule. */
  why: z.array(z.string()),
});

export type SimulationStop = z.output<typeof stopSchema>;

const pointSchema = roundSchema.pick({ labels: true, accuracy: true, macroF1: true });

/** What a head of a simulation reached, as soon as it was measured. */
export type SimulationPoint = z.output<typeof pointSchema>;

export const simulationCurveSchema = z.object({
  strategy: z.string(),
  seed: seedSchema,
  points: z.array(pointSchema),
});

/** How far one run of a simulation is: a point for each head that was measured so far. */
export type SimulationCurve = z.output<typeof simulationCurveSchema>;

const measuredSchema = z.object({
  fitSeconds: z.number(),
  /** Signals and selection; 0 after the last round. */
  selectSeconds: z.number(),
  /** Largest resident memory of the process while the round ran. */
  peakMemoryBytes: z.number(),
});

export type SimulationMeasured = z.output<typeof measuredSchema>;

export const simulationRunSchema = z.object({
  strategy: z.string(),
  seed: seedSchema,
  /** Rows labelled at the start, in the order drawn. */
  seedSet: z.array(z.int()),
  rounds: z.array(roundSchema),
  /** Area under the budget curve in [0, 1]: trapezoids over the labels, divided by the budget. */
  aubc: z.number(),
  /** Labels with which the target was first reached; null when it was not. Absent without a target. */
  labelsToTarget: z.int().nullable().optional(),
  /** One for each part of `stopping`. */
  stops: z.array(stopSchema),
  /** What differs from run to run of the same inputs, one per round. */
  measured: z.array(measuredSchema),
});

export type SimulationRun = z.output<typeof simulationRunSchema>;

const testSchema = z.object({
  /** Mean over seeds of its AUBC less that of the other. */
  difference: z.number(),
  /** 95 %, by Student's t; null with fewer than two seeds. */
  interval: interval.nullable(),
  /** Two-sided paired t-test over seeds; null with fewer than two seeds. */
  p: z.number().nullable(),
  /** The same after Holm's correction for the number of strategies. */
  holm: z.number().nullable(),
});

export type PairedComparison = z.output<typeof testSchema>;

const estimateSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });

const curvePointSchema = z.object({ labels: z.int(), mean: z.number(), interval: interval.nullable() });

export const strategyOutcomeSchema = z.object({
  strategy: z.string(),
  title: z.string(),
  aubc: z.object({ mean: z.number(), interval: interval.nullable() }),
  /** Accuracy by labels, mean and 95 % interval over seeds. */
  accuracy: z.array(curvePointSchema),
  macroF1: z.array(curvePointSchema),
  calibrationError: z.array(curvePointSchema),
  labelsToTarget: z
    .object({ mean: z.number().nullable(), reached: z.int() })
    .optional()
    .describe('Mean over the runs that reached the target, and how many did.'),
  againstBaseline: testSchema.nullable().describe('Null for the baseline itself.'),
  /** Where the mean accuracy is going by two families of curves; null with too few rounds to tell. */
  forecast: z
    .object({
      /** Twice the labels of the last round. */
      labels: z.int(),
      accuracy: estimateSchema,
      /** What unlimited labels would give. */
      asymptote: estimateSchema,
    })
    .nullable(),
  seconds: z.object({ fit: z.number(), select: z.number() }).describe('Mean per round.'),
  peakMemoryBytes: z.number(),
});

export type StrategyOutcome = z.output<typeof strategyOutcomeSchema>;

/** The answers that a comparison of a project had. */
const simulationBasisSchema = z.object({
  /** What was measured on: those drawn at random, or a share of all. */
  test: z.union([z.literal('control'), z.number()]),
  answers: z.int(),
  /** Answers to items that a strategy or a person chose. */
  chosen: z.int(),
  /** Answers to items drawn at random. */
  control: z.int(),
  imported: z.int(),
});

export type SimulationBasis = z.output<typeof simulationBasisSchema>;

export const simulationResultSchema = z.object({
  /** What was run, every default filled in. */
  setting: z.object({
    data: z.string(),
    model: z.string().nullable(),
    learner: z.string(),
    training: trainingSchema,
    items: z.int(),
    testItems: z.int(),
    classes: z.array(z.string()),
    /** D */
    width: z.int(),
    seedSet: z.int(),
    batch: z.int(),
    budget: z.int(),
    seeds: z.array(seedSchema),
    baseline: z.string(),
    target: z.number().optional(),
    /** Digest of embeddings, labels and everything above: equal keys have equal runs. */
    key: z.string(),
  }),
  /** Strategies without a result, and why: those that could not run here at all, and those that failed in a run. */
  leftOut: z.array(
    z.object({
      strategy: z.string(),
      code: z.string(),
      message: z.string(),
      seed: seedSchema.optional().describe('Of the run that failed. Absent: the strategy could not run here at all.'),
    }),
  ),
  /** In order of mean AUBC, best first. */
  strategies: z.array(strategyOutcomeSchema),
  /**
   * Ash et al. 2020: cell [i][j] is the share of rounds in which strategy i beats strategy j by a paired two-sided t-test
   * at 0.05 over seeds; in the order of `strategies`. Null with fewer than two seeds.
   */
  penalties: z.array(z.array(z.number())).nullable(),
  runs: z.array(simulationRunSchema),
  /** What to keep in mind when reading it, such as that a pool of chosen answers is biased. Absent: nothing. */
  notes: z.array(z.string()).optional(),
  /** What the notes on a project's answers follow from. Absent: it was not on a project's answers. */
  basis: simulationBasisSchema.optional(),
});

export type SimulationResult = z.output<typeof simulationResultSchema>;
