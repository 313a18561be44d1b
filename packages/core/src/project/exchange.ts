/** Labels in and out, and who is told of what happens. */
import { z } from 'zod';
import { errorCode } from '../api.ts';
import { type TaskType, taskTypes } from './task.ts';

/** How labelled records are written. */
export const exchangeFormats = [
  'jsonl',
  'csv',
  'parquet',
  'label-studio',
  'argilla',
  'doccano',
  'prodigy',
  'coco',
  'conll',
] as const;

export type ExchangeFormat = (typeof exchangeFormats)[number];

/** The tasks whose answers a format can hold, where it cannot hold all. */
const tasksOfFormats: Readonly<Partial<Record<ExchangeFormat, readonly TaskType[]>>> = {
  argilla: ['single-label', 'multi-label', 'pairwise', 'spans'],
  doccano: ['single-label', 'multi-label', 'spans'],
  coco: ['boxes'],
  conll: ['spans'],
};

/** The tasks whose answers a format can hold. */
export function tasksOf(format: ExchangeFormat): readonly TaskType[] {
  return tasksOfFormats[format] ?? taskTypes;
}

/** The formats that can hold the answers to a task. */
export function formatsFor(task: TaskType): ExchangeFormat[] {
  return exchangeFormats.filter((format) => tasksOf(format).includes(task));
}

export const exportQuerySchema = z.strictObject({
  format: z.enum(exchangeFormats).default('jsonl'),
  include: z.enum(['completed', 'answered', 'all']).default('answered').describe('all: unlabelled items too.'),
});

export const importQuerySchema = z.strictObject({
  format: z.enum(exchangeFormats).default('jsonl'),
  annotator: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('Whose answers they are, where a row does not say. Default: import.'),
  addItems: z.stringbool().default(true).describe('Whether rows of items that the dataset lacks add them.'),
});

export const importKnownQuerySchema = z.strictObject({
  annotator: z.string().min(1).max(100).default('import').describe('Whose answers they are.'),
});

/** What became of a file. Bad rows change nothing and stop nothing. */
export const importResultSchema = z.object({
  rows: z.int(),
  /** Items added to the dataset. */
  items: z.int(),
  /** Answers taken. */
  responses: z.int(),
  /** Answers that were there already. */
  known: z.int(),
  failed: z.int(),
  /** The first hundred bad rows; `line` counts from 1. */
  errors: z.array(z.object({ line: z.int(), code: errorCode, detail: z.string() })),
});

export type ImportResult = z.output<typeof importResultSchema>;

/** What a project tells of. */
export const projectEventTypes = [
  'project.created',
  'project.updated',
  'project.deleted',
  'response.created',
  'response.retracted',
  'record.completed',
  'verdict.created',
  'gold.set',
  'gold.removed',
  'pool.changed',
  'model.updated',
  'training.failed',
  'round.completed',
  'stop.advised',
] as const;

export type ProjectEventType = (typeof projectEventTypes)[number];

export const webhookCreateSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2048),
  events: z
    .array(z.enum(projectEventTypes))
    .min(1)
    .default([...projectEventTypes]),
  secret: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'write whsec_ and 24 to 64 bytes as base64')
    .optional()
    .describe('Default: made up, and shown once.'),
});

export const deliverySchema = z.object({
  id: z.string(),
  type: z.enum(projectEventTypes),
  state: z.enum(['waiting', 'delivered', 'failed']),
  attempts: z.int(),
  nextAttemptAt: z.string().optional(),
  /** Status of the last answer, or why there was none. */
  lastResult: z.string().optional(),
  createdAt: z.string(),
});

export type Delivery = z.output<typeof deliverySchema>;

export const webhookSchema = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(z.enum(projectEventTypes)),
  isActive: z.boolean(),
  /** Why it was switched off, where it was. */
  detail: z.string().optional(),
  createdAt: z.string(),
});

export type Webhook = z.output<typeof webhookSchema>;

/** A webhook as it is shown once, with its secret. */
export const newWebhookSchema = webhookSchema.extend({ secret: z.string() });
