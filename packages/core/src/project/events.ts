/** What happens in a project, as `GET /v1/projects/{id}/events` tells it. */
import { z } from 'zod';
import { type ProjectEventType, projectEventTypes } from './exchange.ts';

export const projectEventSchema = z.object({
  type: z.enum(projectEventTypes),
  project: z.string(),
  at: z.string(),
  /** By type; of `model.updated` for one `{ modelVersion, labels }`. To annotators without what others answered. */
  data: z.record(z.string(), z.unknown()),
});

export type ProjectEvent = z.output<typeof projectEventSchema>;

/**
 * What annotators are told of an event: the fields of its data by their names. An event that is not here is not told, since
 * it says who answered what, or when a record got its answers.
 */
export const annotatorEvents: Readonly<Partial<Record<ProjectEventType, readonly string[]>>> = {
  'project.updated': ['version'],
  'project.deleted': [],
  'model.updated': ['modelVersion', 'labels'],
  'training.failed': [],
  'round.completed': ['round', 'modelVersion'],
  'stop.advised': ['reasons'],
};
