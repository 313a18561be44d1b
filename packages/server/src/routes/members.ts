import { memberCreateSchema, memberSchema, memberTokenSchema, roleSchema } from '@alaas/core';
import { z } from 'zod';
import type { Admit } from '../http/admit.ts';
import type { Members } from '../team/members.ts';
import { projectParams } from './project-params.ts';
import { answers, type RouteApp } from './route-app.ts';

export interface MemberRoutesOptions {
  readonly members: Members;
  readonly admit: Admit;
}

const tags = ['Members'];
const ofProject = projectParams;
const ofMember = ofProject.extend({ member: z.string().max(200) });

/** Who may work in a project. */
export function memberRoutes(app: RouteApp, { members, admit }: MemberRoutesOptions): void {
  app.get(
    '/v1/me',
    {
      schema: {
        tags,
        summary: 'See who you are',
        response: answers([
          [
            200,
            'Whom the token belongs to; of a member also the project it opens and the role there.',
            z.object({
              id: z.string(),
              name: z.string(),
              isOwner: z.boolean(),
              project: z.string().optional(),
              role: roleSchema.optional(),
            }),
          ],
        ]),
      },
    },
    async ({ caller }) => {
      const role = caller.project === undefined ? undefined : await members.roleIn(caller.project, caller);
      return { ...caller, ...(role === undefined ? {} : { role }) };
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
