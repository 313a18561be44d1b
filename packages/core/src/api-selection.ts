/** The bodies of `POST /v1/select`: a selection from signals that the caller has already. */
import { z } from 'zod';
import { count, seedSchema, strategyChoiceSchema } from './api.ts';
import { type SignalInfo, type SignalName, signalNames, signalTable } from './signals.ts';

const file = z.string().min(1).max(8192);
const rows = z.array(z.array(z.number()));

/** One integer a line of a text file, or the integers themselves. */
const integersInput = z.union([file, z.array(z.int())]);

type SignalInput<Name extends SignalName> = (typeof signalTable)[Name]['rows'] extends 'members'
  ? z.ZodOptional<z.ZodUnion<[typeof file, z.ZodArray<typeof rows>]>>
  : z.ZodOptional<z.ZodUnion<[typeof file, typeof rows]>>;

/** The numbers of each signal, or the file that the service reads them from. */
const signalInputs = Object.fromEntries(
  signalNames.map((name) => {
    const { shape, rows: of, summary }: SignalInfo = signalTable[name];
    const values = of === 'members' ? z.array(rows) : rows;
    const formats = of === 'members' ? 'NPY, NPZ' : 'NPY, NPZ, Arrow, Parquet';
    return [
      name,
      z
        .union([file, values])
        .optional()
        .describe(`${shape}, ${summary}: a file (${formats}) or the numbers themselves.`),
    ];
  }),
) as { [Name in SignalName]: SignalInput<Name> };

export const selectionRequestSchema = z
  .strictObject({
    strategy: strategyChoiceSchema.optional().describe('Query strategy. Default: the config.'),
    budget: z.int().optional().describe('How many rows to ask for, at least 1. Default: the config.'),
    seed: seedSchema.optional().describe('Default: the config.'),
    ...signalInputs,
    labelled: integersInput
      .optional()
      .describe('Rows whose label is known, counted from 0; they are not asked for. A text file or the numbers.'),
    plan: z
      .boolean()
      .optional()
      .describe('true: answer with what the selection would take, and select nothing. Default: false.'),
    labels: integersInput
      .optional()
      .describe('The class number of each labelled row, where rows have one class. A text file or the numbers.'),
  })
  .refine((asked) => count(...signalNames.map((name) => asked[name])) > 0, {
    message: `give at least one of ${signalNames.join(', ')}`,
  })
  .refine(
    (asked) =>
      asked.labelled === undefined
        ? count(asked.labels, asked.targets, asked.labelSets) === 0
        : count(asked.labels, asked.targets, asked.labelSets) > 0,
    {
      message: 'labelled goes with labels, targets or labelSets: give what is known of the labelled rows, or neither',
    },
  );

export type SelectionRequest = z.input<typeof selectionRequestSchema>;

/** Whether all that a selection reads is in files: such a one can be a job, whose request is kept until it is done. */
export function isInFiles(request: SelectionRequest): boolean {
  const inputs = [...signalNames.map((name) => request[name]), request.labelled, request.labels];
  return inputs.every((input) => input === undefined || typeof input === 'string');
}

export const selectionResultSchema = z.object({
  /** Best first; `row` counts from 0. */
  picks: z.array(z.object({ rank: z.int().min(1), row: z.int().min(0), utility: z.number() })),
  summary: z.object({
    /** Rows given. */
    rows: z.int(),
    /** Rows that could be chosen from. */
    pool: z.int(),
    labelled: z.int(),
    strategy: z.string(),
    /** Ids of the wrappers around the strategy, the nearest first, where there are any. */
    wrap: z.array(z.string()).optional(),
    seed: seedSchema,
    seconds: z.object({ load: z.number(), select: z.number() }),
  }),
});

export type SelectionResult = z.output<typeof selectionResultSchema>;

export const selectionPlanSchema = z.object({
  strategy: z.string(),
  /** Ids of the wrappers around the strategy, the nearest first, where there are any. */
  wrap: z.array(z.string()).optional(),
  /** N, labelled ones among them. */
  rows: z.int(),
  labelled: z.int(),
  /** K, D and M; 0 where no signal tells. */
  classes: z.int(),
  width: z.int(),
  members: z.int(),
  budget: z.int(),
  /** Of a dataset: items that the query would scan first; their time is not in `seconds`. Absent: none. */
  pending: z.int().optional(),
  /** Memory that the signals take, and at most the work on them. */
  bytes: z.object({ signals: z.number(), strategy: z.number() }),
  /** Bytes of memory that are free now. */
  free: z.number(),
  /** Whether both fit into the share of it that may be used. */
  fits: z.boolean(),
  /** An estimate, from a short measurement of this machine and what the strategy does at most; the fit of a head is not in it. */
  seconds: z.object({ low: z.number(), high: z.number() }),
  /** Where it does not fit: what would. */
  alternative: z.object({ strategy: strategyChoiceSchema, why: z.string() }).optional(),
});

export type SelectionPlan = z.output<typeof selectionPlanSchema>;
