/** Whom a request speaks for, as `GET /v1/me` tells a page what to show. */
import { z } from 'zod';
import { roleSchema } from './team.ts';

export const meSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The owner of the service: the role owner in every project, and all that is not of a project. */
  isOwner: z.boolean(),
  /** Of a member: the one project that the token opens. */
  project: z.string().optional(),
  /** Of a member: the role there. */
  role: roleSchema.optional(),
  /** Whether the service has a token: then nobody gets in without one. */
  needsToken: z.boolean(),
  /**
   * Whether the caller may name any file and address that the service can read. Else only folders under `sources.roots`,
   * public addresses, and what the request itself carries.
   */
  isLocal: z.boolean(),
});

export type Me = z.output<typeof meSchema>;
