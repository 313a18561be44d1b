import { memberCreateSchema, memberSchema, memberTokenSchema, meSchema, roleSchema } from '@alaas/core';
import { z } from 'zod';
import type { Admit } from '../http/admit.ts';
import type { RequestAccess } from '../http/request-access.ts';
import type { Members } from '../team/members.ts';
import { projectParams } from './project-params.ts';
import { answers, type RouteApp } from './route-app.ts';

export interface MemberRoutesOptions {
  readonly members: Members;
  readonly admit: Admit;
  readonly accessOf: RequestAccess;
  /** Whether the service has a token. */
  readonly needsToken: boolean;
}

const tags = ['Members'];
const ofProject = projectParams;
const ofMember = ofProject.extend({ member: z.string().max(200) });

/** Who may work in a project. */
export function memberRoutes(app: RouteApp, { members, admit, accessOf, needsToken }: MemberRoutesOptions): void {
  app.get(
    '/v1/me',
    {
      schema: {
        tags,
        summary: 'See who you are',
        description:
          'The owner of the service, or a member of one project with the role there. Says also whether the service asks for a token, and whether the caller may name files of its machine.',
        response: answers([[200, 'Whom the request speaks for.', meSchema]]),
      },
    },
    async (request) => {
      const { caller } = request;
      const role = caller.project === undefined ? undefined : await members.roleIn(caller.project, caller);
      return {
        ...caller,
        ...(role === undefined ? {} : { role }),
        needsToken,
        isLocal: accessOf(request) === 'local',
      };
    },
  );
  app.get(
    '/v1/projects/:id/members',
    {
      schema: {
        tags,
        summary: 'List members',
        params: ofProject,
        response: answers([[200, 'The members by name.', memberSchema.array()]]),
      },
    },
    async (request) => {
      await admit(request, request.params.id, 'reviewer');
      return await members.list(request.params.id);
    },
  );
  app.post(
    '/v1/projects/:id/members',
    {
      schema: {
        tags,
        summary: 'Add a member',
        description: 'The answer shows the token once; only its hash is kept. It opens this project and nothing else.',
        params: ofProject,
        body: memberCreateSchema,
        response: answers([[201, 'The member with a token.', memberTokenSchema]]),
      },
    },
    async (request, reply) => {
      const { id: project } = request.params;
      const caller = await admit(request, project, 'admin');
      const { name, role } = request.body;
      return reply.code(201).send(await members.add(project, name, role, caller));
    },
  );
  app.patch(
    '/v1/projects/:id/members/:member',
    {
      schema: {
        tags,
        summary: "Change a member's role",
        params: ofMember,
        body: z.strictObject({ role: roleSchema.exclude(['owner']) }),
        response: answers([[200, 'The member.', memberSchema]]),
      },
    },
    async (request) => {
      const { id: project, member } = request.params;
      const caller = await admit(request, project, 'admin');
      return await members.setRole(project, member, request.body.role, caller);
    },
  );
  app.post(
    '/v1/projects/:id/members/:member/token',
    {
      schema: {
        tags,
        summary: 'Renew a token',
        description: 'Those before it are void at once.',
        params: ofMember,
        response: answers([[201, 'The member with the new token.', memberTokenSchema]]),
      },
    },
    async (request, reply) => {
      const { id: project, member } = request.params;
      const caller = await admit(request, project, 'admin');
      return reply.code(201).send(await members.renewToken(project, member, caller));
    },
  );
  app.delete(
    '/v1/projects/:id/members/:member',
    {
      schema: {
        tags,
        summary: 'Remove a member',
        description: 'Their tokens are void at once. Their answers stay.',
        params: ofMember,
        response: answers([[204, 'They are no member any more.']]),
      },
    },
    async (request, reply) => {
      const { id: project, member } = request.params;
      const caller = await admit(request, project, 'admin');
      await members.remove(project, member, caller);
      return reply.code(204).send();
    },
  );
}
