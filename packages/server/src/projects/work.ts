import { AlaasError, labelsOf, type ProjectSettings, readSettings, type Task } from '@alaas/core';
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
  /** When the project was made: another one of the same id has another time. */
  readonly createdAt: number;
  /** Of the last change of labels. */
  readonly sequence: number;
}

/** Settings by project, parsed only when they changed. All that work with projects share one. */
export interface SettingsMemory {
  /** @throws AlaasError `NOT_FOUND` */
  read(project: string, data: ProjectData): Promise<Pick<ProjectWork, 'settings' | 'task' | 'sequence' | 'createdAt'>>;
}

export function createSettingsMemory(): SettingsMemory {
  const known = new Map<string, { text: string; settings: ProjectSettings; task: Task }>();
  return {
    async read(project, data) {
      const row = await data.project.get();
      if (row === undefined) {
        known.delete(project);
        throw noProject(project);
      }
      let kept = known.get(project);
      if (kept?.text !== row.settings) {
        const settings = readSettings(row.settings);
        kept = { text: row.settings, settings, task: taskOf(settings) };
        known.set(project, kept);
      }
      const { settings, task } = kept;
      return { settings, task, sequence: row.sequence, createdAt: row.created_at };
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
