import { originSchema, recordStatusSchema, selectionReasonSchema, suggestionSchema } from '@alaas/core';
import { z } from 'zod';

/** Fields that rows of several formats have. */
export const rowFields = {
  item: z.union([z.string().min(1).max(2048), z.number().transform(String)]),
  uri: z.string().min(1).max(8192),
  /** As a person is called; longer than a name may be: refused when the person is made. */
  annotator: z.string().min(1).max(100),
  createdAt: z.iso.datetime({ offset: true }),
  leadTimeMs: z.number().min(0),
  note: z.string().max(10_000),
  origin: originSchema,
  recordStatus: z.union([recordStatusSchema, z.literal('unlabelled')]),
  suggestion: suggestionSchema,
  shownSuggestion: suggestionSchema.extend({ isHidden: z.boolean() }),
  reason: selectionReasonSchema,
};
