import { sampleMadeSchema, sampleSchema } from '@alaas/core';
import { z } from 'zod';
import type { RequestAccess } from '../http/request-access.ts';
import type { Samples } from '../use-cases/samples.ts';
import { answers, type RouteApp } from './route-app.ts';

export interface SampleRoutesOptions {
  readonly samples: Samples;
  readonly accessOf: RequestAccess;
  /** Aborts when the service stops. */
  readonly closing: AbortSignal;
}

const tags = ['Datasets'];

/** Pools to try the service on. */
export function sampleRoutes(app: RouteApp, { samples, accessOf, closing }: SampleRoutesOptions): void {
  app.get(
    '/v1/samples',
    {
      schema: {
        tags,
        summary: 'List sample pools',
        description: 'Made-up pools that the service makes itself, without a download.',
        response: answers([[200, 'The samples.', sampleSchema.array()]]),
      },
    },
    async () => samples.list(),
  );
  app.post(
    '/v1/samples/:id',
    {
      schema: {
        tags,
        summary: 'Make a sample pool',
        description: 'Makes its dataset and starts the scan. A sample that is there already changes nothing.',
        params: z.strictObject({ id: z.string().max(100).describe('Id of the sample.') }),
        response: answers([[200, 'Its dataset, the job of the scan, and the labels to give.', sampleMadeSchema]]),
      },
    },
    async (request) => await samples.make(request.params.id, accessOf(request), closing),
  );
}
