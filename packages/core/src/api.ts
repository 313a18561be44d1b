/** The bodies of the HTTP interface, version 1. Server, client and OpenAPI page all take them from here. */
import { z } from 'zod';
import type { ErrorCode } from './errors.ts';
import { faultOfId, modalities } from './item.ts';
import { modelEntrySchema } from './model-entry.ts';
import { rowSchema } from './table-row.ts';
import { learnerChoiceSchema, trainingSchema } from './training.ts';

const id = z.string().min(1).max(2048);
export const seedSchema = z.int().min(0).max(4294967295);

const pathSafe = (name: string, context: z.RefinementCtx): void => {
  const fault = faultOfId(name);
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
};

export const itemInputSchema = z
  .strictObject({
    id: id.superRefine(pathSafe).optional().describe('Unique in the pool. Default: the URI.'),
    uri: z.string().min(1).max(8192).superRefine(pathSafe).optional().describe('Where the content is.'),
    text: z.string().max(1_000_000).optional().describe('The content itself, a text.'),
    blob: z.base64().optional().describe('The content itself, base64.'),
    row: rowSchema
      .optional()
      .describe(
        'The content itself, a row of a table: its cells by column. A cell is a text, number, boolean or null.',
      ),
    label: z
      .string()
      .min(1)
      .max(1024)
      .optional()
      .describe('A known label: the item teaches a head and is not asked for.'),
  })
  .refine((item) => count(item.uri, item.text, item.blob, item.row) === 1, {
    message: 'give exactly one of uri, text, blob and row',
  });

export type ItemInput = z.input<typeof itemInputSchema>;

const namedWithOptions = {
  type: z.string().min(1),
  options: z.record(z.string(), z.unknown()).default({}),
};

export const wrapChoiceSchema = z.union([z.string().min(1), z.strictObject(namedWithOptions)]);

export const strategyChoiceSchema = z.union([
  z.string().min(1),
  z.strictObject({
    ...namedWithOptions,
    wrap: z
      .array(wrapChoiceSchema)
      .default([])
      .describe('Wrappers around the strategy, the one nearest to it first: names, or { type, options }.'),
  }),
]);

/** A wrapper that a query names, with its options. */
export interface WrapChoice {
  readonly type: string;
  readonly options: Record<string, unknown>;
}

/** A strategy that a query names, with its options and what is wrapped around it. */
export interface StrategyChoice {
  /** An id or alias, or `auto`, which takes no options. */
  readonly type: string;
  readonly options: Record<string, unknown>;
  /** The one nearest to the strategy first. Default: none. */
  readonly wrap?: readonly WrapChoice[];
}

/** Formats of manifests. `list`: one URI or path a line. `texts`: one text a line. */
export const manifestFormats = ['list', 'texts', 'jsonl', 'csv', 'tsv'] as const;

export const manifestSchema = z.strictObject({
  text: z.string().describe('The whole manifest.'),
  format: z
    .enum(['auto', ...manifestFormats])
    .default('auto')
    .describe('auto: told from its first line, and never texts: one text a line.'),
  base: z.string().optional().describe('Absolute folder or file: URI that relative paths start from.'),
});

/** The ways to name a pool; exactly one of them. */
export const poolShape = {
  items: z.array(itemInputSchema).optional().describe('The items themselves.'),
  input: z
    .string()
    .min(1)
    .max(8192)
    .optional()
    .describe('A folder, glob or manifest (list, JSONL, CSV, TSV) that the service reads: an absolute path or a URI.'),
  manifest: manifestSchema.optional().describe('The text of a manifest.'),
  columns: z
    .strictObject({
      id: z.string().optional().describe('Column or field of the id. Default: id.'),
      uri: z
        .string()
        .optional()
        .describe('Column of the URI. Default: uri, url, path, file, image, audio or filename.'),
      text: z.string().optional().describe('Column of the text. Default: text, sentence, content or document.'),
      label: z.string().optional().describe('Column of known labels. Default: none; a label column is never guessed.'),
      features: z
        .union([z.literal('all'), z.array(z.string().min(1)).min(1)])
        .optional()
        .describe(
          'The items are rows of a table, of these columns; all: of every column but the id, the label, and one named label. Default: all, where no column holds URIs or texts.',
        ),
    })
    .refine(({ features, uri, text }) => features === undefined || (uri === undefined && text === undefined), {
      message: 'give either features, for rows of a table, or uri or text',
    })
    .optional()
    .describe('Which columns of a manifest are what.'),
};

