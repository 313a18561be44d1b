/** Who may do what, and how well they agree. */
import { z } from 'zod';
import { answerValueSchema } from './task.ts';

/** From the most to the least: each may do all that the next one may. */
export const roles = ['owner', 'admin', 'reviewer', 'annotator'] as const;

export const roleSchema = z.enum(roles);

export type Role = (typeof roles)[number];

/** Whether `role` may do what needs `needed`. */
export function mayAct(role: Role, needed: Role): boolean {
  return roles.indexOf(role) <= roles.indexOf(needed);
}

const memberName = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}._@ -]{0,99}$/u,
    'use letters, digits, dot, dash, underscore, @ and space, at most 100',
  );

export const memberCreateSchema = z.strictObject({
  name: memberName.describe('Unique in the project; a person of this name that another project knows is the same one.'),
  role: roleSchema.exclude(['owner']).default('annotator'),
});

export const memberSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: roleSchema,
  createdAt: z.string(),
  /** Answers so far. */
  responses: z.int(),
});

export type Member = z.output<typeof memberSchema>;

/** The token is shown once; the service keeps its hash only. */
export const memberTokenSchema = memberSchema.extend({ token: z.string() });

export const goldInputSchema = z.strictObject({
  items: z
    .array(z.strictObject({ item: z.string().min(1).max(2048), value: answerValueSchema }))
    .min(1)
    .max(10_000),
});

/** Gold items with their true answers. */
export const goldListSchema = z.object({
  items: z.array(
    z.object({
      item: z.string(),
      uri: z.string(),
      text: z.string().optional(),
      value: answerValueSchema,
      /** Answers of annotators to it. */
      answers: z.int(),
    }),
  ),
  /** Where to go on; absent: these were the last. */
  next: z.string().optional(),
});

export type GoldList = z.output<typeof goldListSchema>;

export const goldQuerySchema = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,15}$/, 'take it from "next"')
    .optional()
    .describe('Where to go on: "next" of the page before.'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

export const verdictInputSchema = z.strictObject({
  item: z.string().min(1).max(2048),
  value: answerValueSchema.describe('The true answer, which outranks those of annotators.'),
  note: z.string().max(10_000).optional(),
});

const estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });

/** A measured number with its 95 % interval; null where it is not defined. */
export const estimateSchema = estimate.nullable();

const annotatorReportSchema = z.object({
  id: z.string(),
  name: z.string(),
  responses: z.int(),
  skipped: z.int(),
  /** Median, in milliseconds. */
  leadTimeMs: z.number().nullable(),
  /** Answers per hour of work, by the lead times. */
  perHour: z.number().nullable(),
  /** On gold items. */
  goldAccuracy: estimateSchema,
  goldAnswers: z.int(),
  /** How far their answers can be relied on, by CROWDLAB, in [0, 1]. */
  quality: z.number().nullable(),
  /** Share of answers that the consensus agrees with, on records with two or more answers. */
  agreement: estimateSchema,
});

export const qualitySchema = z.object({
  /** Records with two or more answers. */
  records: z.int(),
  observedAgreement: estimateSchema,
  cohenKappa: z.array(z.object({ a: z.string(), b: z.string(), records: z.int(), kappa: estimateSchema })),
  fleissKappa: estimateSchema,
  krippendorffAlpha: estimateSchema,
  annotators: z.array(annotatorReportSchema),
  /** How the suggestion pulls: shares of answers equal to it where it was shown and where it was hidden at random. */
  acceptance: z.object({
    shown: estimateSchema,
    hidden: estimateSchema,
    difference: estimateSchema,
    shownAnswers: z.int(),
    hiddenAnswers: z.int(),
  }),
});

export type Quality = z.output<typeof qualitySchema>;

/** Records that want a reviewer, the most doubtful first. */
export const disputeSchema = z.object({
  item: z.string(),
  uri: z.string(),
  text: z.string().optional(),
  why: z.enum(['disagreement', 'flagged', 'likely-error']),
  /** In [0, 1]; higher = look sooner. */
  utility: z.number(),
  answers: z.array(
    z.object({ annotator: z.string(), value: answerValueSchema, note: z.string().optional(), createdAt: z.string() }),
  ),
  consensus: answerValueSchema.optional(),
  verdict: answerValueSchema.optional(),
});

export type Dispute = z.output<typeof disputeSchema>;

export const auditEntrySchema = z.object({
  number: z.int(),
  at: z.string(),
  by: z.string(),
  action: z.string(),
  subject: z.string(),
  details: z.unknown().optional(),
});

export type AuditEntry = z.output<typeof auditEntrySchema>;
