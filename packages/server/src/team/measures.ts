import { setImmediate as otherWork } from 'node:timers/promises';
import { AlaasError, type Quality } from '@alaas/core';
import type { PeopleStore } from '../database/people-table.ts';
import type { ProjectStore } from '../database/project-store.ts';
import type { QualityStore } from '../database/quality-table.ts';
import { ownerId } from '../projects/caller.ts';
import type { SettingsMemory } from '../projects/work.ts';
import type { DisputedRecord } from './disputes.ts';
import type { QualityAsk } from './quality-book.ts';
import { QualityThread } from './quality-thread.ts';

/** Answers that are read at once: some milliseconds, in which nobody else is served. */
const PAGE_ANSWERS = 500;
/** Projects whose answers the thread keeps; of the others it reads them again. */
const KEPT_PROJECTS = 8;

export interface MeasuresOptions {
  readonly store: Pick<ProjectStore, 'read'>;
  readonly settings: SettingsMemory;
  readonly quality: QualityStore;
  readonly people: Pick<PeopleStore, 'names'>;
}

/**
 * What the answers of projects tell about them and about those who gave them, as they are when it is asked. It is measured in
 * a thread that knows the answers, and is told what changed; what nothing changed about is not measured again, and who asks
 * for the same while it waits for its turn shares it.
 */
export interface Measures {
  /** @throws AlaasError `NOT_FOUND` */
  report(project: string): Promise<Quality>;
  /** The `limit` most doubtful records. @throws AlaasError `NOT_FOUND` */
  disputes(project: string, limit: number): Promise<DisputedRecord[]>;
  close(): Promise<void>;
}

/** What a measure follows from: while it is the same, so is the measure. */
type Origin = Pick<QualityAsk, 'task' | 'seed'> & {
  readonly createdAt: number;
  readonly sequence: number;
  readonly names: ReadonlyMap<string, string>;
};

export function createMeasures({ store, settings, quality, people }: MeasuresOptions): Measures {
  const thread = new QualityThread();
  /** Up to which change the thread knows a project; the one that was asked about last is the last one. */
  const learnt = new Map<string, { readonly createdAt: number; readonly sequence: number }>();
  const kept = new Map<string, { readonly origin: Origin; readonly answer: Quality | DisputedRecord[] }>();
  const waiting = new Map<string, Promise<unknown>>();
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  return {
    report: (project) =>
      once(`report ${project}`, project, async (ask) => await thread.ask({ type: 'report', project, ask })),
    disputes: (project, limit) =>
      once(
        `disputes ${limit} ${project}`,
        project,
        async (ask) => await thread.ask({ type: 'disputes', project, ask, limit }),
      ),
    async close() {
      isClosed = true;
      await thread.close();
    },
  };

  /** One question after the other: whoever asks what waits already gets that answer, which knows all that they know. */
  function once<T extends Quality | DisputedRecord[]>(
    key: string,
    project: string,
    ask: (ask: QualityAsk) => Promise<T>,
  ): Promise<T> {
    const before = waiting.get(key);
    if (before !== undefined) return before as Promise<T>;
    const turn = last.then(async () => {
      waiting.delete(key);
      if (isClosed) throw new AlaasError('NOT_READY', 'The service is stopping. Repeat the call when it is back.');
      return await measured(key, project, ask);
    });
    waiting.set(key, turn);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function measured<T extends Quality | DisputedRecord[]>(
    key: string,
    project: string,
    ask: (ask: QualityAsk) => Promise<T>,
  ): Promise<T> {
    const origin = await originOf(project);
    const known = kept.get(key);
    if (known !== undefined && isSame(known.origin, origin)) return known.answer as T;
    await teach(project, origin);
    const { task, seed, names } = origin;
    const [gold, verdicts] = [await quality.gold(project), await quality.verdicts(project)];
    const answer = await ask({ task, seed, names, gold, verdicts });
    kept.delete(key);
    kept.set(key, { origin, answer });
    dropOldest(kept);
    return answer;
  }

  async function originOf(project: string): Promise<Origin> {
    const { read, ids } = await store.read(project, async (data) => ({
      read: await settings.read(project, data),
      ids: await data.tallies.activeSince(0),
    }));
    const names = new Map([[ownerId, ownerId], ...(await people.names(ids))]);
    const { task, sequence, createdAt } = read;
    return { task, seed: read.settings.seed, sequence, createdAt, names };
  }

  /** Tells the thread what changed. */
  async function teach(project: string, { createdAt, sequence: until }: Origin): Promise<void> {
    if (!thread.isRunning) learnt.clear();
    const before = learnt.get(project);
    const isAnother = before !== undefined && before.createdAt !== createdAt;
    if (isAnother) thread.tell({ type: 'forget', project });
    learnt.delete(project);
    let after = isAnother ? 0 : (before?.sequence ?? 0);
    const ended = after === 0 ? [] : await quality.ended(project, { after, until });
    if (ended.length > 0) thread.tell({ type: 'learn', project, rows: [], ended });
    while (after < until) {
      const rows = await quality.answers(project, { after, until, limit: PAGE_ANSWERS });
      if (rows.length > 0) thread.tell({ type: 'learn', project, rows, ended: [] });
      after = rows.length < PAGE_ANSWERS ? until : (rows.at(-1)?.sequence ?? until);
      await otherWork();
    }
    learnt.set(project, { createdAt, sequence: until });
    for (const oldest of dropOldest(learnt)) thread.tell({ type: 'forget', project: oldest });
  }
}

function isSame(a: Origin, b: Origin): boolean {
  return (
    a.createdAt === b.createdAt &&
    a.sequence === b.sequence &&
    a.seed === b.seed &&
    JSON.stringify([a.task, ...a.names]) === JSON.stringify([b.task, ...b.names])
  );
}

/** @returns what had no room */
function dropOldest(kept: Map<string, unknown>): string[] {
  const dropped = [...kept.keys()].slice(0, Math.max(0, kept.size - KEPT_PROJECTS));
  for (const key of dropped) kept.delete(key);
  return dropped;
}
