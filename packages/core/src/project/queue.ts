/** The label queue: what an annotator is given, and what comes back. */
import { z } from 'zod';
import { errorCode } from '../api.ts';
import { answerValueSchema } from './task.ts';

const itemId = z.string().min(1).max(2048);
const leaseId = z.string().min(1).max(100);
const clientKey = z.string().min(1).max(200);

/**
 * Where a record came from: chosen by the strategy, drawn for the control arm, a gold item, asked again, imported, or
 * labelled with many others at once.
 */
export const armSchema = z.enum(['strategy', 'control', 'gold', 'again', 'import', 'bulk']);

export type Arm = z.output<typeof armSchema>;

/** What a head says of a record. */
export const suggestionSchema = z.object({
  value: answerValueSchema,
  /** Probability of the value, in [0, 1]. */
  score: z.number(),
  /** Probability of each label, in the project's order, where there are no more than a hundred. */
  probabilities: z.record(z.string(), z.number()).optional(),
  modelVersion: z.int(),
});

export type Suggestion = z.output<typeof suggestionSchema>;

/** Why a record was chosen. */
export const selectionReasonSchema = z.object({
  arm: armSchema,
  /** Id of the strategy; of the other arms what they are called. */
  strategy: z.string(),
  /** Higher = ask sooner. */
  utility: z.number().optional(),
  round: z.int().optional(),
  modelVersion: z.int().optional(),
});

export type SelectionReason = z.output<typeof selectionReasonSchema>;

/** A record in somebody's hands. */
export const leaseSchema = z.object({
  id: leaseId,
  item: itemId,
  uri: z.string(),
  /** The content, where it travelled inline as text. */
  text: z.string().optional(),
  /** Where the content can be fetched from the service. */
  content: z.string(),
  expiresAt: z.string(),
  /** Absent: none, or hidden on this record. */
  suggestion: suggestionSchema.optional(),
  reason: selectionReasonSchema,
  /** What this annotator had begun. */
  draft: answerValueSchema.optional(),
});

export type Lease = z.output<typeof leaseSchema>;

export const nextQuerySchema = z.strictObject({
  n: z.coerce.number().int().min(1).max(100).default(5).describe('Records to hold at most.'),
  anyway: z.stringbool().default(false).describe('Also when the project advises to stop.'),
});

/**
 * Why the queue is empty. `done`: every item has its answers, or this annotator gave theirs. `held`: others have the last ones. `stop`: the stopping rules
 * advise to stop. `quota`: this annotator has given what was asked. `waiting`: the pool is still being scanned,
 * or the next items are being chosen.
 */
export const emptyReasonSchema = z.enum(['done', 'held', 'stop', 'quota', 'waiting']);

export const nextSchema = z.object({
  leases: z.array(leaseSchema),
  empty: z
    .object({
      reason: emptyReasonSchema,
      detail: z.string(),
      /** When it is worth asking again, in seconds. */
      retryAfterSeconds: z.number().optional(),
      /** Of `held`: how many others hold records that this annotator could answer. */
      people: z.int().optional(),
      /** Of `held`: how many records that are. Of `done`: records that wait for answers of others. */
      records: z.int().optional(),
      /** Of `held`, where nobody holds any: records that this annotator skipped, a hundred at most. */
      skipped: z.int().optional(),
    })
    .optional(),
  /** Answers of this annotator so far. */
  mine: z.int(),
  /** Records that have all their answers. */
  completed: z.int(),
});

export type Next = z.output<typeof nextSchema>;

export const leasesSchema = z.strictObject({ leases: z.array(leaseId).min(1).max(100) });

/** A sign of life: the leases go on, and those that were on the screen are not exchanged any more. */
export const heartbeatSchema = leasesSchema.extend({
  seen: z.array(leaseId).max(100).default([]).describe('Those of them that were on the screen.'),
});

export type Heartbeat = z.input<typeof heartbeatSchema>;

/** Leases that are held still, with their new ends; those that are not among them are gone. */
export const leasesHeldSchema = z.object({
  held: z.array(z.object({ id: z.string(), expiresAt: z.string() })),
});

