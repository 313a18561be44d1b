/** The bodies of `/v1/samples`: made-up pools to try the service on. */
import { z } from 'zod';
import { itemsPushedSchema } from './api.ts';

export const sampleSchema = z.object({
  id: z.string(),
  /** What its items are. */
  modality: z.string(),
  items: z.int(),
  /** Id of its dataset. */
  dataset: z.string(),
});

/** A made-up pool that the service can make: nothing is downloaded. */
export type Sample = z.output<typeof sampleSchema>;

/** What was added, the job of the scan, and the labels that a person would give. */
export const sampleMadeSchema = itemsPushedSchema.extend({ dataset: z.string(), labels: z.array(z.string()) });

export type SampleMade = z.output<typeof sampleMadeSchema>;
