import {
  AlaasError,
  listedProjectSchema,
  projectChangeSchema,
  projectCreateSchema,
  projectSchema,
  projectVersionSchema,
} from '@alaas/core';
import { z } from 'zod';
import { registerYaml, yamlTypes } from '../http/body.ts';
import type { Projects } from '../projects/projects.ts';
import { projectParams } from './project-params.ts';
import { answers, type RouteApp } from './route-app.ts';

const tags = ['Projects'];

const listQuery = z.strictObject({
  standing: z.stringbool().default(false).describe('Whether to say how far each is.'),
});

const versionsQuery = z.strictObject({
  before: z.coerce.number().int().min(1).optional().describe('Only versions below this one.'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

/** Projects: what is asked, about which items, and how they are chosen. */
export async function projectRoutes(app: RouteApp, projects: Projects): Promise<void> {
  await app.register((scope: RouteApp, _options, done) => {
    registerYaml(scope);
    const consumes = ['application/json', ...yamlTypes];
    scope.post(
      '/v1/projects',
      {
        schema: {
          tags,
          summary: 'Make a project',
          description: 'The same project can be written as YAML, with the header "Content-Type: application/yaml".',
          consumes,
          body: projectCreateSchema,
          response: answers([[201, 'The project, at version 1.', projectSchema]]),
        },
      },
      async (request, reply) => {
        const project = await projects.create(request.body, request.caller);
        reply.code(201).header('location', `/v1/projects/${project.id}`).header('etag', etag(project));
        return reply.send(project);
      },
    );
    scope.patch(
      '/v1/projects/:id',
      {
        schema: {
          tags,
          summary: 'Change a project',
          description:
            'What the body names; the rest stays. Every change makes a version. With the header If-Match and the version in quotes, only that version is changed.',
          consumes,
          params: projectParams,
          body: projectChangeSchema,
          response: answers([[200, 'The project as it is now.', projectSchema]]),
        },
      },
      async (request, reply) => {
        const by = { caller: request.caller, expected: versionOf(request.headers['if-match']) };
        const project = await projects.change(request.params.id, request.body, by);
        return reply.header('etag', etag(project)).send(project);
      },
    );
    done();
  });
  app.get(
    '/v1/projects',
    {
      schema: {
        tags,
        summary: 'List projects',
        description: 'With standing=true, also where each stands: from counts that are kept, without loading a pool.',
        querystring: listQuery,
        response: answers([[200, 'Those that the caller has a part in, by id.', listedProjectSchema.array()]]),
      },
    },
    async (request) => await projects.list(request.caller, request.query),
  );
  app.get(
    '/v1/projects/:id',
    {
      schema: {
        tags,
        summary: 'Look at a project',
        params: projectParams,
        response: answers([[200, 'The project.', projectSchema]]),
      },
    },
    async (request, reply) => {
      const project = await projects.get(request.params.id, request.caller);
      return reply.header('etag', etag(project)).send(project);
    },
  );
  app.delete(
    '/v1/projects/:id',
    {
      schema: {
        tags,
        summary: 'Delete a project',
        description: 'Forgets its records and answers; the dataset stays.',
        params: projectParams,
        response: answers([[204, 'It is gone.']]),
      },
    },
    async (request, reply) => {
      await projects.delete(request.params.id, request.caller);
      return reply.code(204).send();
    },
  );
  app.get(
    '/v1/projects/:id/versions',
    {
      schema: {
        tags,
        summary: 'List versions',
        params: projectParams,
        querystring: versionsQuery,
        response: answers([[200, 'Newest first: settings, who made them, when.', projectVersionSchema.array()]]),
      },
    },
    async (request) => await projects.versions(request.params.id, request.caller, request.query),
  );
}

function etag({ version }: { readonly version: number }): string {
  return `"${version}"`;
}

/** The version that an If-Match header names. @throws AlaasError `INVALID_REQUEST` for a header that names none */
function versionOf(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const version = /^\s*(?:W\/)?"(\d{1,15})"\s*$/.exec(header)?.[1];
  if (version !== undefined) return Number(version);
  throw new AlaasError('INVALID_REQUEST', 'If-Match holds no version. Write it in quotes: If-Match: "3".');
}
