import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caller, openProject, project, type TestProject } from '../projects/project.fixture.ts';
import { createRecords } from '../projects/records.ts';
import { createSettingsMemory } from '../projects/work.ts';

const folder = mkdtempSync(join(tmpdir(), 'alaas-plans-'));
const prepare = DatabaseSync.prototype.prepare;
const texts = new Set<string>();
let one: TestProject;

beforeAll(async () => {
  DatabaseSync.prototype.prepare = function (text) {
    texts.add(text);
    return prepare.call(this, text);
  };
  one = await openProject({ overlap: 2, goldShare: 0.5 }, 700, { folder });
  texts.clear();
});

afterAll(async () => {
  DatabaseSync.prototype.prepare = prepare;
  await one.close();
  rmSync(folder, { recursive: true });
});

/** How SQLite finds the rows of a statement, with the indexes there are. */
function planOf(database: DatabaseSync, text: string): string {
  const rows = prepare.call(database, `EXPLAIN QUERY PLAN ${text}`).all();
  return rows.map((row) => String(row.detail)).join('; ');
}

describe('the statements of the queue', () => {
  it('find rows by indexes: none of them reads a table from end to end', async () => {
    const { queue, choices, database } = one;
    const [ann, bob] = [caller('ann'), caller('bob')] as const;
    for (const who of [ann, bob]) {
      const { leases } = await queue.next(project, who, { n: 9, anyway: false });
      const ids = leases.map(({ id }) => id);
      await queue.heartbeat(project, who, { leases: ids, seen: ids.slice(0, 2) });
      const given = leases.slice(0, 4).map(({ item, id }) => ({ item, lease: id, value: 'spam', key: item }));
      await queue.respond(project, who, [...given, { item: leases[5]?.item, status: 'skipped' }]);
      await queue.respond(project, who, [{ item: leases[6]?.item, status: 'draft', value: 'ham' }, ...given]);
      await queue.undo(project, who, 2);
      await queue.redo(project, who, 1);
      await queue.giveBack(project, who, ids);
    }
    const many = choices.pool.slice(100).map((item) => ({ item, value: 'ham', key: item }));
    for (const who of [caller('script'), caller('script'), caller('other')]) await queue.respond(project, who, many);
    choices.modelVersion = 1;
    choices.order = [];
    for (const who of [ann, bob, caller('cyd')]) await queue.next(project, who, { n: 60, anyway: false });
    await queue.next(project, ann, { n: 60, anyway: false });
    await queue.next(project, caller('dan'), { n: 1, anyway: false });
    const records = createRecords({
      store: database.projects,
      settings: createSettingsMemory(),
      choices: () => choices,
      roleIn: async (_, { id }) => (id === 'cyd' ? 'annotator' : 'owner'),
      now: () => one.clock.now,
    });
    for (const status of [undefined, 'pending', 'completed', 'disputed', 'flagged'] as const) {
      const { next } = await records.list(project, ann, { status, limit: 3 });
      if (next !== undefined) await records.list(project, ann, { status, limit: 3, after: next });
    }
    const own = { item: choices.pool[120], value: 'ham' };
    await queue.respond(project, caller('cyd'), [own]);
    for (const _ of [1, 2]) await records.get(project, caller('cyd'), String(own.item));
    await records.history(project, ann, { before: '9', limit: 5 });
    await database.knownAnswers.at(project);
    expect(texts.size).toBeGreaterThan(40);
    const reader = new DatabaseSync(join(folder, 'server.db'), { readOnly: true });
    const plans = [...texts]
      .filter((text) => /^(select|update|delete)/.test(text))
      .map((text) => [text, planOf(reader, text)]);
    reader.close();
    // what is counted once each are the few records in somebody's hands
    const slow = plans.filter(([, plan]) => /SCAN|TEMP B-TREE (?!FOR count\(DISTINCT\))|AUTOMATIC/.test(plan ?? ''));
    expect(slow).toEqual([]);
    // a project is not walked through in search of a few of its records
    const whole = plans.filter(([, plan]) => /SEARCH record USING INDEX \S+ \(project=\?\)/.test(plan ?? ''));
    expect(whole.map(([text, plan]) => [text?.includes('gold'), plan?.split(' ')[4]])).toEqual(
      whole.map(([text]) => (text?.includes('gold') ? [true, 'record_gold'] : [false, 'record_made'])),
    );
  });
});
