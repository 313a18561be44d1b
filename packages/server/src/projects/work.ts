import { AlaasError, labelsOf, type ProjectSettings, type Task } from '@alaas/core';
import type { ProjectData } from '../database/project-store.ts';
import type { Choices } from './choices.ts';

/** What a call in a project works with, inside its transaction. */
export interface ProjectWork {
  readonly project: string;
  readonly data: ProjectData;
  readonly settings: ProjectSettings;
  readonly task: Task;
  readonly choices: Choices;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Of the last change of labels. */
  readonly sequence: number;
}

/** Settings by project: read and checked once per version. */
export interface SettingsMemory {
  /** @throws AlaasError `NOT_FOUND` */
  read(project: string, data: ProjectData): Promise<Pick<ProjectWork, 'settings' | 'task' | 'sequence'>>;
}

export function createSettingsMemory(): SettingsMemory {
  const known = new Map<string, { version: number; createdAt: number; settings: ProjectSettings; task: Task }>();
  return {
    async read(project, data) {
      const head = await data.project.head();
      if (head === undefined) {
        known.delete(project);
        throw noProject(project);
      }
      const kept = known.get(project);
      if (kept?.version === head.version && kept.createdAt === head.created_at) {
        return { settings: kept.settings, task: kept.task, sequence: head.sequence };
      }
      const row = await data.project.get();
      if (row === undefined) throw noProject(project);
      const settings = JSON.parse(row.settings) as ProjectSettings;
      const task = taskOf(settings);
      known.set(project, { version: row.version, createdAt: row.created_at, settings, task });
      return { settings, task, sequence: head.sequence };
    },
  };
}

/** What the answers of a project may be. */
export function taskOf({ task, labels }: Pick<ProjectSettings, 'task' | 'labels'>): Task {
  return { type: task, labels: labelsOf(task, labels) };
}

export function noProject(project: string): AlaasError {
  return new AlaasError('NOT_FOUND', `There is no project "${project}". GET /v1/projects lists them.`);
}
