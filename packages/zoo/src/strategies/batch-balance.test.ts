import { describe, expect, it } from 'vitest';
import { evaluate } from '../testing/evaluate.ts';
import { type Members, naiveBalance, naivePairs } from '../testing/naive-balance.ts';
import { randomRows, selectRows, toCommittee } from '../testing/select-rows.ts';
import balance from './balance.ts';
import batchBalance from './batch-balance.ts';

const compute = evaluate;
const everyRow = (count: number): number[] => Array.from({ length: count }, (_, row) => row);
const membersOf = (count: number, rows: number): Members =>
  Array.from({ length: count }, (_, seed) => randomRows(rows, 3, { seed: seed + 1, power: 2 }));
const certain = { accuracy: 1 };

function plainGreedy(members: Members, pool: number, n: number, pairs: [number, number][]) {
  const [rows, utilities]: [number[], number[]] = [[], []];
  while (rows.length < n) {
    const before = naiveBalance(members, rows, pairs);
    const gains = everyRow(pool).map((row) =>
      rows.includes(row) ? Number.NEGATIVE_INFINITY : naiveBalance(members, [...rows, row], pairs) - before,
    );
    const best = gains.indexOf(Math.max(...gains));
    rows.push(best);
    utilities.push(gains[best] as number);
  }
  return { rows, utilities };
}

describe('batch-balance, greedily', () => {
  it.each([4, 5])('chooses what all configurations of labels, written out, choose: %d members', async (count) => {
    const members = membersOf(count, 25);
    const pairs = naivePairs(members, everyRow(25), 0.6);
    expect(pairs.length).toBeGreaterThan(0);
    const expected = plainGreedy(members, 25, 4, pairs);
    const options = { accuracy: 0, anneal: 0.6 };
    const { rows, utilities } = await selectRows(batchBalance, { committee: toCommittee(members) }, { n: 4, options });
    expect(rows).toEqual(expected.rows);
    for (const [i, utility] of utilities.entries()) {
      expect(Math.abs(utility - (expected.utilities[i] as number))).toBeLessThan(1e-6);
    }
  });

  it('begins with the item that BALanCe asks first', async () => {
    const committee = toCommittee(membersOf(6, 50));
    const first = await selectRows(balance, { committee }, { n: 1, options: certain });
    const batch = await selectRows(batchBalance, { committee }, { n: 3, options: certain });
    expect(batch.rows[0]).toBe(first.rows[0]);
    expect(batch.utilities[0]).toBeCloseTo(first.utilities[0] as number, 6);
  });

  it('does not ask copies of what it has asked while others tell more', async () => {
    // three copies rule out one of the first pair, for sure; the last item does less, but to the second pair
    const [yes, no, open] = [
      [1, 0],
      [0, 1],
      [0.5, 0.5],
    ] as const;
    const [rather, hardly] = [
      [0.75, 0.25],
      [0.25, 0.75],
    ] as const;
    const committee = toCommittee([
      [yes, yes, yes, open],
      [open, open, open, rather],
      [no, no, no, open],
      [open, open, open, hardly],
    ]);
    const { rows, utilities } = await selectRows(batchBalance, { committee }, { n: 4, options: certain });
    expect(rows[1]).toBe(3);
    // all that the first pair has to lose is half of all
    expect(utilities[0]).toBeCloseTo(1 / 2, 12);
    expect(utilities[2]).toBe(0);
  });

  it('leaves no more to tell than there is, in a batch of the whole pool', async () => {
    const members = membersOf(7, 40);
    const { rows, utilities } = await selectRows(
      batchBalance,
      { committee: toCommittee(members) },
      { n: 40, options: certain },
    );
    expect(rows.toSorted((a, b) => a - b)).toEqual(everyRow(40));
    const total = utilities.reduce((a, b) => a + b, 0);
    expect(total).toBeGreaterThan(0.99);
    expect(total).toBeLessThan(1 + 1e-6);
  });
});

