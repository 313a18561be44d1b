import { createHash, timingSafeEqual } from 'node:crypto';
import { AlaasError } from '@alaas/core';
import type { FastifyRequest } from 'fastify';
import { type Caller, ownerId } from '../projects/caller.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; set before any route runs. */
    caller: Caller;
  }
}

export const owner: Caller = { id: ownerId, name: 'owner', isOwner: true };

/** Finds the person that a token belongs to, and the project that it opens. @param hash SHA-256 of the token, in hex */
export type FindByToken = (
  hash: string,
) => Promise<{ readonly id: string; readonly name: string; readonly project: string } | undefined>;

/** What says who somebody is, and where they want to go. */
type Asking = Pick<FastifyRequest, 'headers'> & { readonly routeOptions?: { readonly url?: string | undefined } };

/** Says who a request is from. @throws AlaasError `UNAUTHORIZED` */
export type Identify = (request: Asking) => Promise<Caller>;

/**
 * Who has the service's token is its owner; so is everybody who shows no token where the service has none, since it listens
 * on its own machine only then. A member shows a token of their own. Tokens are compared by their hashes, in a time that does
 * not depend on them.
 *
 * @param token of the service
 */
export function createIdentify(token: string | undefined, findByToken: FindByToken): Identify {
  const expected = token === undefined ? undefined : sha256(token);
  return async ({ headers: { authorization }, routeOptions }) => {
    if (authorization === undefined && expected === undefined) return owner;
    const given =
      bearerToken(authorization) ?? (isForLabelStudio(routeOptions?.url) ? password(authorization) : undefined);
    if (given !== undefined) {
      const hash = sha256(given);
      if (expected !== undefined && timingSafeEqual(hash, expected)) return owner;
      const person = await findByToken(hash.toString('hex'));
      if (person !== undefined) return { ...person, isOwner: false };
    }
    const reason = authorization === undefined ? 'The request carries no token' : 'The token is not the right one';
    throw new AlaasError('UNAUTHORIZED', `${reason}. Send the header "Authorization: Bearer TOKEN".`);
  };
}

function bearerToken(authorization = ''): string | undefined {
  return /^bearer +(\S+) *$/i.exec(authorization)?.[1];
}

/** Label Studio knows a name and a password only: the password is the token, and the name is anything. */
function password(authorization = ''): string | undefined {
  const pair = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(authorization)?.[1];
  if (pair === undefined) return undefined;
  const text = Buffer.from(pair, 'base64').toString();
  return text.includes(':') ? text.slice(text.indexOf(':') + 1) : undefined;
}

/** SHA-256 in hex, as tokens are kept. */
export function tokenHash(token: string): string {
  return sha256(token).toString('hex');
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * Whether members of projects may call a route: those of projects, which look at the role themselves, what says who somebody
 * is, and what a project's settings can name. All else is for the owner of the service.
 *
 * @param route as it was registered: `/v1/projects/:id/next`
 */
export function isForMembers(route: string): boolean {
  return openToMembers.test(route) || isForLabelStudio(route);
}

const openToMembers = /^\/v1\/(me|(projects|strategies|wrappers|learners|stopping-rules)(\/.*)?)$/;

/** The one place where a password is taken for a token: nothing that browsers open. */
function isForLabelStudio(route = ''): boolean {
  return route.startsWith('/label-studio/');
}
