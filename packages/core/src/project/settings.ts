import { z } from 'zod';
import { seedSchema, strategyChoiceSchema } from '../api.ts';
import { stoppingSchema } from '../stopping/stopping-plan.ts';
import { learnerChoiceSchema } from '../training.ts';
import { taskTypes } from './task.ts';

const labelSchema = z.strictObject({
  name: z.string().min(1).max(256).describe('Unique in the project.'),
  description: z.string().max(4000).default('').describe('When it applies, for annotators.'),
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'write a color as #rrggbb')
    .optional()
    .describe('Default: from the palette.'),
  key: z.string().min(1).max(20).optional().describe('Key that chooses it. Default: its number.'),
});

export type ProjectLabel = z.output<typeof labelSchema>;

const share = z.number().min(0).max(1);

/** Ids of projects. */
export const projectIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, 'use letters, digits, dot, dash and underscore, at most 128');

/** The keys of a project that can be changed later. */
const changeable = {
  name: z.string().min(1).max(200).describe('For people.'),
  labels: z.array(labelSchema).max(10_000).describe('May grow. None for a pairwise task, whose answers are fixed.'),
  guidelines: z.string().max(200_000).describe('For annotators, in Markdown.'),
  strategy: strategyChoiceSchema.describe(
    'Query strategy. auto: one for the cold start until two labels have answers, then margin-confidence.',
  ),
  learner: learnerChoiceSchema.describe('Turns answers into a head on the embeddings.'),
  batch: z.int().min(1).max(10_000).describe('Items that one round chooses.'),
  controlShare: share.describe(
    'Share of the batch that is drawn at random from the whole pool: the control arm, on which everything is measured.',
  ),
  testShare: share.describe(
    'Share of the pool, fixed by the seed, that never teaches the head. It is met through the control arm.',
  ),
  overlap: z.int().min(1).max(100).describe('Answers that a record needs, each from another annotator.'),
  goldShare: share.describe('Share of what an annotator gets that is a gold item, while there are any left.'),
  hideShare: share.describe('Share of records on which the suggestion is hidden, so that its pull can be measured.'),
  showSuggestions: z.boolean().describe('Whether annotators see what the head says.'),
  isBlind: z
    .boolean()
    .describe(
      "Whether annotators see others' answers only after giving their own, which they cannot change once they have looked.",
    ),
  stopping: stoppingSchema.nullable().describe('When to advise to stop. null: never.'),
  target: share.nullable().describe('Accuracy to reach, for the forecast. null: none.'),
  relabel: z
    .boolean()
    .describe(
      'Whether records are asked again where another answer teaches more than a new label (ActiveLab). Single-label and pairwise.',
    ),
  quota: z.int().min(1).nullable().describe('Answers that one annotator may give. null: no limit.'),
  keys: z.record(z.string().max(50), z.string().max(50)).describe('Keyboard map: action to key.'),
} as const;

const defaults = {
  name: changeable.name.optional(),
  labels: changeable.labels.default([]),
  guidelines: changeable.guidelines.default(''),
  strategy: changeable.strategy.default('auto'),
  learner: changeable.learner.default('softmax-regression'),
  batch: changeable.batch.default(10),
  controlShare: changeable.controlShare.default(0.15),
  testShare: changeable.testShare.default(0.2),
  overlap: changeable.overlap.default(1),
  goldShare: changeable.goldShare.default(0.05),
  hideShare: changeable.hideShare.default(0.1),
  showSuggestions: changeable.showSuggestions.default(true),
  isBlind: changeable.isBlind.default(true),
  stopping: changeable.stopping.default(null),
  target: changeable.target.default(null),
  relabel: changeable.relabel.default(false),
  quota: changeable.quota.default(null),
  keys: changeable.keys.default({}),
};

/** A project as its maker writes it, in YAML or JSON. */
export const projectCreateSchema = z.strictObject({
  id: projectIdSchema.optional().describe('Default: made from the name, or made up.'),
  task: z.enum(taskTypes).default('single-label').describe('What people are asked.'),
  dataset: projectIdSchema.describe('Id of the dataset whose items are labelled.'),
  seed: seedSchema.default(0).describe('Seed of everything random.'),
  ...defaults,
});

export type ProjectCreate = z.input<typeof projectCreateSchema>;

/** What a change names; the rest stays as it is. */
export const projectChangeSchema = z.strictObject(changeable).partial();

export type ProjectChange = z.input<typeof projectChangeSchema>;

/** Everything about a project that its versions keep. */
export const projectSettingsSchema = z.strictObject({
  task: z.enum(taskTypes),
  dataset: projectIdSchema,
  seed: seedSchema,
  ...changeable,
});

export type ProjectSettings = z.output<typeof projectSettingsSchema>;

const storedSettingsSchema = z.object({
  task: z.enum(taskTypes),
  dataset: projectIdSchema,
  seed: seedSchema,
  ...defaults,
  name: changeable.name,
});

/**
 * Settings as they were stored, perhaps by an earlier version: what it did not know gets its default.
 *
 * @param json as a version of the project keeps them
 */
export function readSettings(json: string): ProjectSettings {
  return storedSettingsSchema.parse(JSON.parse(json));
}

export const projectSchema = projectSettingsSchema.extend({
  id: projectIdSchema,
  /** From 1; every change adds one. */
  version: z.int().min(1),
  createdAt: z.string(),
});

export type Project = z.output<typeof projectSchema>;

/** Where a project stands, from what is counted anyway: it costs the same however large the pool is. */
export const projectStandingSchema = z.object({
  /** Of the dataset. */
  items: z.int(),
  /** Items with all their answers. */
  completed: z.int(),
  /** Answers of people and imports, those of items that are not done yet too. */
  answers: z.int(),
  /** When somebody was last given an item or answered; null: nobody was. */
  activeAt: z.string().nullable(),
  /** Of the newest head that was measured, in [0, 1]; null: none was, or the caller may not know. */
  accuracy: z.number().nullable(),
});

export type ProjectStanding = z.output<typeof projectStandingSchema>;

/** A project in a list. */
export const listedProjectSchema = projectSchema.extend({
  /** Where that was asked for. */
  standing: projectStandingSchema.optional(),
});

export type ListedProject = z.output<typeof listedProjectSchema>;

/** One version of a project's settings: who made it, when. */
export const projectVersionSchema = z.object({
  version: z.int().min(1),
  by: z.string(),
  at: z.string(),
  settings: projectSettingsSchema,
});

export type ProjectVersion = z.output<typeof projectVersionSchema>;
