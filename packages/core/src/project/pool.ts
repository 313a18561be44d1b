/** The pool of a project as a whole: every item with what is known of it, its map, its neighbours, and what is done to many at once. */
import { z } from 'zod';
import { errorCode } from '../api.ts';
import { armSchema } from './queue.ts';
import { answerValueSchema } from './task.ts';

const itemId = z.string().min(1).max(2048);

/**
 * Where an item stands. `in-progress`: somebody was given it, or it has some of its answers. `completed`: it has all of
 * them. `excluded`: it is not asked, taught or measured, whatever answers it has.
 */
export const poolStatuses = ['unlabelled', 'in-progress', 'completed', 'excluded'] as const;

export const poolStatusSchema = z.enum(poolStatuses);

export type PoolStatus = z.output<typeof poolStatusSchema>;

/**
 * What the pool can be sorted by. Of the head that serves: `confidence` (probability of what it says), `uncertainty` (1 - the
 * margin between the two likeliest; of several labels that of the least sure one) and `entropy` (in nats; of several labels
 * the sum). `utility`: of the round at work, else of the one that chose the item. `error`: how doubtful the label is, 1 - the
 * probability that heads which have not learnt from the item give it.
 */
export const poolSorts = ['pool', 'utility', 'uncertainty', 'entropy', 'confidence', 'error'] as const;

export type PoolSort = (typeof poolSorts)[number];

