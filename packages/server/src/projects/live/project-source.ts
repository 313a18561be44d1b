import type { ProjectSettings } from '@alaas/core';
import type { LivePool } from '@alaas/engine';

/** A project's settings in one version. */
export interface ProjectSetting {
  readonly settings: ProjectSettings;
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** What the live side of projects asks of the rest of the service. */
export interface ProjectSource {
  /** @param version default: the newest. @throws AlaasError `NOT_FOUND` */
  read(project: string, version?: number): Promise<ProjectSetting>;
  /** Items that were out of the pool right after a change of labels. The same set as before while nothing changed. */
  excluded(project: string, sequence: number): Promise<ReadonlySet<string>>;
  /** Items in people's hands. */
  held(project: string): Promise<number>;
  /** The pool of a dataset, in memory. Who opens it closes it. Undefined: it waits for a first item to choose its model by. */
  openPool(dataset: string, signal: AbortSignal): Promise<LivePool | undefined>;
}
