import type { ProjectWork } from './work.ts';

/**
 * What a person need not be looked up for again: records that are closed, or that they answered or skipped. It only saves
 * reads; what is given out is always checked in the database. It is void as soon as a record was opened again.
 */
export interface PassedRecords {
  /** Items, of the candidates. */
  readonly items: Set<string>;
  /** Nothing for them up to this change among the started records. */
  startedAfter: number;
  /** Nothing for them up to this number among the open records. */
  openAfter: number;
}

export interface QueueMemory {
  /** @param reopened how often a record of the project became open again */
  of(project: Pick<ProjectWork, 'project' | 'createdAt'>, person: string, reopened: number): PassedRecords;
  /** Records of the project whose items are in the pool, counted when as many were known. */
  readonly inPool: Map<string, { readonly key: string; readonly records: number }>;
}

/** Items remembered per person. */
const mostItems = 20_000;

export function createQueueMemory(): QueueMemory {
  const byProject = new Map<string, { createdAt: number; reopened: number; persons: Map<string, PassedRecords> }>();
  return {
    inPool: new Map(),
    of({ project, createdAt }, person, reopened) {
      let known = byProject.get(project);
      if (known?.reopened !== reopened || known.createdAt !== createdAt) {
        known = { createdAt, reopened, persons: new Map() };
        byProject.set(project, known);
      }
      let passed = known.persons.get(person);
      if (passed === undefined || passed.items.size > mostItems) {
        passed = { items: new Set(), startedAfter: passed?.startedAfter ?? 0, openAfter: passed?.openAfter ?? 0 };
        known.persons.set(person, passed);
      }
      return passed;
    },
  };
}
