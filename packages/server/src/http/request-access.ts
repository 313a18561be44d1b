import type { Access } from '@alaas/engine';
import type { FastifyRequest } from 'fastify';

/** On whose behalf a request is. */
export type RequestAccess = (request: FastifyRequest) => Access;
