import { Readable } from 'node:stream';
import { AlaasError, fileQuerySchema, fileUploadedSchema, itemsPushedSchema, manifestQuerySchema } from '@alaas/core';
import { z } from 'zod';
import type { RequestAccess } from '../http/request-access.ts';
import type { Datasets } from '../use-cases/datasets.ts';
import { answers, type RouteApp } from './route-app.ts';

export interface UploadRoutesOptions {
  readonly datasets: Pick<Datasets, 'pushManifest' | 'addFile'>;
  readonly accessOf: RequestAccess;
  /** Aborts when the service stops. */
  readonly closing: AbortSignal;
}

const tags = ['Datasets'];
const params = z.strictObject({ id: z.string().max(200).describe('Id of the dataset.') });

/** Files that people send: manifests, and contents one by one. */
export async function uploadRoutes(app: RouteApp, { datasets, accessOf, closing }: UploadRoutesOptions): Promise<void> {
  await app.register((scope: RouteApp, _options, done) => {
    scope.removeAllContentTypeParsers();
    // what a client calls the type does not matter: a manifest's format is asked for, and a content's told by its bytes
    scope.addContentTypeParser('*', (_request, payload, parsed) => parsed(null, payload));
    scope.post(
      '/v1/datasets/:id/manifest',
      {
        schema: {
          tags,
          summary: 'Upload a manifest',
          description:
            'The body is a file with an item a row, or one address or text a line; the query says which columns are what. It is stored while it arrives, and the scan starts in the background. A text without an id is named by its checksum: the same file again adds nothing.',
          consumes: ['text/csv', 'text/tab-separated-values', 'application/x-ndjson', 'text/plain'],
          params,
          querystring: manifestQuerySchema,
          body: z.unknown().describe('The file.'),
          response: answers([[200, 'What was added, and the job of the scan.', itemsPushedSchema]]),
        },
      },
      async (request) =>
        await datasets.pushManifest(request.params.id, streamOf(request.body), {
          query: request.query,
          access: accessOf(request),
          signal: closing,
        }),
    );
    scope.post(
      '/v1/datasets/:id/files',
      {
        schema: {
          tags,
          summary: 'Upload a content',
          description:
            'The body is an image or a text, whose kind is told by its bytes. The service keeps a copy under its checksum until the dataset is deleted, and the scan starts in the background. The same content of the same name is the same item.',
          consumes: ['application/octet-stream', 'image/jpeg', 'image/png', 'image/webp', 'image/gif', 'text/plain'],
          params,
          querystring: fileQuerySchema,
          body: z.unknown().describe('The content.'),
          response: answers([[200, 'The item, and the job of the scan.', fileUploadedSchema]]),
        },
      },
      async (request) => {
        const { name, label } = request.query;
        const content = streamOf(request.body);
        return await datasets.addFile(request.params.id, { name, content, label }, accessOf(request));
      },
    );
    done();
  });
}

function streamOf(body: unknown): Readable {
  if (body instanceof Readable) return body;
  throw new AlaasError('INVALID_REQUEST', 'The request has no body. Send the file as the body.');
}
