import type { FastifyRequest } from 'fastify';
import type { Caller } from '../projects/caller.ts';

/** Who makes a request. */
export type RequestCaller = (request: FastifyRequest) => Caller;
