/** The bodies of `POST /v1/projects/{id}/simulations`: query strategies compared on a project's own answers. */
import { z } from 'zod';
import { simulationRequestSchema } from '../api-simulation.ts';

const { shape } = simulationRequestSchema;

export const projectSimulationSchema = z.strictObject({
  strategies: shape.strategies,
  baseline: shape.baseline,
  test: z
    .union([z.literal('auto'), z.literal('control'), z.number().gt(0).lt(1)])
    .default('auto')
    .describe(
      'What is measured on. control: answers that were drawn at random, which alone stand for the whole pool. A number: a share of all answers. auto: control where there are 50 of at least two labels, else a fifth of all.',
    ),
  learner: shape.learner.describe("Trains a head after each batch. Default: the project's."),
  training: shape.training,
  seedSet: shape.seedSet,
  batch: z.int().min(1).optional().describe('Items labelled per round. Default: a tenth of the budget, 1 at least.'),
  budget: z
    .int()
    .min(1)
    .optional()
    .describe('Items labelled in all, beyond the seed set. Default: half of the answers that are not measured on.'),
  seeds: shape.seeds,
  target: shape.target.describe("Accuracy to reach: the labels that took are reported. Default: the project's."),
  stopping: shape.stopping,
  retryFailed: shape.retryFailed,
});

export type ProjectSimulation = z.input<typeof projectSimulationSchema>;
