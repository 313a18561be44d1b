import { type Matrix, matrix, mix, type ProjectChange, projectCreateSchema, projectSettingsSchema } from '@alaas/core';
import { type Database, openDatabase } from '../database/database.ts';
import { createLog } from '../log.ts';
import type { LiveOptions } from '../projects/live/live-options.ts';
import { LiveProject } from '../projects/live/live-project.ts';
import type { ProjectSource } from '../projects/live/project-source.ts';
import { createProjectEvents, type ProjectEvent, type ProjectEvents } from '../projects/project-events.ts';
import { MemoryAnswers } from './memory-answers.ts';
import { VectorPool } from './vector-pool.ts';

/** A live project on a pool in memory; its stores are real. */
export interface LiveBench {
  readonly project: string;
  readonly options: LiveOptions;
  readonly source: ProjectSource;
  readonly pool: VectorPool;
  readonly answers: MemoryAnswers;
  readonly database: Database;
  readonly events: ProjectEvents;
  /** All that was told, oldest first. */
  readonly told: ProjectEvent[];
  live: LiveProject;
  /** Closes the project and opens it again, as a restart of the service does. */
  reopen(): Promise<void>;
  /** What the next questions for the settings are answered. */
  change(change: ProjectChange): Promise<void>;
  /** From now on these are out of the pool, and no others. */
  exclude(items: readonly string[]): void;
  close(): Promise<void>;
}

/** Two classes about two corners of a square, 200 items each; seeded. */
export function twoClouds(rows = 400, gap = 1, seed = 7): Matrix {
  const data = Float32Array.from({ length: rows * 2 }, (_, i) => {
    const row = Math.floor(i / 2);
    return mix(seed, i) / 2 ** 32 + (row % 2) * gap;
  });
  return matrix(data, 2);
}

/** The true label of an item of {@link twoClouds}. */
export function cloudOf(item: string): 'spam' | 'ham' {
  return Number(item.slice('item-'.length)) % 2 === 0 ? 'spam' : 'ham';
}

export async function openLiveBench(
  change: Partial<Parameters<typeof projectCreateSchema.parse>[0] & object> = {},
  pool: VectorPool = new VectorPool(twoClouds()),
  beforeOpen: (answers: MemoryAnswers) => void = () => undefined,
): Promise<LiveBench> {
  const project = 'p';
  const { id: _id, ...settings } = projectCreateSchema.parse({
    name: 'Spam',
    dataset: 'd',
    labels: [{ name: 'spam' }, { name: 'ham' }],
    ...change,
  });
  let setting = { settings: projectSettingsSchema.parse(settings), version: 1, createdAt: 0 };
  const versions = [setting];
  const database = await openDatabase({ folder: undefined });
  const events = createProjectEvents((error) => {
    throw error;
  });
  const told: ProjectEvent[] = [];
  events.on((event) => told.push(event));
  const answers = new MemoryAnswers(project, events);
  beforeOpen(answers);
  let time = 0;
  let excluded: ReadonlySet<string> = new Set();
  const source: ProjectSource = {
    read: async (_, version) => versions.find((one) => one.version === version) ?? setting,
    held: async () => 0,
    excluded: async () => excluded,
    openPool: async () => pool,
  };
  const options: LiveOptions = {
    source,
    answers,
    models: database.models,
    rounds: database.rounds,
    events,
    log: createLog('silent'),
    now: () => ++time,
    clock: () => performance.now(),
    delayMs: 0,
    measureDelayMs: 0,
    pause: async () => undefined,
  };
  const open = (): Promise<LiveProject> => LiveProject.open(project, options);
  const bench: LiveBench = {
    project,
    options,
    source,
    pool,
    answers,
    database,
    events,
    told,
    live: await open(),
    async reopen() {
      await bench.live.close();
      bench.live = await open();
    },
    async change(next) {
      const given = projectSettingsSchema.parse({ ...setting.settings, ...next });
      setting = { ...setting, settings: given, version: setting.version + 1 };
      versions.push(setting);
      await bench.live.settingsChanged();
    },
    exclude(items) {
      excluded = new Set(items);
      bench.live.labelsChanged();
    },
    async close() {
      unsubscribe();
      await bench.live.close();
      await database.close();
    },
  };
  const unsubscribe = events.on(({ type }) => {
    if (type === 'response.created' || type === 'response.retracted') bench.live.labelsChanged();
  });
  await bench.live.idle();
  return bench;
}
