import type { ProjectStore } from '../database/project-store.ts';
import type { RecordPlace, RecordState } from '../database/record-table.ts';
import { createExclusionMemory } from '../projects/live/exclusion-memory.ts';
import { noProject } from '../projects/work.ts';

/** What the database knows of a pool: the records there are, and what is excluded. */
export interface RecordStates {
  /** By item. */
  readonly records: ReadonlyMap<string, RecordState>;
  readonly excluded: ReadonlySet<string>;
  /** Numbers of the records that a reviewer has decided on. */
  readonly decided: ReadonlySet<number>;
}

/** Reads how the records of projects stand, anew only where something changed. */
export interface RecordStatesMemory {
  /** The same object while nothing changed. @throws AlaasError `NOT_FOUND` */
  read(project: string): Promise<RecordStates>;
}

export interface RecordStatesOptions {
  readonly store: Pick<ProjectStore, 'read'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Lets other work have the thread. */
  readonly pause: () => Promise<void>;
}

/** Records read at once: some milliseconds. */
const PAGE = 4_000;
/** Milliseconds after which records are read again though nothing was counted: gold items and draws are set without a count. */
const OLD_MS = 2_000;
/** Projects that are remembered: their records take some hundred bytes each. */
const KEPT = 8;

interface Kept {
  readonly key: string;
  readonly at: number;
  readonly states: RecordStates;
}

export function createRecordStates({ store, now, pause }: RecordStatesOptions): RecordStatesMemory {
  const known = new Map<string, Kept>();
  const exclusions = createExclusionMemory();
  return {
    async read(project) {
      const { key, excluded, decided } = await store.read(project, async (data) => {
        const head = await data.project.head();
        if (head === undefined) throw noProject(project);
        const { records, completed, reopened } = await data.tallies.total();
        const counts = [head.created_at, head.version, head.sequence, records, completed, reopened];
        return {
          key: counts.join('/'),
          excluded: await exclusions.read(project, data, head.sequence),
          decided: new Set(await data.verdicts.decided()),
        };
      });
      const kept = known.get(project);
      known.delete(project);
      if (kept !== undefined && kept.key === key && now() - kept.at < OLD_MS) {
        known.set(project, kept);
        return kept.states;
      }
      const states = { records: await readAll(project), excluded, decided };
      known.set(project, { key, at: now(), states });
      const [oldest] = known.keys();
      if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
      return states;
    },
  };

  async function readAll(project: string): Promise<Map<string, RecordState>> {
    const records = new Map<string, RecordState>();
    for (let after: RecordPlace | undefined; ; ) {
      const page = await store.read(project, (data) => data.records.states({ after, limit: PAGE }));
      for (const record of page) records.set(record.item, record);
      const last = page[PAGE - 1];
      if (last === undefined) return records;
      after = { madeAt: last.created_at, number: last.number };
      await pause();
    }
  }
}
