import { replaySchema, roundSchema } from '@alaas/core';
import { z } from 'zod';
import type { Admit } from '../http/admit.ts';
import type { ProjectProgress } from '../use-cases/progress.ts';
import { projectParams } from './project-params.ts';
import { answers, type RouteApp } from './route-app.ts';

const tags = ['Rounds'];
const params = projectParams.extend({
  number: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).describe('Number of the round.'),
});

export interface RoundRoutesOptions {
  readonly progress: ProjectProgress;
  readonly admit: Admit;
  /** Aborts when the service stops. */
  readonly closing: AbortSignal;
}

/** What was chosen, and why it was. */
export function roundRoutes(app: RouteApp, { progress, admit, closing }: RoundRoutesOptions): void {
  app.get(
    '/v1/projects/:id/rounds',
    {
      schema: {
        tags,
        summary: 'List rounds',
        description: 'Newest first, each with its items and all that it followed from.',
        params: projectParams,
        querystring: z.strictObject({
          limit: z.coerce.number().int().min(1).max(100).default(20).describe('At most so many.'),
          before: z.coerce
            .number()
            .int()
            .min(1)
            .max(Number.MAX_SAFE_INTEGER)
            .optional()
            .describe('Only rounds with a smaller number.'),
        }),
        response: answers([[200, 'The rounds.', roundSchema.array()]]),
      },
    },
    async (request) => {
      const { id } = request.params;
      await admit(request, id, 'reviewer');
      return await progress.rounds(id, request.query);
    },
  );
  app.get(
    '/v1/projects/:id/rounds/:number',
    { schema: { tags, summary: 'Look at a round', params, response: answers([[200, 'The round.', roundSchema]]) } },
    async (request) => {
      const { id, number } = request.params;
      await admit(request, id, 'reviewer');
      return await progress.round(id, number);
    },
  );
  app.post(
    '/v1/projects/:id/rounds/:number/replay',
    {
      schema: {
        tags,
        summary: 'Make a round again',
        description:
          'From the answers, settings and items of then; its head is trained again. Says whether the choice is the same, and where it differs. Changes nothing.',
        params,
        response: answers([[200, 'The round of then and that of now.', replaySchema]]),
      },
    },
    async (request) => {
      const { id, number } = request.params;
      await admit(request, id, 'reviewer');
      return await progress.replay(id, number, closing);
    },
  );
}
