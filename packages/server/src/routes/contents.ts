import type { Engine } from '@alaas/engine';
import { z } from 'zod';
import type { ProjectStore } from '../database/project-store.ts';
import type { Admit } from '../http/admit.ts';
import { byteRange } from '../http/byte-range.ts';
import type { SettingsMemory } from '../projects/work.ts';
import { projectParams } from './project-params.ts';
import { answers, type RouteApp } from './route-app.ts';
import { untilClosed } from './until-closed.ts';

export interface ContentRouteOptions {
  readonly engine: Pick<Engine, 'content'>;
  readonly store: Pick<ProjectStore, 'read'>;
  readonly settings: SettingsMemory;
  readonly admit: Admit;
  /** Aborts when the service stops. */
  readonly closing: AbortSignal;
}

/** What the items hold: the address that leases and records give. */
export function contentRoute(app: RouteApp, { engine, store, settings, admit, closing }: ContentRouteOptions): void {
  app.get(
    '/v1/projects/:id/items/:item/content',
    {
      schema: {
        tags: ['Labelling'],
        summary: 'Get the content of an item',
        description:
          'The bytes, of a type that is told by them: an image, a recording, plain text, or application/octet-stream; a row of a table is application/json, and a time series, whatever its file, application/vnd.alaas.series+json: of one that has too many points to be drawn, the lowest and the highest value of each stretch. A PNG or WebP with an EXIF orientation is turned upright, since browsers differ on it. Nothing that a browser would run. A part may be asked for with a Range header.',
        params: projectParams.extend({
          item: z.string().min(1).max(2048).describe('Id of the item, percent-encoded.'),
        }),
        response: answers([
          [200, 'The content.', z.string(), 'application/octet-stream'],
          [206, 'The part of it that was asked for.', z.string(), 'application/octet-stream'],
          [416, 'The part lies outside of the content.'],
        ]),
      },
    },
    async (request, reply) => {
      const { id, item } = request.params;
      await admit(request, id, 'annotator');
      const { dataset } = (await store.read(id, (data) => settings.read(id, data))).settings;
      const gone = untilClosed(reply);
      const { bytes, type } = await engine
        .content(dataset, item, AbortSignal.any([closing, gone.signal]))
        .finally(gone.release);
      // members alone may see it, and it may change behind its URI
      reply.type(type).header('cache-control', 'private, no-cache').header('accept-ranges', 'bytes');
      const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      // without a version of the content, nobody can hold parts of this one to another
      const range =
        request.headers['if-range'] === undefined ? byteRange(request.headers.range, whole.length) : undefined;
      if (range === undefined) return reply.send(whole);
      if (range === 'none') return reply.code(416).header('content-range', `bytes */${whole.length}`).send();
      const { start, end } = range;
      reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${whole.length}`);
      return reply.send(whole.subarray(start, end));
    },
  );
}
