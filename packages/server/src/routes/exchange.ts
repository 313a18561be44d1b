import { Readable } from 'node:stream';
import {
  AlaasError,
  exportQuerySchema,
  importKnownQuerySchema,
  importQuerySchema,
  importResultSchema,
} from '@alaas/core';
import { z } from 'zod';
import type { Exchange } from '../exchange/exchange.ts';
import type { Admit } from '../http/admit.ts';
import type { RequestAccess } from '../http/request-access.ts';
import { projectParams as params } from './project-params.ts';
import { answers, type RouteApp } from './route-app.ts';

export interface ExchangeRoutesOptions {
  readonly exchange: Exchange;
  readonly admit: Admit;
  readonly accessOf: RequestAccess;
  /** Aborts when the service stops. */
  readonly closing: AbortSignal;
}

const tags = ['Projects'];
const fileTypes = [
  'application/x-ndjson',
  'application/json',
  'text/csv',
  'text/plain',
  'application/vnd.apache.parquet',
];

/** Labels in and out, in the formats of other tools. */
export async function exchangeRoutes(
  app: RouteApp,
  { exchange, admit, accessOf, closing }: ExchangeRoutesOptions,
): Promise<void> {
  app.get(
    '/v1/projects/:id/export',
    {
      schema: {
        tags,
        summary: 'Export records',
        description:
          'A file that is written while it is read. One that is cut short ends the connection with an error.',
        params,
        querystring: exportQuerySchema,
        response: answers([[200, 'The file.', z.string(), 'application/octet-stream']]),
      },
    },
    async (request, reply) => {
      const { id: project } = request.params;
      await admit(request, project, 'reviewer');
      const { file, format } = await exchange.export(project, request.query);
      const stop = () => file.destroy(closing.reason as Error);
      closing.addEventListener('abort', stop, { once: true });
      file.once('close', () => closing.removeEventListener('abort', stop));
      return reply
        .type(format.mediaType)
        .header('content-disposition', `attachment; filename="${project}.${format.extension}"`)
        .send(file);
    },
  );
  app.post(
    '/v1/projects/:id/import-known',
    {
      schema: {
        tags,
        summary: 'Import the labels of the dataset',
        description:
          "Labels that the dataset's items came with, from a column or from the names of folders, become answers. A label that the project lacks is reported and stops nothing; the same call again adds nothing twice.",
        params,
        querystring: importKnownQuerySchema,
        response: answers([[200, 'What became of them.', importResultSchema]]),
      },
    },
    async (request) => {
      const { id: project } = request.params;
      const caller = await admit(request, project, 'admin');
      const { annotator } = request.query;
      const how = { caller, access: accessOf(request), annotator, addItems: false, signal: closing };
      return await exchange.importKnown(project, how);
    },
  );
  await app.register((scope: RouteApp, _options, done) => {
    scope.removeAllContentTypeParsers();
    // the format is asked for by name; what a client calls the file's type does not matter
    scope.addContentTypeParser('*', (_request, payload, parsed) => parsed(null, payload));
    scope.post(
      '/v1/projects/:id/import',
      {
        schema: {
          tags,
          summary: 'Import labels',
          description:
            'The body is the file. It is taken in batches while it arrives; bad rows are reported and stop nothing; the same file sent again adds nothing twice, and completes one that broke off.',
          consumes: fileTypes,
          params,
          querystring: importQuerySchema,
          body: z.unknown().describe('The file.'),
          response: answers([[200, 'What became of it.', importResultSchema]]),
        },
      },
      async (request) => {
        const { id: project } = request.params;
        const caller = await admit(request, project, 'admin');
        const { annotator = 'import', addItems, format } = request.query;
        const body: unknown = request.body;
        if (!(body instanceof Readable)) {
          throw new AlaasError('INVALID_REQUEST', 'The request has no body. Send the file as the body.');
        }
        const how = { caller, access: accessOf(request), annotator, addItems, format, signal: closing };
        return await exchange.import(project, body, how);
      },
    );
    done();
  });
}
