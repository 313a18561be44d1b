import type { ProjectStatus } from '@alaas/core';
import type { ProjectStore } from '../database/project-store.ts';
import type { Caller, RoleIn } from './caller.ts';
import { checkRole } from './check-role.ts';
import type { LiveProject } from './live/live-project.ts';
import type { SettingsMemory } from './work.ts';

/** Where projects stand, as everybody who works in one may know it. */
export interface Statuses {
  /**
   * @param since milliseconds since 1970, for the caller's recent answers. Default: 24 hours ago
   * @throws AlaasError `NOT_FOUND`
   */
  get(project: string, caller: Caller, since?: number): Promise<ProjectStatus>;
}

export interface StatusesOptions {
  readonly store: Pick<ProjectStore, 'read'>;
  readonly settings: SettingsMemory;
  readonly roleIn: RoleIn;
  readonly live: (project: string) => Promise<
    Pick<LiveProject, 'size' | 'isWaiting' | 'stop' | 'modelVersion'> & {
      readonly training: Pick<LiveProject['training'], 'isTraining' | 'sequence'>;
    }
  >;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const dayMs = 24 * 60 * 60_000;

export function createStatuses({ store, settings: memory, roleIn, live, now }: StatusesOptions): Statuses {
  return {
    async get(project, caller, since = now() - dayMs) {
      const role = await checkRole(roleIn, { project, caller, needed: 'annotator' });
      const one = await live(project);
      const { settings, sequence, answers, recent, completed } = await store.read(project, async (data) => ({
        ...(await memory.read(project, data)),
        answers: (await data.tallies.of(caller.id)).answers,
        recent: await data.responses.countSince(caller.id, since),
        completed: (await data.tallies.total()).completed,
      }));
      const { isTraining, sequence: known } = one.training;
      return {
        role,
        mine: { all: answers, recent, left: settings.quota && Math.max(0, settings.quota - answers) },
        pool: { ready: one.size, completed },
        model: { version: one.modelVersion, isTraining, behind: Math.max(0, sequence - known) },
        isWaiting: one.isWaiting,
        stop: { isAdvised: one.stop.isAdvised, reasons: [...one.stop.reasons] },
      };
    },
  };
}