export type Columns = z.output<NonNullable<typeof poolShape.columns>>;

/** How many of the values are given. */
export function count(...values: unknown[]): number {
  return values.filter((value) => value !== undefined).length;
}

export const queryRequestSchema = z
  .strictObject({
    ...poolShape,
    dataset: id.optional().describe('Id of a dataset that was pushed before.'),
    budget: z.int().optional().describe('How many items to ask for, at least 1. Default: the config.'),
    strategy: strategyChoiceSchema.optional().describe('Query strategy. Default: the config.'),
    model: z
      .union([z.string().min(1), modelEntrySchema])
      .optional()
      .describe('Name of a model the service knows, or an entry. Default: the config.'),
    learner: learnerChoiceSchema.optional().describe('Turns labelled items into a head. Default: the config.'),
    training: trainingSchema
      .optional()
      .describe('How that head is trained; batches are what was labelled between queries. Default: the config.'),
    seed: seedSchema.optional().describe('Default: the config.'),
    keepDuplicates: z.boolean().optional().describe('Whether items of equal content may be asked for more than once.'),
    plan: z
      .boolean()
      .optional()
      .describe('true: answer with what the selection would take, and scan and select nothing. Default: false.'),
  })
  .refine((query) => count(query.items, query.input, query.manifest, query.dataset) === 1, {
    message: 'give exactly one of items, input, manifest and dataset',
  });

export type QueryRequest = z.input<typeof queryRequestSchema>;

/** One chosen item, as picks.jsonl holds it. */
export const pickSchema = z.object({
  rank: z.int().min(1),
  id: z.string(),
  uri: z.string(),
  utility: z.number(),
  strategy: z.string(),
  model: z.string(),
  seed: seedSchema,
  sha256: z.string(),
  /** Ids of the wrappers around the strategy, the nearest first, where there are any. */
  wrap: z.array(z.string()).optional(),
});

export type Pick = z.output<typeof pickSchema>;

export const errorCode = z.string() as unknown as z.ZodType<ErrorCode>;

export const itemFaultSchema = z.object({ id: z.string(), uri: z.string(), code: errorCode, message: z.string() });

export const summarySchema = z.object({
  /** Items given. */
  items: z.int(),
  /** Items that could be chosen from: with features, unlabelled, each content once. */
  pool: z.int(),
  labelled: z.int(),
  /** Items whose id was given before. */
  duplicateIds: z.int(),
  /** Items left out because an earlier one has the same content. */
  duplicateContents: z.int(),
  failed: z.int(),
  /** Rows computed by this query; the others were known. */
  inferred: z.int(),
  /** Learner of the head on the labelled items; absent without one. */
  learner: z.string().optional(),
  /** Why that learner is not the one that was asked for. */
  learnerNote: z.string().optional(),
  /** What that head was made from; absent without one. */
  taught: z
    .object({
      /** Of the learner, every default filled in. */
      options: z.record(z.string(), z.unknown()),
      training: trainingSchema,
      /** Number of the round, from 0: it grows when a query finds labels that the one before did not. */
      round: z.int(),
      /** Labelled items that were learnt from. */
      labels: z.int(),
      /** Labelled items that were held out to find the temperature. */
      heldOut: z.int(),
      /** Unlabelled items that were learnt from by the class that a first head gave them. */
      pseudoLabels: z.int(),
    })
    .optional(),
  seconds: z.object({ scan: z.number(), select: z.number() }),
});

export type Summary = z.output<typeof summarySchema>;

export const queryResultSchema = z.object({
  picks: z.array(pickSchema),
  /** Items without features; at most 100,000 here, all counted in `summary.failed`. */
  errors: z.array(itemFaultSchema),
  summary: summarySchema,
});

