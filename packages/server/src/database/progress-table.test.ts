import { type Arm, createRandom } from '@alaas/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLedger } from '../projects/ledger.ts';
import { caller, openProject, project, type TestProject } from '../projects/project.fixture.ts';
import { createSettingsMemory } from '../projects/work.ts';
import { openDatabase } from './database.ts';
import type { ProgressCounts } from './progress-table.ts';
import { describeEngines, type TestPlace } from './testing/engines.ts';

const people = ['ann', 'bob', 'cyd'].map(caller);

describeEngines('the numbers of a project', (make) => {
  let test: TestPlace;
  let one: TestProject;

  beforeEach(async () => {
    test = await make();
    one = await openProject({ overlap: 2 }, 40, test.place);
    for (let i = 0; i < 40; i += 3) one.choices.control.add(`item-${i}`);
  });

  afterEach(async () => {
    await one.close();
    await test.remove();
  });

  const counts = () => one.database.progress.counts(project, one.clock.now);

  /** Record by record. */
  async function counted(): Promise<ProgressCounts> {
    return await one.database.projects.read(project, async (data) => {
      const records = await data.records.list({ limit: 1000 });
      const leases = await data.leases.ofRecords(records.map(({ number }) => number));
      const held = new Set(leases.filter(({ expires_at }) => expires_at > one.clock.now).map(({ record }) => record));
      const byArm: Record<Arm, number> = { strategy: 0, control: 0, gold: 0, again: 0, import: 0, bulk: 0 };
      for (const { arm, answers } of records) byArm[arm] += answers;
      const open = records.filter(({ completed_at }) => completed_at === null);
      return {
        completed: records.length - open.length,
        inProgress: open.filter(({ answers, number }) => answers > 0 || held.has(number)).length,
        responses: records.reduce((sum, { answers }) => sum + answers, 0),
        byArm,
      };
    });
  }

  async function setGold(item: string, value: string | undefined): Promise<void> {
    await one.database.projects.inProject(project, async (data) => {
      const read = await createSettingsMemory().read(project, data);
      const ledger = createLedger({ project, data, ...read, choices: one.choices, now: one.clock.now });
      const records = await data.records.ofItems([item]);
      await ledger.load(records);
      for (const { number } of records) {
        ledger.setGold(ledger.entry(number), value === undefined ? undefined : JSON.stringify(value), 'owner');
      }
      await ledger.write();
    });
  }

  it('count answers by arm and what is under way, as leases come and go', async () => {
    expect(await counts()).toMatchObject({ completed: 0, inProgress: 0, responses: 0 });
    const [ann, bob] = people as [(typeof people)[0], (typeof people)[0]];
    // item-0 is a random draw, item-1 and item-2 are not
    await one.queue.next(project, ann, { n: 3, anyway: false });
    expect(await counts()).toMatchObject({ completed: 0, inProgress: 3, responses: 0 });
    for (const who of [ann, bob]) await one.queue.respond(project, who, [{ item: 'item-0', value: 'spam' }]);
    await one.queue.respond(project, bob, [{ item: 'item-1', value: 'ham' }]);
    expect(await counts()).toEqual({
      completed: 1,
      inProgress: 2,
      responses: 3,
      byArm: { strategy: 1, control: 2, gold: 0, again: 0, import: 0, bulk: 0 },
    });
    // the lease of item-2 ends; item-1 has its answer
    one.clock.now += 24 * 60 * 60_000;
    expect((await counts()).inProgress).toBe(1);
  });

  it('are counted once of what was answered before they were kept', async () => {
    const [ann, bob] = people as [(typeof people)[0], (typeof people)[0]];
    await one.queue.next(project, ann, { n: 3, anyway: false });
    for (const who of [ann, bob]) await one.queue.respond(project, who, [{ item: 'item-0', value: 'spam' }]);
    await one.queue.respond(project, bob, [{ item: 'item-1', value: 'ham' }]);
    const before = await counts();
    await one.close();
    await test.query('DROP TABLE arm_tally');
    await test.query("DELETE FROM kysely_migration WHERE name = '0010-arm-tally'");
    const database = await openDatabase(test.place);
    expect(await database.progress.counts(project, one.clock.now)).toEqual(before);
    await database.close();
    one = await openProject({}, 1);
  });

  it('are those that the records tell, whatever happened', async () => {
    const random = createRandom(5);
    for (let step = 0; step < 120; step++) {
      const who = people[random.below(people.length)] as (typeof people)[0];
      const items = Array.from({ length: 3 }, () => `item-${random.below(40)}`);
      const kind = random.below(7);
      if (kind === 0) await one.queue.next(project, who, { n: 4, anyway: false });
      else if (kind === 1) await one.queue.undo(project, who, 2);
      else if (kind === 2) await one.queue.redo(project, who, 1);
      else if (kind === 3) await setGold(items[0] as string, random.below(2) === 0 ? 'spam' : undefined);
      else if (kind === 4) await one.queue.respond(project, who, [{ item: items[0], status: 'skipped' }]);
      else
        await one.queue.respond(
          project,
          who,
          items.map((item) => ({ item, value: random.below(2) === 0 ? 'spam' : 'ham' })),
        );
      // what was chosen before may be drawn at random later
      if (step % 20 === 0) one.choices.control.add(`item-${random.below(40)}`);
      one.clock.now += random.below(40) * 1000;
      expect([step, kind, await counts()]).toEqual([step, kind, await counted()]);
    }
    expect((await counts()).responses).toBeGreaterThan(30);
  });
});
