import type { Lease, Next } from '@alaas/core';
import { afterEach, describe, expect, it } from 'vitest';
import { caller, openProject, project, type TestProject } from './project.fixture.ts';

let open: TestProject[] = [];

afterEach(async () => {
  for (const one of open) await one.close();
  open = [];
});

async function start(...given: Parameters<typeof openProject>): Promise<TestProject> {
  const one = await openProject(...given);
  open.push(one);
  return one;
}

const ann = caller('ann');
const bob = caller('bob');
const cyd = caller('cyd');
const items = ({ leases }: { leases: readonly Lease[] }) => leases.map(({ item }) => item);
const next = ({ queue }: TestProject, who = ann, n = 5, anyway = false): Promise<Next> =>
  queue.next(project, who, { n, anyway });
const answer = ({ queue }: TestProject, who = ann, ...list: unknown[]) => queue.respond(project, who, list);

describe('next', () => {
  it('gives the best candidates first, and the same ones again on a reload', async () => {
    const one = await start();
    const first = await next(one);
    expect(items(first)).toEqual(['item-0', 'item-1', 'item-2', 'item-3', 'item-4']);
    expect(first.leases[0]).toMatchObject({
      uri: 'file:///item-0.txt',
      text: 'Text of item-0',
      content: '/v1/projects/mail/items/item-0/content',
      reason: { arm: 'strategy', strategy: 'margin-confidence', utility: 1, round: 1, modelVersion: 0 },
    });
    expect(await next(one)).toEqual(first);
  });

  it('gives a record to as many people as it has slots', async () => {
    const one = await start({ overlap: 2 }, 2);
    expect(items(await next(one, ann))).toEqual(['item-0', 'item-1']);
    expect(items(await next(one, bob))).toEqual(['item-0', 'item-1']);
    expect((await next(one, cyd)).leases).toEqual([]);
  });

  it('counts what was answered and completed', async () => {
    const one = await start();
    await next(one);
    const { items: outcomes } = await answer(one, ann, { item: 'item-0', value: 'spam', leadTimeMs: 900 });
    expect(outcomes).toMatchObject([
      { response: { item: 'item-0', value: 'spam', origin: 'manual' }, isRepeated: false },
    ]);
    const after = await next(one);
    expect(after).toMatchObject({ mine: 1, completed: 1 });
    expect(items(after)).toEqual(['item-1', 'item-2', 'item-3', 'item-4', 'item-5']);
  });
});

describe('records that are asked again', () => {
  it('get one slot more, for somebody who has not answered them', async () => {
    const one = await start({}, 3);
    await answer(one, ann, { item: 'item-0', value: 'spam' });
    one.choices.again.add('item-0');
    expect(await next(one, ann, 1)).toMatchObject({ completed: 1, leases: [{ item: 'item-1' }] });
    const { leases } = await next(one, bob, 1);
    expect(leases).toMatchObject([{ item: 'item-0', reason: { arm: 'again', strategy: 'active-lab' } }]);
    // it is in one more hand, and in no further one
    expect(items(await next(one, cyd, 3))).not.toContain('item-0');
    const { items: outcomes } = await answer(one, bob, { item: 'item-0', value: 'ham' });
    expect(outcomes).toMatchObject([{ response: { isExtra: false } }]);
    one.choices.again.clear();
    expect(await next(one, cyd, 3)).toMatchObject({ completed: 1 });
  });
});
