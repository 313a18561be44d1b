import {
  type AnswerValue,
  type PoolItem,
  type PoolQuery,
  type ProjectCreate,
  poolQuerySchema,
  projectCreateSchema,
} from '@alaas/core';
import type { DatabasePlace } from '../database/connection.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { createLog } from '../log.ts';
import { createLiveProjects, type LiveProjects } from '../projects/live/live-projects.ts';
import { createStoredSource } from '../projects/live/stored-source.ts';
import { caller } from '../projects/project.fixture.ts';
import { createProjectEvents, type ProjectEvent } from '../projects/project-events.ts';
import { createQueue, type Queue } from '../projects/queue.ts';
import { createSettingsMemory } from '../projects/work.ts';
import { cloudOf, twoClouds } from '../testing/live-bench.ts';
import { VectorPool } from '../testing/vector-pool.ts';
import { createLayoutStore } from './layout-store.ts';
import { createLayouts } from './layouts.ts';
import { createPool, type Pool } from './pool.ts';

/** A project on a pool of vectors in memory; database, queue, head and rounds are real. */
export interface PoolWorld {
  readonly database: Database;
  readonly vectors: VectorPool;
  readonly queue: Queue;
  readonly pool: Pool;
  readonly live: LiveProjects;
  readonly events: ProjectEvent[];
  /** Settles when all that was asked for is trained and measured. */
  settle(): Promise<void>;
  /** Answers what the queue gives. @param answer default: the truth @returns items, in their order */
  label(
    count: number,
    options?: { readonly who?: string; readonly answer?: (item: string) => AnswerValue },
  ): Promise<string[]>;
  /** The whole pool, page by page. */
  all(query?: Partial<PoolQuery>): Promise<PoolItem[]>;
  close(): Promise<void>;
}

export const never = new AbortController().signal;
export const project = 'p';

export async function openPoolWorld(
  place: DatabasePlace,
  settings: Partial<ProjectCreate> = {},
  vectors: VectorPool = new VectorPool(twoClouds(60)),
): Promise<PoolWorld> {
  const database = await openDatabase(place);
  const hub = createProjectEvents((error) => {
    throw error;
  });
  const events: ProjectEvent[] = [];
  hub.on((event) => events.push(event));
  let time = 1_700_000_000_000;
  const now = () => ++time;
  const pause = async () => undefined;
  const log = createLog('silent');
  const store = database.projects;
  const source = createStoredSource({
    engine: { openLivePool: async () => vectors },
    store,
    progress: database.progress,
    datasets: database.datasets,
    now,
  });
  const { answers, models, rounds } = { answers: database.knownAnswers, ...database };
  const common = { log, now, clock: () => performance.now(), pause, delayMs: 0, measureDelayMs: 0 };
  const live = createLiveProjects({ source, answers, models, rounds, events: hub, ...common });
  const choices = (id: string) => live.get(id);
  const layouts = createLayouts({ store: createLayoutStore(undefined), log });
  const memory = createSettingsMemory();
  const world: PoolWorld = {
    database,
    vectors,
    live,
    events,
    queue: createQueue({ store, settings: memory, choices, events: hub, now }),
    pool: createPool({ store, settings: memory, live, choices, layouts, events: hub, now, pause }),
    async settle() {
      await (await live.get(project)).idle();
    },
    async label(count, { who = 'ann', answer = cloudOf } = {}) {
      const done: string[] = [];
      for (let i = 0; i < count; i++) {
        const { leases } = await world.queue.next(project, caller(who), { n: 1, anyway: false });
        const [lease] = leases;
        if (lease === undefined) return done;
        await world.queue.respond(project, caller(who), [{ item: lease.item, value: answer(lease.item) }]);
        done.push(lease.item);
        await world.settle();
      }
      return done;
    },
    async all(query = {}) {
      const found: PoolItem[] = [];
      let after: string | undefined;
      do {
        const given = { limit: 7, ...query, ...(after !== undefined && { after }) };
        const page = await world.pool.page(project, poolQuerySchema.parse(textOf(given)), never);
        found.push(...page.items);
        after = page.next;
      } while (after !== undefined);
      return found;
    },
    async close() {
      await layouts.close();
      await live.close();
      await database.close();
    },
  };
  await insert(database, settings, now());
  await world.settle();
  return world;
}

/** A query as it travels. */
function textOf(query: Partial<PoolQuery>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
}

async function insert(database: Database, settings: Partial<ProjectCreate>, at: number): Promise<void> {
  const labels = [{ name: 'spam' }, { name: 'ham' }];
  const created = projectCreateSchema.parse({ dataset: 'd', labels, goldShare: 0, controlShare: 0.5, ...settings });
  const { id: _, name = 'Spam', ...given } = created;
  await database.projects.inProject(project, async (data) => {
    // a world that is opened again has it already
    if ((await data.project.head()) !== undefined) return;
    const row = { version: 1, settings: JSON.stringify({ ...given, name }), sequence: 0 };
    await data.project.insert({ ...row, dataset: given.dataset, created_at: at, created_by: 'owner' });
  });
}
