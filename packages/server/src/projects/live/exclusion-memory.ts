import type { ProjectData } from '../../database/project-store.ts';

/** The items that are out of pools, read anew only where something changed. */
export interface ExclusionMemory {
  /** Those that were out right after a change of labels: the same set while it would be equal to the last one. */
  read(project: string, data: ProjectRows, sequence: number): Promise<ReadonlySet<string>>;
}

interface ProjectRows {
  readonly project: Pick<ProjectData['project'], 'head'>;
  readonly exclusions: Pick<ProjectData['exclusions'], 'lastChange' | 'spans'>;
}

const none: ReadonlySet<string> = new Set();

interface Kept {
  /** When the project was made: another one of its id may come after it. */
  readonly createdAt: number;
  /** The change that excluded or put back something last. */
  readonly changed: number;
  readonly excluded: ReadonlySet<string>;
}

export function createExclusionMemory(): ExclusionMemory {
  const newest = new Map<string, Kept>();
  return {
    async read(project, { project: row, exclusions }, sequence) {
      const changed = await exclusions.lastChange();
      if (changed === 0) {
        newest.delete(project);
        return none;
      }
      const { created_at: createdAt = 0 } = (await row.head()) ?? {};
      const kept = newest.get(project);
      if (kept?.createdAt === createdAt && kept.changed === changed && changed <= sequence) return kept.excluded;
      const spans = await exclusions.spans();
      const standing = spans.filter(
        ({ sequence: from, retracted }) => from <= sequence && (retracted === null || retracted > sequence),
      );
      const excluded = new Set(standing.map(({ item }) => item));
      // of the past nothing is kept: who replays a round asks once
      if (changed <= sequence) newest.set(project, { createdAt, changed, excluded });
      return excluded;
    },
  };
}
