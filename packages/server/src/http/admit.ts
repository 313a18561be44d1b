import { AlaasError, mayAct, type Role } from '@alaas/core';
import type { FastifyRequest } from 'fastify';
import type { Caller, RoleIn } from '../projects/caller.ts';

/**
 * Lets a request into a project.
 *
 * @throws AlaasError `NOT_FOUND` for a project that is not there or that the caller is no member of, `FORBIDDEN` when the
 *   caller's role is too low
 */
export type Admit = (request: Pick<FastifyRequest, 'caller'>, project: string, needed: Role) => Promise<Caller>;

export interface AdmitOptions {
  readonly exists: (project: string) => Promise<boolean>;
  readonly roleIn: RoleIn;
}

export function createAdmit({ exists, roleIn }: AdmitOptions): Admit {
  return async ({ caller }, project, needed) => {
    const role = await roleIn(project, caller);
    // to a stranger a project that is there looks like one that is not
    if (role === undefined || !(await exists(project))) {
      throw new AlaasError('NOT_FOUND', `There is no project "${project}". GET /v1/projects lists them.`);
    }
    if (mayAct(role, needed)) return caller;
    throw new AlaasError('FORBIDDEN', `This needs the role ${needed}, and ${caller.name} is ${role} in "${project}".`);
  };
}
