import { AlaasError, readSettings } from '@alaas/core';
import type { Engine } from '@alaas/engine';
import type { DatasetNotes } from '../../database/dataset-table.ts';
import type { ProgressStore } from '../../database/progress-table.ts';
import type { ProjectStore } from '../../database/project-store.ts';
import { noProject } from '../work.ts';
import { createExclusionMemory } from './exclusion-memory.ts';
import type { ProjectSource } from './project-source.ts';

export interface StoredSourceOptions {
  readonly engine: Pick<Engine, 'openLivePool'>;
  readonly store: Pick<ProjectStore, 'read'>;
  readonly progress: Pick<ProgressStore, 'held'>;
  readonly datasets: Pick<DatasetNotes, 'get'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Settings from the database, pools from the engine. */
export function createStoredSource({ engine, store, progress, datasets, now }: StoredSourceOptions): ProjectSource {
  const memory = createExclusionMemory();
  return {
    excluded: (project, sequence) => store.read(project, (data) => memory.read(project, data, sequence)),
    read: (project, version) =>
      store.read(project, async (data) => {
        const row = await data.project.get();
        if (row === undefined) throw noProject(project);
        const createdAt = row.created_at;
        if (version === undefined || version === row.version) {
          return { settings: readSettings(row.settings), version: row.version, createdAt };
        }
        const [old] = await data.versions.list({ before: version + 1, limit: 1 });
        if (old?.version !== version) {
          throw new AlaasError('NOT_FOUND', `Project "${project}" has no version ${version} of its settings.`);
        }
        return { settings: readSettings(old.settings), version, createdAt };
      }),
    held: (project) => progress.held(project, now()),
    async openPool(dataset, signal) {
      // a model that only stands in would fail on every item
      if ((await datasets.get(dataset))?.isModelOpen === true) return undefined;
      return await engine.openLivePool(dataset, { signal, onProgress: () => undefined });
    },
  };
}
