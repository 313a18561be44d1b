import { deliverySchema, newWebhookSchema, webhookCreateSchema, webhookSchema } from '@alaas/core';
import { z } from 'zod';
import type { Admit } from '../http/admit.ts';
import type { RequestAccess } from '../http/request-access.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { projectParams } from './project-params.ts';
import { answers, type RouteApp } from './route-app.ts';

export interface WebhookRoutesOptions {
  readonly webhooks: Webhooks;
  readonly admit: Admit;
  readonly accessOf: RequestAccess;
}

const tags = ['Webhooks'];
const id = z.string().max(200);
const ofProject = projectParams;
const ofWebhook = ofProject.extend({ webhook: id });

/** Telling other services of what happens in a project. */
export function webhookRoutes(app: RouteApp, { webhooks, admit, accessOf }: WebhookRoutesOptions): void {
  app.get(
    '/v1/projects/:id/webhooks',
    {
      schema: {
        tags,
        summary: 'List webhooks',
        params: ofProject,
        response: answers([[200, 'The webhooks, without their secrets.', webhookSchema.array()]]),
      },
    },
    async (request) => {
      await admit(request, request.params.id, 'admin');
      return await webhooks.list(request.params.id);
    },
  );
  app.post(
    '/v1/projects/:id/webhooks',
    {
      schema: {
        tags,
        summary: 'Add a webhook',
        description:
          'Events are posted as JSON and signed as Standard Webhooks says. A failed delivery is tried again with growing waits, for a day at most. The answer shows the secret once.',
        params: ofProject,
        body: webhookCreateSchema,
        response: answers([[201, 'The webhook with its secret.', newWebhookSchema]]),
      },
    },
    async (request, reply) => {
      const { id: project } = request.params;
      await admit(request, project, 'admin');
      return reply.code(201).send(await webhooks.create(project, request.body, accessOf(request)));
    },
  );
  app.patch(
    '/v1/projects/:id/webhooks/:webhook',
    {
      schema: {
        tags,
        summary: 'Switch a webhook on or off',
        params: ofWebhook,
        body: z.strictObject({ isActive: z.boolean() }),
        response: answers([[200, 'The webhook.', webhookSchema]]),
      },
    },
    async (request) => {
      const { id: project, webhook } = request.params;
      await admit(request, project, 'admin');
      return await webhooks.setActive(project, webhook, request.body.isActive);
    },
  );
  app.delete(
    '/v1/projects/:id/webhooks/:webhook',
    {
      schema: { tags, summary: 'Remove a webhook', params: ofWebhook, response: answers([[204, 'It is gone.']]) },
    },
    async (request, reply) => {
      const { id: project, webhook } = request.params;
      await admit(request, project, 'admin');
      await webhooks.delete(project, webhook);
      return reply.code(204).send();
    },
  );
  app.get(
    '/v1/projects/:id/webhooks/:webhook/deliveries',
    {
      schema: {
        tags,
        summary: 'List deliveries',
        params: ofWebhook,
        querystring: z.strictObject({ limit: z.coerce.number().int().min(1).max(1000).default(100) }),
        response: answers([[200, 'The newest deliveries first; the last thousand are kept.', deliverySchema.array()]]),
      },
    },
    async (request) => {
      const { id: project, webhook } = request.params;
      await admit(request, project, 'admin');
      return await webhooks.deliveries(project, webhook, request.query.limit);
    },
  );
  app.post(
    '/v1/projects/:id/webhooks/:webhook/deliveries/:delivery/retry',
    {
      schema: {
        tags,
        summary: 'Send a delivery again',
        params: ofWebhook.extend({ delivery: id }),
        response: answers([[202, 'The delivery, waiting.', deliverySchema]]),
      },
    },
    async (request, reply) => {
      const { id: project, webhook, delivery } = request.params;
      await admit(request, project, 'admin');
      return reply.code(202).send(await webhooks.redeliver(project, webhook, delivery));
    },
  );
}
