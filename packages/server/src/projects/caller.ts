import type { Role } from '@alaas/core';

/** Who makes a request. */
export interface Caller {
  /** Id of a person; {@link ownerId} for the owner of the service. */
  readonly id: string;
  readonly name: string;
  /** The owner of the service may do everything in every project. */
  readonly isOwner: boolean;
  /** The one project that a member's token opens. */
  readonly project?: string;
}

/** The person who runs the service: who has its token, or calls from its machine where it has none. */
export const ownerId = 'owner';

/** Finds what a caller may do in a project. Undefined: nothing, and the project is not shown to exist. */
export type RoleIn = (project: string, caller: Caller) => Promise<Role | undefined>;
