import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { longestLeaseMs } from './lease-time.ts';
import { caller, openProject, project, type TestProject } from './project.fixture.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

let test: TestProject;

beforeEach(async () => {
  test = await openProject({ overlap: 1 }, 6);
});

afterEach(() => test.close());

const next = (person: string, n = 2) => test.queue.next(project, caller(person), { n, anyway: false });
const itemsOf = async (person: string, n = 2) => (await next(person, n)).leases.map(({ item }) => item);
const answer = async (person: string, item: string) => {
  const { items } = await test.queue.respond(project, caller(person), [{ item, value: 'spam' }]);
  const [outcome] = items;
  if (outcome === undefined || 'error' in outcome || outcome.response === undefined) throw new Error('It was refused.');
  return outcome.response;
};

describe('a clock that jumps back an hour', () => {
  it('takes nothing from who holds it, and gives nothing to two people', async () => {
    const held = await itemsOf('ann');
    test.clock.now -= hourMs;
    expect(await itemsOf('ann')).toEqual(held);
    const others = await itemsOf('bob');
    expect(others.filter((item) => held.includes(item))).toEqual([]);
  });

  it('keeps no record from others for longer than a lease can last', async () => {
    await itemsOf('ann', 6);
    test.clock.now -= hourMs;
    // Ann's leases end later than any lease could, and she has not asked since
    const { leases } = await next('bob');
    expect(leases).toHaveLength(2);
    const late = await answer('ann', leases[0]?.item ?? '');
    expect(late.isExtra).toBe(true);
    test.clock.now += longestLeaseMs + minuteMs * 10;
    expect(await itemsOf('cat', 6)).toHaveLength(6);
  });

  it('keeps answers in the order in which they came, and undoes the last one', async () => {
    const [first = '', second = ''] = await itemsOf('ann');
    const one = await answer('ann', first);
    test.clock.now -= hourMs;
    const two = await answer('ann', second);
    expect(Date.parse(two.createdAt)).toBeLessThan(Date.parse(one.createdAt));
    const sequences = test.events.flatMap(({ type, data }) => (type === 'response.created' ? [data.sequence] : []));
    expect(sequences).toEqual([1, 2]);
    const undone = await test.queue.undo(project, caller('ann'), 1);
    expect(undone.responses.map(({ item }) => item)).toEqual([second]);
    const known = await test.database.knownAnswers.at(project, 2);
    expect(known.map(({ item }) => item).toSorted()).toEqual([first, second].toSorted());
    const now = await test.database.knownAnswers.at(project, await test.database.knownAnswers.sequence(project));
    expect(now.map(({ item }) => item)).toEqual([first]);
  });

  it('counts an answer once that is sent again after the jump', async () => {
    const [item = ''] = await itemsOf('ann');
    const sent = [{ item, value: 'spam', key: 'k' }];
    await test.queue.respond(project, caller('ann'), sent);
    test.clock.now -= hourMs;
    expect(await test.queue.respond(project, caller('ann'), sent)).toMatchObject({ items: [{ isRepeated: true }] });
    expect((await next('ann')).mine).toBe(1);
  });
});
