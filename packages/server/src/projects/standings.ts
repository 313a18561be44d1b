import { mayAct, type ProjectStanding, type Role } from '@alaas/core';
import type { ModelStore } from '../database/model-table.ts';
import type { ProgressStore } from '../database/progress-table.ts';
import type { VersionEvaluation } from './live/evaluate-version.ts';

/** Where several projects stand. */
export interface Standings {
  /** @param projects each with the role in it of whoever asks: how accurate a head is, annotators are not told */
  of(
    projects: readonly { readonly id: string; readonly dataset: string; readonly role: Role }[],
  ): Promise<ProjectStanding[]>;
}

export interface StandingsOptions {
  readonly progress: Pick<ProgressStore, 'standings'>;
  readonly models: Pick<ModelStore, 'newestEvaluation'>;
  readonly datasets: () => readonly { readonly id: string; readonly items: number }[];
}

export function createStandings({ progress, models, datasets }: StandingsOptions): Standings {
  return {
    async of(projects) {
      const counts = await progress.standings(projects.map(({ id }) => id));
      const items = new Map(datasets().map((dataset) => [dataset.id, dataset.items]));
      const standings: ProjectStanding[] = [];
      for (const { id, dataset, role } of projects) {
        const { completed = 0, answers = 0, activeAt = 0 } = counts.get(id) ?? {};
        standings.push({
          ...{ items: items.get(dataset) ?? 0, completed, answers },
          activeAt: activeAt === 0 ? null : new Date(activeAt).toISOString(),
          accuracy: mayAct(role, 'reviewer') ? await accuracyOf(id) : null,
        });
      }
      return standings;
    },
  };

  async function accuracyOf(project: string): Promise<number | null> {
    const stored = JSON.parse((await models.newestEvaluation(project)) ?? 'null') as VersionEvaluation | null;
    return stored?.evaluation?.accuracy?.value ?? null;
  }
}