export const poolQuerySchema = z.strictObject({
  q: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Only items with this in their id, URI or text. Upper and lower case are the same.'),
  item: itemId.optional().describe('Only the item with this id.'),
  status: poolStatusSchema.optional().describe('Default: all.'),
  label: z.string().min(1).max(256).optional().describe('Only items with this label among their agreed answer.'),
  predicted: z.string().min(1).max(256).optional().describe('Only items of which the head says this label.'),
  round: z.coerce.number().int().min(0).optional().describe('Only items that this round chose.'),
  arm: armSchema.optional().describe('Only items that became records this way.'),
  truth: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe('With said: the items in this cell of the confusion matrix of the evaluation.'),
  said: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe('With truth: what heads that had not learnt from the item said.'),
  likelyError: z
    .stringbool()
    .optional()
    .describe(
      'true: only items whose label is likely wrong, and that no reviewer has decided on. false: only the others.',
    ),
  sort: z.enum(poolSorts).default('pool').describe('pool: the order in which items joined.'),
  order: z
    .enum(['asc', 'desc'])
    .optional()
    .describe('Items of which the number is not known come last. Default: asc for pool, else desc.'),
  after: z
    .string()
    .regex(/^(none|-?\d{1,20}(\.\d{1,25})?(e[+-]?\d{1,3})?)~\d{1,10}$/, 'take it from "next"')
    .optional()
    .describe('Where to go on: "next" of the page before.'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

export type PoolQuery = z.output<typeof poolQuerySchema>;

/** Numbers of an item; absent where they are not known. */
const poolSignalsSchema = z.object({
  /** Of the project's strategy; higher = ask sooner. */
  utility: z.number().optional(),
  /** In [0, 1]; 1 = the two likeliest answers are equally likely. */
  uncertainty: z.number().optional(),
  /** In nats. */
  entropy: z.number().optional(),
  /** Probability of what the head says, in [0, 1]. */
  confidence: z.number().optional(),
  /** How doubtful its label is, in [0, 1]: 1 - the probability that heads which have not learnt from the item give it. */
  error: z.number().optional(),
});

export const poolItemSchema = z.object({
  item: z.string(),
  uri: z.string(),
  /** The beginning of the content, where it came inline as text. */
  text: z.string().optional(),
  /** Whether `text` is all of it. */
  isWhole: z.boolean(),
  /** Where the content can be fetched from the service. */
  content: z.string(),
  status: poolStatusSchema,
  /** Agreed answer: of a reviewer, else of the annotators, where they agree. */
  label: answerValueSchema.optional(),
  /** What the head that serves says, with its probability. */
  prediction: z.object({ value: z.union([z.string(), z.array(z.string())]), score: z.number() }).optional(),
  signals: poolSignalsSchema,
  /** What heads that have not learnt from the item say of it. Of labelled items. */
  said: z.union([z.string(), z.array(z.string())]).optional(),
  /** Whether its label is likely wrong, by confident learning (Northcutt, Jiang & Chuang 2021). Not what a reviewer decided. */
  isLikelyError: z.boolean(),
  /** The round that chose it. */
  round: z.int().optional(),
  arm: armSchema.optional(),
  /** Part of the fixed test share: never learnt from. */
  isTest: z.boolean(),
  /** An earlier item has the same content: this one is not asked. */
  isDuplicate: z.boolean(),
});

export type PoolItem = z.output<typeof poolItemSchema>;

export const poolItemsSchema = z.object({
  items: z.array(poolItemSchema),
  /** Items that the filters let through, on all pages. */
  matches: z.int(),
  /** Items in the pool, whatever the filters. */
  total: z.int(),
  /** Of the head that serves. 0: none yet, and no predictions. */
  modelVersion: z.int(),
  /** Of the heads behind `said`, `error` and the confusion matrix. 0: nothing was measured since the start. */
  measuredVersion: z.int(),
  /** Where to go on; absent: this was the last page. */
  next: z.string().optional(),
});

export type PoolItems = z.output<typeof poolItemsSchema>;

export const poolMapQuerySchema = z.strictObject({
  have: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('Id of the layout that the caller has: items, x and y are left out while it is the same.'),
});

/** Numbers as base64 of their bytes, little-endian. */
const column = z.base64();

/**
 * The pool in two dimensions, column by column. The layout is that of the same items for ever: it follows from their contents
 * alone.
 */
export const poolMapSchema = z.object({
  layout: z.object({
    /** Names points and places: equal ids, equal `items`, `x` and `y`. */
    id: z.string(),
    /** The two directions of the largest variance, or UMAP (McInnes, Healy & Melville 2018). */
    kind: z.enum(['pca', 'umap']),
    /** How far a better layout is, in [0, 1]: ask again. null: this is the best there will be. */
    progress: z.number().nullable(),
    /** Why there is no better one, where that is no matter of course. */
    detail: z.string().optional(),
    /** The same as a code: too few items for UMAP, or it failed. */
    reason: z.enum(['few-items', 'failed']).optional(),
  }),
  /** Points. */
  points: z.int(),
  /** Items of the pool. */
  total: z.int(),
  /** Contents of the pool: items of the same content are one point. More than the points: the map shows a sample, with all that are labelled. */
  contents: z.int(),
  modelVersion: z.int(),
  /** What `label` and `predicted` point into: the project's labels; of several labels the sets that occur. */
  values: z.array(z.union([z.string(), z.array(z.string())])),
  /** Ids, by point. */
  items: z.array(z.string()).optional(),
  /** float32 in [-1, 1]. */
  x: column.optional(),
  /** float32 in [-1, 1]. */
  y: column.optional(),
  /** int16: a place in `values`; -1: none. */
  label: column,
  /** int16: a place in `values`; -1: none. */
  predicted: column,
  /** float32 in [0, 1]; NaN: not known. */
  uncertainty: column,
  /** int32: the round that chose it; -1: none. */
  round: column,
  /** uint8: a place in {@link poolStatuses}. */
  status: column,
});

export const neighboursQuerySchema = z.strictObject({
  n: z.coerce.number().int().min(1).max(100).default(8).describe('So many, the nearest first.'),
  labelled: z.stringbool().optional().describe('true: only items with an agreed answer. Annotators see no others.'),
});

export const neighboursSchema = z.object({
  neighbours: z.array(
    z.object({
      item: z.string(),
      uri: z.string(),
      /** The beginning of the content, where it came inline as text. */
      text: z.string().optional(),
      /** Where the content can be fetched from the service. */
      content: z.string(),
      /** Cosine of the embeddings, in [-1, 1]. */
      similarity: z.number(),
      /** 1 - similarity, in [0, 2]. */
      distance: z.number(),
      label: answerValueSchema.optional(),
    }),
  ),
});

export type Neighbour = z.output<typeof neighboursSchema>['neighbours'][number];

const manyItems = z.array(itemId).min(1).max(10_000);

export const exclusionsInputSchema = z.strictObject({
  items: manyItems.describe('Ids of items of the pool.'),
  isExcluded: z.boolean().default(true).describe('false: they are in the pool again, with the answers they had.'),
});

export const bulkLabelsInputSchema = z.strictObject({
  items: manyItems.describe('Ids of items of the pool.'),
  value: answerValueSchema
    .nullable()
    .describe('The answer to each of them. null: takes back what the caller said of them in bulk.'),
});

/** What became of each item: those that could not be taken changed nothing and stopped nothing. */
export const bulkResultSchema = z.object({
  /** Items that were changed. */
  changed: z.int(),
  /** Items that were so already. */
  known: z.int(),
  failed: z.array(z.object({ item: z.string(), code: errorCode, detail: z.string() })),
});

export type BulkResult = z.output<typeof bulkResultSchema>;
