/** Jobs, as `/v1/jobs` and the events show them. */
import { z } from 'zod';
import { errorCode, queryResultSchema } from './api.ts';
import { selectionResultSchema } from './api-selection.ts';
import { simulationCurveSchema, simulationResultSchema } from './api-simulation.ts';

export const progressSchema = z.object({
  stage: z.enum(['waiting', 'list', 'model', 'scan', 'select', 'simulate']),
  done: z.int(),
  /** 0 while unknown. */
  total: z.int(),
  failed: z.int(),
});

export type Progress = z.output<typeof progressSchema>;

export const jobSchema = z.object({
  id: z.string(),
  kind: z.enum(['query', 'scan', 'selection', 'simulation']),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  progress: progressSchema,
  createdAt: z.string(),
  finishedAt: z.string().optional(),
  /** Present when a query is done. */
  result: queryResultSchema.optional(),
  /** Present when a selection is done. */
  selection: selectionResultSchema.optional(),
  /** Present when a simulation is done. */
  simulation: simulationResultSchema.optional(),
  /** Of a simulation that is running: how far each of its runs is. Not in lists and events. */
  curves: z.array(simulationCurveSchema).optional(),
  /** The project it is of, where it is of one. */
  project: z.string().optional(),
  /** Present when failed. */
  error: z.object({ code: errorCode, detail: z.string(), details: z.unknown().optional() }).optional(),
});

export type Job = z.output<typeof jobSchema>;