export type QueryResult = z.output<typeof queryResultSchema>;

const summaryShape = {
  id: z.string(),
  aliases: z.array(z.string()),
  title: z.string(),
  summary: z.string(),
  formula: z.string(),
  reference: z.string(),
  cost: z.string(),
  needs: z.array(z.string()),
  /** JSON Schema of the options. */
  options: z.record(z.string(), z.unknown()),
};

export const strategySummarySchema = z.object({
  ...summaryShape,
  /** `scorer`: ranks row by row, and any wrapper fits; `selector`: chooses a set, and splitters fit. */
  kind: z.enum(['scorer', 'selector']),
  family: z.string(),
});

export type StrategySummary = z.output<typeof strategySummarySchema>;

export const wrapperSummarySchema = z.object({
  ...summaryShape,
  /** `reweigher`: changes utilities; `splitter`: narrows or parts the candidates. */
  kind: z.enum(['reweigher', 'splitter']),
});

export type WrapperSummary = z.output<typeof wrapperSummarySchema>;

export const learnerSummarySchema = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  reference: z.string(),
  /** JSON Schema of the options. */
  options: z.record(z.string(), z.unknown()),
});

export type LearnerSummary = z.output<typeof learnerSummarySchema>;

export const stoppingRuleSummarySchema = learnerSummarySchema.extend({
  /** What it has to know of a round. */
  needs: z.array(z.string()),
});

export type StoppingRuleSummary = z.output<typeof stoppingRuleSummarySchema>;

export const modelSummarySchema = z.object({
  name: z.string(),
  modality: z.enum(modalities).optional(),
  title: z.string(),
  summary: z.string(),
  hub: z.string(),
  /** True for the one the config names. */
  configured: z.boolean(),
});

export type ModelSummary = z.output<typeof modelSummarySchema>;

export const datasetCreateSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, 'use letters, digits, dot, dash and underscore, at most 128')
    .optional()
    .describe('Default: made up.'),
  model: z
    .union([z.string().min(1), modelEntrySchema])
    .optional()
    .describe('The model that scans pushed items. Default: the config.'),
});

export type DatasetCreate = z.input<typeof datasetCreateSchema>;

export const datasetSchema = z.object({
  id: z.string(),
  model: z.string(),
  /** What its first item is; absent while it has none. */
  modality: z.enum(modalities).optional(),
  items: z.int(),
  labelled: z.int(),
  /** Items whose features are ready. */
  ready: z.int(),
  failed: z.int(),
  createdAt: z.string(),
});

export type Dataset = z.output<typeof datasetSchema>;

export const itemsPushSchema = z
  .strictObject({
    ...poolShape,
    format: z
      .enum(manifestFormats)
      .optional()
      .describe('Of a manifest behind input. texts: one text a line. Default: by its name, else by its first line.'),
    labelFolders: z
      .boolean()
      .optional()
      .describe('Of a folder or glob as input: whether the name of the folder that a file is in is its known label.'),
  })
  .refine((push) => count(push.items, push.input, push.manifest) === 1, {
    message: 'give exactly one of items, input and manifest',
  });

export type ItemsPush = z.input<typeof itemsPushSchema>;

export const itemsPushedSchema = z.object({
  added: z.int(),
  /** Items whose id was there already, with the same content or another. */
  known: z.int(),
  /** The scan that this push started or joined. */
  job: z.string(),
});

export type ItemsPushed = z.output<typeof itemsPushedSchema>;

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: errorCode,
  detail: z.string(),
  details: z.unknown().optional(),
});

/** ALaaS 2022's call, as its README's curl shows it. */
export const legacyPostSchema = z.looseObject({
  data: z.array(
    z.looseObject({
      id: z.string().optional(),
      uri: z.string().optional(),
      text: z.string().optional(),
      blob: z.string().optional(),
    }),
  ),
  parameters: z.looseObject({ budget: z.int().optional() }).default({}),
  execEndpoint: z.string().default('/query'),
});
