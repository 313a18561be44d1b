import { createRandom, projectCreateSchema } from '@alaas/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../database/database.ts';
import { describeEngines, type TestPlace } from '../../database/testing/engines.ts';
import { FakeChoices } from '../project.fixture.ts';
import { createProjectEvents } from '../project-events.ts';
import { createQueue, type Queue } from '../queue.ts';
import { createSettingsMemory } from '../work.ts';
import { KnownMemory } from './known-memory.ts';

describeEngines('KnownMemory', (make) => {
  let place: TestPlace;
  let database: Database;
  let queue: Queue;

  beforeEach(async () => {
    place = await make();
    database = await openDatabase(place.place);
    const events = createProjectEvents((error) => {
      throw error;
    });
    const choices = new FakeChoices(30);
    queue = createQueue({
      store: database.projects,
      settings: createSettingsMemory(),
      choices: async () => choices,
      events,
      now: () => 1_700_000_000_000,
    });
    const { id: _, ...settings } = projectCreateSchema.parse({
      name: 'Mail',
      dataset: 'd',
      labels: [{ name: 'spam' }, { name: 'ham' }],
      overlap: 2,
      goldShare: 0,
    });
    await database.projects.inProject('p', (data) =>
      data.project.insert({
        dataset: 'd',
        version: 1,
        settings: JSON.stringify(settings),
        sequence: 0,
        created_at: 0,
        created_by: 'owner',
      }),
    );
  });

  afterEach(async () => {
    await database.close();
    await place.remove();
  });

  it('knows after any answers, changes of mind, skips, undone and redone ones what reading anew finds, in that order', async () => {
    const memory = new KnownMemory('p', database.knownAnswers);
    const random = createRandom(11);
    const people = ['ann', 'bob', 'eve'].map((id) => ({ id, name: id, isOwner: false }));
    let compared = 0;
    for (let step = 0; step < 150; step++) {
      const caller = people[random.below(3)] as (typeof people)[number];
      const item = `item-${random.below(12)}`;
      const kind = random.below(10);
      if (kind < 6) await queue.respond('p', caller, [{ item, value: random.below(2) === 0 ? 'spam' : 'ham' }]);
      else if (kind === 6) await queue.respond('p', caller, [{ item, status: 'skipped' }]);
      else if (kind === 7) await queue.redo('p', caller, 1);
      else await queue.undo('p', caller, 1 + random.below(3));
      if (random.below(3) > 0) continue;
      const anew = await database.knownAnswers.at('p');
      const { known, sequence } = await memory.read();
      expect(known).toEqual(anew);
      expect(sequence).toBe(await database.knownAnswers.sequence('p'));
      expect(known.map(({ first }) => first)).toEqual(known.map(({ first }) => first).toSorted((a, b) => a - b));
      compared += known.length;
    }
    // it would pass with nothing known too
    expect(compared).toBeGreaterThan(200);
  });
});
