import type { Role } from '@alaas/core';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

/**
 * Lets a request into a project.
 *
 * @param needed the least role that may do it
 * @throws AlaasError `NOT_FOUND` for a project that the caller has no part in, `FORBIDDEN`
 */
export type EnterProject = (request: FastifyRequest, project: string, needed: Role) => Promise<void>;

export const projectParams = { id: z.string().max(200).describe('Id of the project.') };
