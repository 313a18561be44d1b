import { Readable } from 'node:stream';
import { type Config, datasetCreateSchema, datasetSchema, itemsPushedSchema, itemsPushSchema } from '@alaas/core';
import { z } from 'zod';
import { jsonLinesType } from '../http/body.ts';
import type { RequestAccess } from '../http/request-access.ts';
import type { Datasets } from '../use-cases/datasets.ts';
import { jsonLinePools } from '../use-cases/json-lines.ts';
import { answers, type RouteApp } from './route-app.ts';

export interface DatasetRoutesOptions {
  readonly datasets: Datasets;
  readonly limits: Config['limits'];
  readonly accessOf: RequestAccess;
  /** Aborts when the service stops. */
  readonly closing: AbortSignal;
}

const tags = ['Datasets'];
const params = z.strictObject({ id: z.string().max(200).describe('Id of the dataset.') });

/** Pools that stay: pushed once, asked many times. */
export async function datasetRoutes(
  app: RouteApp,
  { datasets, limits, accessOf, closing }: DatasetRoutesOptions,
): Promise<void> {
  app.post(
    '/v1/datasets',
    {
      schema: {
        tags,
        summary: 'Make a dataset',
        description: 'Without a model, here or in the config, the first item pushed decides for a built-in one.',
        body: datasetCreateSchema,
        response: answers([[201, 'The empty dataset.', datasetSchema]]),
      },
    },
    async (request, reply) => {
      const dataset = await datasets.create(request.body, accessOf(request));
      return reply.code(201).header('location', `/v1/datasets/${dataset.id}`).send(dataset);
    },
  );
  app.get(
    '/v1/datasets',
    { schema: { tags, summary: 'List datasets', response: answers([[200, 'All datasets.', datasetSchema.array()]]) } },
    async () => datasets.list(),
  );
  app.get(
    '/v1/datasets/:id',
    {
      schema: { tags, summary: 'Look at a dataset', params, response: answers([[200, 'The dataset.', datasetSchema]]) },
    },
    async (request) => datasets.get(request.params.id),
  );
  app.delete(
    '/v1/datasets/:id',
    {
      schema: {
        tags,
        summary: 'Delete a dataset',
        description: 'Cancels its jobs and forgets its items. Computed features stay cached by content.',
        params,
        response: answers([[204, 'It is gone.']]),
      },
    },
    async (request, reply) => {
      await datasets.delete(request.params.id);
      return reply.code(204).send();
    },
  );
  await app.register((scope: RouteApp, _options, done) => {
    scope.addContentTypeParser(jsonLinesType, (_request, payload, done) => done(null, payload));
    scope.post(
      '/v1/datasets/:id/items',
      {
        schema: {
          tags,
          summary: 'Push items',
          description: `Items whose id is there already change nothing, so that a push can be repeated. The scan starts in the background. A long list can be streamed as ${jsonLinesType}: one item per line, as in "items".`,
          consumes: ['application/json', jsonLinesType],
          params,
          body: itemsPushSchema,
          response: answers([[200, 'What was added, and the job of the scan.', itemsPushedSchema]]),
        },
      },
      async (request) => {
        const { id } = request.params;
        const access = accessOf(request);
        const body: unknown = request.body;
        if (body instanceof Readable) {
          return await datasets.pushPools(id, jsonLinePools(body, limits), access, closing);
        }
        return await datasets.push(id, request.body, access, closing);
      },
    );
    done();
  });
}
