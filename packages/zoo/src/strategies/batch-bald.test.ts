import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { randomRows, scoreRows, selectRows, toCommittee } from '../testing/select-rows.ts';
import bald from './bald.ts';
import batchBald from './batch-bald.ts';

const MEMBERS = 5;
const CLASSES = 3;
const members = Array.from({ length: MEMBERS }, (_, seed) => randomRows(30, CLASSES, { seed: seed + 1 }));

/** H(labels of the rows) - mean H(labels | member), from the table of all configurations. */
function information(rows: readonly number[]): number {
  let table = [new Array<number>(MEMBERS).fill(1)];
  let conditional = 0;
  for (const row of rows) {
    const answers = members.map((member) => member[row] as number[]);
    table = table.flatMap((products) =>
      Array.from({ length: CLASSES }, (_, k) => products.map((product, m) => product * (answers[m]?.[k] as number))),
    );
    for (const p of answers.flat()) if (p > 0) conditional -= (p * Math.log(p)) / MEMBERS;
  }
  const joint = table.reduce((h, products) => {
    const chance = products.reduce((a, b) => a + b, 0) / MEMBERS;
    return chance > 0 ? h - chance * Math.log(chance) : h;
  }, 0);
  return joint - conditional;
}

function plainGreedy(n: number): { rows: number[]; utilities: number[] } {
  const rows: number[] = [];
  const utilities: number[] = [];
  while (rows.length < n) {
    const before = information(rows);
    const gains = Array.from({ length: 30 }, (_, row) =>
      rows.includes(row) ? Number.NEGATIVE_INFINITY : information([...rows, row]) - before,
    );
    const best = gains.indexOf(Math.max(...gains));
    rows.push(best);
    utilities.push(gains[best] as number);
  }
  return { rows, utilities };
}

describe('batch-bald', () => {
  it('chooses what the table of all configurations chooses', async () => {
    const expected = plainGreedy(6);
    const { rows, utilities } = await selectRows(batchBald, { committee: toCommittee(members) }, { n: 6 });
    expect(rows).toEqual(expected.rows);
    for (const [i, utility] of utilities.entries()) {
      expect(Math.abs(utility - (expected.utilities[i] as number))).toBeLessThan(1e-6);
    }
  });

  it('begins with the item of largest BALD', async () => {
    const committee = toCommittee(members);
    const scores = scoreRows(bald, { committee });
    const { rows, utilities } = await selectRows(batchBald, { committee }, { n: 1 });
    expect(rows).toEqual([scores.indexOf(Math.max(...scores))]);
    expect(utilities[0]).toBeCloseTo(Math.max(...scores), 12);
  });

  it('does not ask copies of what it has asked while others tell more', async () => {
    // three copies that split the members 2 : 2 one way, and a weaker item that splits them the other way
    const one = [
      [1, 0],
      [1, 0],
      [0, 1],
      [0, 1],
    ];
    const two = [
      [0.875, 0.125],
      [0.125, 0.875],
      [0.875, 0.125],
      [0.125, 0.875],
    ];
    const committee = toCommittee(one.map((p, m) => [p, p, p, two[m] as number[]]));
    const { rows, utilities } = await selectRows(batchBald, { committee }, { n: 3 });
    expect(rows[1]).toBe(3);
    expect(utilities[0]).toBeCloseTo(Math.LN2, 12);
    expect(utilities[2]).toBeCloseTo(0, 12);
  });

  it('learns no more in all than which member is right', async () => {
    for (const configurations of [20, 1024]) {
      const options = { configurations };
      const { rows, utilities } = await selectRows(batchBald, { committee: toCommittee(members) }, { n: 30, options });
      expect(rows.toSorted((a, b) => a - b)).toEqual(members[0]?.map((_, row) => row));
      const total = utilities.reduce((a, b) => a + b, 0);
      expect(total).toBeGreaterThan(0.5);
      // gains from drawn configurations have an error that falls with their number
      expect(total).toBeLessThan(Math.log(MEMBERS) * (configurations === 20 ? 1.3 : 1.02));
    }
  });

  it('chooses nearly as well from drawn configurations as from all', async () => {
    const exact = information(plainGreedy(5).rows);
    for (let seed = 0; seed < 5; seed++) {
      const options = { configurations: 60 };
      const { rows } = await selectRows(batchBald, { committee: toCommittee(members) }, { n: 5, options, seed });
      expect(information(rows)).toBeGreaterThan(0.95 * exact);
    }
  });

  it('breaks ties by the seed where all members agree', async () => {
    const sure = Array.from({ length: 50 }, () => [1, 0]);
    const committee = toCommittee([sure, sure, sure]);
    const one = await selectRows(batchBald, { committee }, { n: 10, seed: 1 });
    const two = await selectRows(batchBald, { committee }, { n: 10, seed: 2 });
    expect(one.rows).not.toEqual(two.rows);
    expect(one.utilities.every((utility) => utility === 0)).toBe(true);
  });

  it('chooses among candidates only, and names a row that is not a number', async () => {
    const committee = toCommittee(members);
    const candidates = [3, 8, 21];
    const { rows } = await selectRows(batchBald, { committee }, { n: 3, candidates });
    expect(rows.toSorted((a, b) => a - b)).toEqual(candidates);
    committee.data[8 * CLASSES] = Number.NaN;
    const error = await selectRows(batchBald, { committee }, { n: 1 }).catch((e: unknown) => e);
    expect(isAlaasError(error, 'INVALID_PROBABILITIES')).toBe(true);
    expect(String(error)).toContain('row 8');
  });
});
