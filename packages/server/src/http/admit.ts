import type { Role } from '@alaas/core';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../projects/caller.ts';

/**
 * Lets a request into a project.
 *
 * @throws AlaasError `NOT_FOUND` for a project that is not there or that the caller is no member of, `FORBIDDEN` when the
 *   caller's role is too low
 */
export type Admit = (request: FastifyRequest, project: string, needed: Role) => Promise<Caller>;
