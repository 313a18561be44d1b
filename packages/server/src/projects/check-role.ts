import { AlaasError, mayAct, type Role } from '@alaas/core';
import type { Caller, RoleIn } from './caller.ts';
import { noProject } from './work.ts';

/**
 * The role of a caller in a project, when it is enough.
 *
 * @param needed the least role that may do it
 * @throws AlaasError `NOT_FOUND` for a project that the caller has no part in, `FORBIDDEN`
 */
export async function checkRole(
  roleIn: RoleIn,
  { project, caller, needed }: { readonly project: string; readonly caller: Caller; readonly needed: Role },
): Promise<Role> {
  const role = await roleIn(project, caller);
  if (role === undefined) throw noProject(project);
  if (mayAct(role, needed)) return role;
  throw new AlaasError(
    'FORBIDDEN',
    `This needs the role ${needed} in project "${project}"; you are ${role}. Ask the owner of the service.`,
  );
}
