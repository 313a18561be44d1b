import { afterEach, describe, expect, it } from 'vitest';
import { cloudOf, type LiveBench, openLiveBench, twoClouds } from '../../testing/live-bench.ts';
import { VectorPool } from '../../testing/vector-pool.ts';

const benches: LiveBench[] = [];

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

const flipped = (item: string) => (cloudOf(item) === 'spam' ? 'ham' : 'spam');

/** Twelve items answered by both Ann and Bob, who agree on all but those named; Cyd is a third annotator. */
async function labelled(relabel: boolean, disputed: readonly string[]): Promise<LiveBench> {
  // far apart, so that the head is sure of everything
  const bench = await openLiveBench(
    { relabel, overlap: 2, controlShare: 0, batch: 4 },
    new VectorPool(twoClouds(200, 8)),
  );
  benches.push(bench);
  const { answers } = bench;
  for (let i = 0; i < 12; i++) {
    const item = `item-${i}`;
    answers.give(item, cloudOf(item), { person: 'ann' });
    answers.give(item, disputed.includes(item) ? flipped(item) : cloudOf(item), { person: 'bob' });
  }
  answers.give('item-50', cloudOf('item-50'), { person: 'cyd' });
  await bench.live.idle();
  return bench;
}

const again = ({ live }: LiveBench) => [...live.candidates()].filter(({ arm }) => arm === 'again');

describe('askAgain', () => {
  it('asks for another answer where two people contradict each other and the pool is clear', async () => {
    const bench = await labelled(true, ['item-3']);
    const [first] = bench.live.candidates();
    expect(first).toMatchObject({ item: 'item-3', arm: 'again', strategy: 'active-lab' });
    expect(first?.utility).toBeGreaterThan(0);
  });

  it('leaves records alone that nobody is left to answer, or that a project does not want asked again', async () => {
    const bench = await labelled(true, ['item-3']);
    bench.answers.give('item-3', cloudOf('item-3'), { person: 'cyd' });
    await bench.live.idle();
    expect(again(bench).map(({ item }) => item)).not.toContain('item-3');
    expect(again(await labelled(false, ['item-3']))).toEqual([]);
  });

  it('waits until annotators have ten items in common', async () => {
    const bench = await openLiveBench({ relabel: true, overlap: 2 }, new VectorPool(twoClouds(200, 8)));
    benches.push(bench);
    for (const item of ['item-0', 'item-1', 'item-2']) {
      bench.answers.give(item, cloudOf(item), { person: 'ann' });
      bench.answers.give(item, flipped(item), { person: 'bob' });
      bench.answers.give(item, cloudOf(item), { person: 'cyd' });
    }
    await bench.live.idle();
    expect(again(bench)).toEqual([]);
  });
});
