import type { Role } from '@alaas/core';
import type { FastifyRequest } from 'fastify';
import type { Rights } from '../team/rights.ts';
import type { Admit } from './admit.ts';
import type { Identify } from './callers.ts';

/** A caller who was let in for as long as nothing changes. */
export interface Admitted {
  /** Aborts when their role or token changes, or the project goes: they may knock again. */
  readonly signal: AbortSignal;
  /** Ends the watch. */
  release(): void;
}

/** Lets a request into a project that goes on for long. @throws AlaasError as {@link Admit}, and `UNAUTHORIZED` */
export type AdmitWhile = (
  request: Pick<FastifyRequest, 'caller' | 'headers'>,
  project: string,
  needed: Role,
) => Promise<Admitted>;

export interface AdmitWhileOptions {
  readonly admit: Admit;
  readonly identify: Identify;
  readonly rights: Pick<Rights, 'watch'>;
}

export function createAdmitWhile({ admit, identify, rights }: AdmitWhileOptions): AdmitWhile {
  return async (request, project, needed) => {
    const watch = rights.watch(project, request.caller.id);
    try {
      // once more, now that every change is seen: the token may have been renewed since it was looked at
      await admit({ caller: await identify(request) }, project, needed);
      return watch;
    } catch (error) {
      watch.release();
      throw error;
    }
  };
}
