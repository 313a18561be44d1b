import type { ProjectEventType } from '@alaas/core';

/** Something that happened in a project, told after it is on disk. */
export interface ProjectEvent {
  readonly type: ProjectEventType;
  readonly project: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What listeners and webhooks are told; safe for every member who may see the project's results. */
  readonly data: Readonly<Record<string, unknown>>;
}

export type ProjectListener = (event: ProjectEvent) => void;

/** Tells of what happens in projects: to training, to readers of events, to webhooks. */
export interface ProjectEvents {
  emit(event: ProjectEvent): void;
  /** @returns what ends it */
  on(listener: ProjectListener): () => void;
}

/** @param onFailure told of a listener that throws; the others are told all the same */
export function createProjectEvents(onFailure: (error: unknown) => void): ProjectEvents {
  const listeners = new Set<ProjectListener>();
  return {
    emit(event) {
      for (const listener of [...listeners]) {
        try {
          listener(event);
        } catch (error) {
          onFailure(error);
        }
      }
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
