import type { Engine } from '@alaas/engine';
import { z } from 'zod';
import type { ProjectStore } from '../database/project-store.ts';
import type { Admit } from '../http/admit.ts';
import type { SettingsMemory } from '../projects/work.ts';
import { projectParams } from './project-params.ts';
import { answers, type RouteApp } from './route-app.ts';

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
          'The bytes, of a type that is told by them: an image, plain text, or application/octet-stream. Nothing that a browser would run.',
        params: projectParams.extend({
          item: z.string().min(1).max(2048).describe('Id of the item, percent-encoded.'),
        }),
        response: answers([[200, 'The content.', z.string(), 'application/octet-stream']]),
      },
    },
    async (request, reply) => {
      const { id, item } = request.params;
      await admit(request, id, 'annotator');
      const { dataset } = (await store.read(id, (data) => settings.read(id, data))).settings;
      const { bytes, type } = await engine.content(dataset, item, closing);
      // members alone may see it, and it may change behind its URI
      return reply.type(type).header('cache-control', 'private, no-cache').send(Buffer.from(bytes));
    },
  );
}
