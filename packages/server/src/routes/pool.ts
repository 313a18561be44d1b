import {
  AlaasError,
  bulkLabelsInputSchema,
  bulkResultSchema,
  exclusionsInputSchema,
  mayAct,
  neighboursQuerySchema,
  neighboursSchema,
  poolItemsSchema,
  poolMapQuerySchema,
  poolMapSchema,
  poolQuerySchema,
} from '@alaas/core';
import { z } from 'zod';
import type { Admit } from '../http/admit.ts';
import type { Pool } from '../pool/pool.ts';
import type { RoleIn } from '../projects/caller.ts';
import { projectParams as params } from './project-params.ts';
import { answers, type RouteApp } from './route-app.ts';

export interface PoolRoutesOptions {
  readonly pool: Pool;
  readonly admit: Admit;
  readonly roleIn: RoleIn;
  /** Aborts when the service stops. */
  readonly closing: AbortSignal;
}

const tags = ['Pool'];

/** The pool of a project as a whole. */
export function poolRoutes(app: RouteApp, { pool, admit, roleIn, closing }: PoolRoutesOptions): void {
  app.get(
    '/v1/projects/:id/items',
    {
      schema: {
        tags,
        summary: 'List the pool',
        description:
          'Every item with features, chosen or not, with what the head says of it and how sure it is. Filters hold together; truth and said name a cell of the confusion matrix of the evaluation. Labels are doubted by confident learning on what heads say that have not learnt from the item.',
        params,
        querystring: poolQuerySchema,
        response: answers([[200, 'A page of the pool.', poolItemsSchema]]),
      },
    },
    async (request) => {
      const { id } = request.params;
      await admit(request, id, 'reviewer');
      return await pool.page(id, request.query, closing);
    },
  );
  app.get(
    '/v1/projects/:id/map',
    {
      schema: {
        tags,
        summary: 'Get the map of the pool',
        description:
          'The pool in two dimensions, as columns: base64 of little-endian numbers. The first layout comes at once; while layout.progress is a number a better one is on its way. Of more than 50000 items a sample is laid out, and labelled ones are placed in it.',
        params,
        querystring: poolMapQuerySchema,
        response: answers([[200, 'The map.', poolMapSchema]]),
      },
    },
    async (request) => {
      const { id } = request.params;
      await admit(request, id, 'reviewer');
      return await pool.map(id, request.query.have, closing);
    },
  );
  app.get(
    '/v1/projects/:id/items/:item/neighbours',
    {
      schema: {
        tags,
        summary: 'Find the nearest items',
        description:
          'By cosine of the embeddings. With the reason of a lease it says why an item is asked. Annotators get completed records only, with their agreed answers unless the project asks records again.',
        params: params.extend({ item: z.string().min(1).max(2048).describe('Id of the item, percent-encoded.') }),
        querystring: neighboursQuerySchema,
        response: answers([[200, 'The nearest first.', neighboursSchema]]),
      },
    },
    async (request) => {
      const { id, item } = request.params;
      const caller = await admit(request, id, 'annotator');
      const role = await roleIn(id, caller);
      const seesAll = role !== undefined && mayAct(role, 'reviewer');
      const { n, labelled } = request.query;
      if (!seesAll && labelled === false) {
        throw new AlaasError('FORBIDDEN', 'Annotators see labelled neighbours only. Ask with labelled=true.');
      }
      return { neighbours: await pool.neighbours(id, item, { n, labelled, seesAll }, closing) };
    },
  );
  app.post(
    '/v1/projects/:id/exclusions',
    {
      schema: {
        tags,
        summary: 'Exclude items',
        description:
          'Excluded items, and others of the same content, are not asked, taught or measured, and count as no part of the pool. Their answers are kept. isExcluded: false puts them back.',
        params,
        body: exclusionsInputSchema,
        response: answers([[200, 'What became of them.', bulkResultSchema]]),
      },
    },
    async (request) => {
      const { id } = request.params;
      const caller = await admit(request, id, 'reviewer');
      return await pool.exclude(id, caller, request.body.items, request.body.isExcluded);
    },
  );
  app.post(
    '/v1/projects/:id/labels',
    {
      schema: {
        tags,
        summary: 'Label many items at once',
        description:
          'One answer to all of them. It teaches; but nobody looked at them one by one, so nothing is measured on it, it takes the place of no other answer, and the control arm asks them still. null for a value takes back what the caller said in bulk, and what that took the place of stands again.',
        params,
        body: bulkLabelsInputSchema,
        response: answers([[200, 'What became of them.', bulkResultSchema]]),
      },
    },
    async (request) => {
      const { id } = request.params;
      const caller = await admit(request, id, 'reviewer');
      return await pool.label(id, caller, request.body.items, request.body.value);
    },
  );
}