export const responseInputSchema = z.strictObject({
  item: itemId.describe('Id of the item.'),
  lease: leaseId.optional().describe('The lease it answers. Default: the one this annotator has on the item, if any.'),
  status: z
    .enum(['submitted', 'skipped', 'draft'])
    .default('submitted')
    .describe('skipped: somebody else is asked first. draft: kept for this annotator only.'),
  value: answerValueSchema.optional().describe('The answer. Not of a skipped record.'),
  note: z.string().max(10_000).optional().describe('A comment; it flags the record for review.'),
  leadTimeMs: z.number().min(0).max(86_400_000).optional().describe('From when it was shown to the answer.'),
  sawSuggestion: z.boolean().optional().describe('Whether the suggestion was on the screen. Default: if it was sent.'),
  key: clientKey.optional().describe('Made up by the client; an answer that is sent again with it counts once.'),
});

export type ResponseInput = z.input<typeof responseInputSchema>;

export const responsesInputSchema = z.strictObject({ items: z.array(responseInputSchema).min(1).max(1000) });

/** How an answer came about. `bulk`: one answer was given to many items at once. */
export const originSchema = z.enum(['manual', 'accepted', 'edited', 'import', 'oracle', 'bulk']);

export const responseSchema = z.object({
  id: z.string(),
  item: z.string(),
  annotator: z.string(),
  status: z.enum(['submitted', 'skipped']),
  value: answerValueSchema.optional(),
  origin: originSchema,
  note: z.string().optional(),
  leadTimeMs: z.number().optional(),
  /** The suggestion that was sent, and whether it was shown. Annotators are not told one that was hidden. */
  suggestion: suggestionSchema.extend({ isHidden: z.boolean() }).optional(),
  reason: selectionReasonSchema,
  /** True when the record had its answers already: it is kept, and counts for agreement. */
  isExtra: z.boolean(),
  createdAt: z.string(),
});

export type ProjectResponse = z.output<typeof responseSchema>;

/** One outcome per answer sent, in order. */
export const responsesResultSchema = z.object({
  items: z.array(
    z.union([
      z.object({ response: responseSchema.optional(), isRepeated: z.boolean() }),
      z.object({ error: z.object({ code: errorCode, detail: z.string() }) }),
    ]),
  ),
});

export type ResponsesResult = z.output<typeof responsesResultSchema>;

/** What was undone or done again, the newest first; empty when there was nothing. */
export const undoneSchema = z.object({ responses: z.array(responseSchema) });

export const recordStatusSchema = z.enum(['pending', 'completed', 'disputed', 'flagged']);

export const recordSchema = z.object({
  item: z.string(),
  uri: z.string(),
  text: z.string().optional(),
  content: z.string(),
  status: recordStatusSchema,
  /** Part of the fixed test share: never learnt from. Annotators are not told: false. */
  isTest: z.boolean(),
  /** Agreed answer: of a reviewer, else of the annotators, where they agree. */
  answer: answerValueSchema.optional(),
  responses: z.array(responseSchema),
  suggestion: suggestionSchema.optional(),
  reason: selectionReasonSchema,
  createdAt: z.string(),
});

export type ProjectRecord = z.output<typeof recordSchema>;

export const recordsQuerySchema = z.strictObject({
  status: recordStatusSchema.optional().describe('Default: all.'),
  q: z.string().min(1).max(200).optional().describe('Only records with this in their id, URI or text.'),
  after: z
    .string()
    .regex(/^\d{1,15}\.\d{1,15}$/, 'take it from "next"')
    .optional()
    .describe('Where to go on: "next" of the page before.'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

export const recordsSchema = z.object({
  records: z.array(recordSchema),
  /** Where to go on; absent: this was the last page. A page can be short, or empty, and have one behind it. */
  next: z.string().optional(),
});

export type ProjectRecords = z.output<typeof recordsSchema>;

export const undoSchema = z.strictObject({
  n: z.int().min(1).max(100).default(1).describe('How many, the newest first.'),
});

export const historyQuerySchema = z.strictObject({
  before: z
    .string()
    .regex(/^\d{1,15}$/, 'take it from "next"')
    .optional()
    .describe('Where to go on: "next" of the page before.'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

/** Answers and skips of an annotator, the newest first. */
export const historySchema = z.object({ responses: z.array(responseSchema), next: z.string().optional() });

export type ProjectHistory = z.output<typeof historySchema>;
