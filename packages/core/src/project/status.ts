/** Where a project stands, in the few facts that are for annotators too. */
import { z } from 'zod';
import { roleSchema } from './team.ts';

export const projectStatusSchema = z.object({
  /** The caller's. */
  role: roleSchema,
  /** The caller's own answers. */
  mine: z.object({
    all: z.int(),
    /** Since `since`; default: of the last 24 hours. */
    recent: z.int(),
    /** Answers that they may still give; null: no limit. */
    left: z.int().nullable(),
  }),
  pool: z.object({
    /** With features, each content once. */
    ready: z.int(),
    /** Records with all their answers. */
    completed: z.int(),
  }),
  model: z.object({
    /** The version that serves. 0: none yet. */
    version: z.int(),
    isTraining: z.boolean(),
    /** Answers that the newest head has not learnt from yet. */
    behind: z.int(),
  }),
  /** True while the pool is scanned for the first time. */
  isWaiting: z.boolean(),
  stop: z.object({ isAdvised: z.boolean(), reasons: z.array(z.string()) }),
});

export type ProjectStatus = z.output<typeof projectStatusSchema>;

export const statusQuerySchema = z.strictObject({
  since: z.iso
    .datetime({ offset: true })
    .optional()
    .describe("Where the caller's day began, for mine.recent. Default: 24 hours ago."),
});
