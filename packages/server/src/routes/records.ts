import { historyQuerySchema, historySchema, recordSchema, recordsQuerySchema, recordsSchema } from '@alaas/core';
import { z } from 'zod';
import type { Records } from '../projects/records.ts';
import { projectParams as params } from './project-params.ts';
import { answers, type RouteApp } from './route-app.ts';

const tags = ['Labelling'];

const recordParams = params.extend({
  item: z.string().min(1).max(2048).describe('Id of the item, percent-encoded.'),
});

/** Looking at records and answers. */
export function recordRoutes(app: RouteApp, records: Records): void {
  app.get(
    '/v1/projects/:id/records',
    {
      schema: {
        tags,
        summary: 'List records',
        description:
          "Items that were chosen, answered or imported, in the order in which they became records. Where the project is blind, annotators see none of others' answers here.",
        params,
        querystring: recordsQuerySchema,
        response: answers([[200, 'A page of records.', recordsSchema]]),
      },
    },
    async (request) => await records.list(request.params.id, request.caller, request.query),
  );
  app.get(
    '/v1/projects/:id/records/:item',
    {
      schema: {
        tags,
        summary: 'Look at a record',
        description:
          "An annotator sees others' answers once their own is given; where the project is blind, they cannot give another one after they have looked.",
        params: recordParams,
        response: answers([[200, 'The record with the answers that the caller may see.', recordSchema]]),
      },
    },
    async (request) => await records.get(request.params.id, request.caller, request.params.item),
  );
  app.get(
    '/v1/projects/:id/history',
    {
      schema: {
        tags,
        summary: 'List my answers',
        params,
        querystring: historyQuerySchema,
        response: answers([[200, "The caller's answers and skips, newest first.", historySchema]]),
      },
    },
    async (request) => await records.history(request.params.id, request.caller, request.query),
  );
}
