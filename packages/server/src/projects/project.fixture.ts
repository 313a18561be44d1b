import { type ProjectCreate, projectCreateSchema, type Suggestion } from '@alaas/core';
import type { DatabasePlace } from '../database/connection.ts';
import { type Database, openDatabase } from '../database/database.ts';
import type { Caller } from './caller.ts';
import type { Candidate, Choices } from './choices.ts';
import { createProjectEvents, type ProjectEvent } from './project-events.ts';
import { createQueue, type Queue } from './queue.ts';
import { createSettingsMemory } from './work.ts';

/** A model side without a model: what it says is set by the test. */
export class FakeChoices implements Choices {
  readonly pool: readonly string[];
  /** Items in the order in which they should be asked; those with `control` are random draws. */
  order: readonly string[];
  readonly control = new Set<string>();
  readonly again = new Set<string>();
  readonly test = new Set<string>();
  readonly suggestions = new Map<string, Suggestion['value']>();
  round = 1;
  modelVersion = 0;
  isWaiting = false;
  stop = { isAdvised: false, reasons: [] as string[], parts: [] };
  dry = 0;

  constructor(items: number) {
    this.pool = Array.from({ length: items }, (_, i) => `item-${i}`);
    this.order = this.pool;
  }

  get size(): number {
    return this.pool.length;
  }

  *candidates(): Generator<Candidate, void> {
    for (const [i, item] of this.order.entries()) {
      const { round, modelVersion } = this;
      if (this.control.has(item)) yield { item, arm: 'control', strategy: 'random', round, modelVersion };
      else if (this.again.has(item)) yield { item, arm: 'again', strategy: 'active-lab', round, modelVersion };
      else yield { item, arm: 'strategy', strategy: 'margin-confidence', utility: 1 / (i + 1), round, modelVersion };
    }
  }

  runDry(): void {
    this.dry++;
  }

  suggestion(item: string): Suggestion | undefined {
    const value = this.suggestions.get(item);
    return value === undefined ? undefined : { value, score: 0.9, modelVersion: this.modelVersion };
  }

  isTest(item: string): boolean {
    return this.test.has(item);
  }

  describe(item: string): { uri: string; text: string } | undefined {
    return this.pool.includes(item) ? { uri: `file:///${item}.txt`, text: `Text of ${item}` } : undefined;
  }
}

export interface TestProject {
  readonly database: Database;
  readonly queue: Queue;
  readonly choices: FakeChoices;
  readonly events: ProjectEvent[];
  /** The clock, in milliseconds. */
  readonly clock: { now: number };
  close(): Promise<void>;
}

export const project = 'mail';

export function caller(id: string): Caller {
  return { id, name: id, isOwner: false };
}

/** A project on a database, in memory unless told otherwise, with labels spam and ham. */
export async function openProject(
  settings: Partial<ProjectCreate> = {},
  items = 10,
  place: DatabasePlace = { folder: undefined },
): Promise<TestProject> {
  const database = await openDatabase(place);
  const choices = new FakeChoices(items);
  const events: ProjectEvent[] = [];
  const clock = { now: 1_700_000_000_000 };
  const hub = createProjectEvents((error) => {
    throw error;
  });
  hub.on((event) => events.push(event));
  let ids = 0;
  const queue = createQueue({
    store: database.projects,
    settings: createSettingsMemory(),
    choices: () => choices,
    events: hub,
    now: () => clock.now,
    newId: () => `id-${ids++}`,
  });
  const {
    id: _,
    name = 'Mail',
    ...given
  } = projectCreateSchema.parse({
    dataset: 'letters',
    labels: [{ name: 'spam' }, { name: 'ham' }],
    goldShare: 0,
    hideShare: 0,
    ...settings,
  });
  const row = { version: 1, settings: JSON.stringify({ ...given, name }), sequence: 0 };
  await database.projects.inProject(project, (data) =>
    data.project.insert({ ...row, dataset: given.dataset, created_at: clock.now, created_by: 'owner' }),
  );
  return { database, queue, choices, events, clock, close: () => database.close() };
}