describe('batch-balance, by clusters', () => {
  const options = { ...certain, greedyUpTo: 0 };

  it('asks one item of each group that tells the same', async () => {
    // three groups: what tells the first pair apart, the second, the third; ten items in each, and thirty that tell nothing
    const members = Array.from({ length: 6 }, (_, m) =>
      everyRow(60).map((row) => {
        const pair = m % 3;
        if (row >= 30 || row % 3 !== pair) return [0.5, 0.5];
        const lead = 0.25 + (row / 30) * 0.125;
        return m < 3 ? [0.5 + lead, 0.5 - lead] : [0.5 - lead, 0.5 + lead];
      }),
    );
    for (let seed = 0; seed < 5; seed++) {
      const task = { n: 3, options, compute, seed };
      const { rows, utilities } = await selectRows(batchBalance, { committee: toCommittee(members) }, task);
      expect(rows.every((row) => row < 30)).toBe(true);
      const groups = new Set(rows.map((row) => row % 3));
      // seeds of one group may stay together: k-medoids finds a local optimum
      expect(groups.size).toBeGreaterThan(1);
      expect(utilities).toEqual(utilities.toSorted((a, b) => b - a));
    }
  });

  it('gives each item the utility that BALanCe gives it', async () => {
    const committee = toCommittee(membersOf(6, 80));
    const scores = await selectRows(balance, { committee }, { n: 80, options: certain });
    const { rows, utilities } = await selectRows(batchBalance, { committee }, { n: 10, options, compute });
    for (const [i, row] of rows.entries()) {
      expect(utilities[i]).toBeCloseTo(scores.utilities[scores.rows.indexOf(row)] as number, 6);
    }
  });

  it('never asks an item twice, up to the whole pool, whether there is something to tell or not', async () => {
    const same = randomRows(60, 3);
    const copies = Array.from({ length: 60 }, (_, row) => same[row % 4] as number[]);
    for (const members of [membersOf(6, 60), [same], [same, same, same], [copies, same.map(() => [1, 0, 0])]]) {
      for (const n of [1, 20, 60]) {
        const { rows } = await selectRows(batchBalance, { committee: toCommittee(members) }, { n, options, compute });
        expect(new Set(rows).size).toBe(n);
      }
    }
  });

  it('takes over where the budget is above the limit', async () => {
    const committee = toCommittee(membersOf(6, 60));
    const task = { n: 5, compute };
    const greedy = await selectRows(batchBalance, { committee }, { ...task, options: { ...certain, greedyUpTo: 5 } });
    const clusters = await selectRows(batchBalance, { committee }, { ...task, options: { ...certain, greedyUpTo: 4 } });
    expect(clusters.rows).not.toEqual(greedy.rows);
  });

  it('draws so many items, those that tell more sooner', async () => {
    const members = membersOf(6, 80);
    const seen = new Set<number>();
    const first: number[] = [];
    for (let seed = 0; seed < 300; seed++) {
      const task = { n: 1, options: { ...options, drawn: 1 }, compute, seed };
      const { rows } = await selectRows(batchBalance, { committee: toCommittee(members) }, task);
      seen.add(rows[0] as number);
      first.push(rows[0] as number);
    }
    expect(seen.size).toBeGreaterThan(20);
    const pairs = naivePairs(members, everyRow(80), 0);
    const scores = everyRow(80).map((row) => naiveBalance(members, [row], pairs));
    const mean = (rows: number[]): number => rows.reduce((sum, row) => sum + (scores[row] as number), 0) / rows.length;
    expect(mean(first)).toBeGreaterThan(mean(everyRow(80)));
  });
});

it.each([0, 50])('chooses among the candidates alone, greedily up to %d', async (greedyUpTo) => {
  const members = membersOf(6, 80);
  const candidates = everyRow(40).map((i) => 2 * i + 1);
  const among = members.map((member) => candidates.map((row) => member[row] as number[]));
  const task = { n: 12, compute, options: { ...certain, greedyUpTo }, seed: 3 };
  const { rows, utilities } = await selectRows(
    batchBalance,
    { committee: toCommittee(members) },
    { ...task, candidates },
  );
  // as from a pool in which there is nothing else
  const alone = await selectRows(batchBalance, { committee: toCommittee(among) }, task);
  expect(rows).toEqual(alone.rows.map((i) => candidates[i]));
  expect(utilities).toEqual(alone.utilities);
});

it('a committee of one has nothing to tell apart: the seed decides', async () => {
  const committee = toCommittee([randomRows(40, 3)]);
  const first = await selectRows(batchBalance, { committee }, { n: 20, seed: 1 });
  expect(first.utilities.every((utility) => utility === 0)).toBe(true);
  expect((await selectRows(batchBalance, { committee }, { n: 20, seed: 2 })).rows).not.toEqual(first.rows);
});
