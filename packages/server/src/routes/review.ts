import {
  auditEntrySchema,
  disputeSchema,
  goldInputSchema,
  goldListSchema,
  goldQuerySchema,
  qualitySchema,
  verdictInputSchema,
} from '@alaas/core';
import { z } from 'zod';
import type { Admit } from '../http/admit.ts';
import type { Review } from '../team/review.ts';
import { projectParams } from './project-params.ts';
import { answers, type RouteApp } from './route-app.ts';

export interface ReviewRoutesOptions {
  readonly review: Review;
  readonly admit: Admit;
}

const tags = ['Review'];
const params = projectParams;

/** Agreement, disputes, verdicts, gold items, and who did what. */
export function reviewRoutes(app: RouteApp, { review, admit }: ReviewRoutesOptions): void {
  app.get(
    '/v1/projects/:id/quality',
    {
      schema: {
        tags,
        summary: 'Measure agreement',
        description:
          'Kappa, alpha, speed, accuracy on gold items, and how far suggestions pull. A number that cannot be told yet is null.',
        params,
        response: answers([[200, 'The report.', qualitySchema]]),
      },
    },
    async (request) => {
      await admit(request, request.params.id, 'reviewer');
      return await review.quality(request.params.id);
    },
  );
  app.get(
    '/v1/projects/:id/disputes',
    {
      schema: {
        tags,
        summary: 'List disputed records',
        description: 'Split answers, flagged records and likely errors, the most doubtful first.',
        params,
        querystring: z.strictObject({ limit: z.coerce.number().int().min(1).max(1000).default(100) }),
        response: answers([[200, 'The records.', disputeSchema.array()]]),
      },
    },
    async (request) => {
      await admit(request, request.params.id, 'reviewer');
      return await review.disputes(request.params.id, request.query.limit);
    },
  );
  app.post(
    '/v1/projects/:id/verdicts',
    {
      schema: {
        tags,
        summary: 'Decide on a record',
        description: 'The verdict outranks what annotators said, and the head learns it.',
        params,
        body: verdictInputSchema,
        response: answers([[204, 'It is decided.']]),
      },
    },
    async (request, reply) => {
      const { id: project } = request.params;
      const caller = await admit(request, project, 'reviewer');
      await review.adjudicate(project, caller, request.body);
      return reply.code(204).send();
    },
  );
  app.post(
    '/v1/projects/:id/gold',
    {
      schema: {
        tags,
        summary: 'Set gold items',
        description: 'Items with known answers, mixed in by goldShare, on which annotators are measured.',
        params,
        body: goldInputSchema,
        response: answers([[204, 'They are gold.']]),
      },
    },
    async (request, reply) => {
      const { id: project } = request.params;
      const caller = await admit(request, project, 'admin');
      await review.setGold(project, caller, request.body.items);
      return reply.code(204).send();
    },
  );
  app.get(
    '/v1/projects/:id/gold',
    {
      schema: {
        tags,
        summary: 'List gold items',
        description: 'With their true answers, page by page.',
        params,
        querystring: goldQuerySchema,
        response: answers([[200, 'The gold items.', goldListSchema]]),
      },
    },
    async (request) => {
      await admit(request, request.params.id, 'admin');
      return await review.gold(request.params.id, request.query);
    },
  );
  app.delete(
    '/v1/projects/:id/gold/:item',
    {
      schema: {
        tags,
        summary: 'Make a gold item ordinary',
        params: params.extend({ item: z.string().min(1).max(2048) }),
        response: answers([[204, 'It is like the others.']]),
      },
    },
    async (request, reply) => {
      const { id: project, item } = request.params;
      const caller = await admit(request, project, 'admin');
      await review.removeGold(project, caller, item);
      return reply.code(204).send();
    },
  );
  app.get(
    '/v1/projects/:id/audit',
    {
      schema: {
        tags,
        summary: 'Read the audit trail',
        params,
        querystring: z.strictObject({
          limit: z.coerce.number().int().min(1).max(1000).default(100),
          before: z.coerce.number().int().min(1).optional().describe('Only entries with a smaller number.'),
        }),
        response: answers([[200, 'The newest changes first.', auditEntrySchema.array()]]),
      },
    },
    async (request) => {
      await admit(request, request.params.id, 'admin');
      return await review.audit(request.params.id, request.query);
    },
  );
}
