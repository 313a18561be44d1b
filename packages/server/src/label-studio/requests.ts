/** What Label Studio sends, as far as it is read. Its servers add fields from version to version. */
import { z } from 'zod';

const numberOrText = z.union([z.number(), z.string()]);

/** A task as it comes with calls and webhooks. */
export const taskSchema = z.looseObject({
  id: numberOrText.nullish(),
  data: z.record(z.string(), z.unknown()).default({}),
  meta: z.record(z.string(), z.unknown()).nullish(),
});

export type LabelStudioTask = z.output<typeof taskSchema>;

export const setupSchema = z.looseObject({
  project: numberOrText.nullish(),
  schema: z.string(),
  hostname: z.string().nullish(),
});

export const predictSchema = z.looseObject({
  tasks: z.array(taskSchema),
  project: numberOrText.nullish(),
  label_config: z.string().nullish(),
  params: z.looseObject({ hostname: z.string().nullish() }).nullish(),
});

/** Nothing but the action is checked here: each part is looked at by itself, so that a broken one fails alone. */
export const webhookSchema = z.looseObject({ action: z.string() });

export type WebhookRequest = z.output<typeof webhookSchema>;

export const trainSchema = z.looseObject({
  annotations: z.array(z.unknown()).default([]),
  project: numberOrText.nullish(),
  label_config: z.string().nullish(),
  params: z.looseObject({ hostname: z.string().nullish() }).nullish(),
});

export const jobStatusSchema = z.looseObject({ job: z.string().max(500) });

export const validateSchema = z.looseObject({ config: z.string().nullish() });

export const aboutProjectSchema = z.looseObject({ project: numberOrText.nullish() });
