import { describe, expect, it } from 'vitest';
import { randomRows, selectRows, toMatrix } from '../testing/select-rows.ts';
import falcun from './falcun.ts';

const LARGEST = { gamma: 1000 };

/** The same steps in plain lists, always taking the item of largest relevance. */
function plain(rows: readonly (readonly number[])[], n: number): number[] {
  const margins = rows.map((p) => {
    const [first, second] = p.toSorted((a, b) => b - a) as [number, number];
    return 1 - first + second;
  });
  let distances = [...margins];
  const chosen: number[] = [];
  while (chosen.length < n) {
    const relevance = margins.map((m, i) => (chosen.includes(i) ? -1 : m + (distances[i] as number)));
    const best = relevance.indexOf(Math.max(...relevance));
    chosen.push(best);
    const from = rows[best] as readonly number[];
    const nearest = rows.map((p, i) =>
      Math.min(
        distances[i] as number,
        p.reduce((sum, x, k) => sum + Math.abs(x - (from[k] as number)), 0),
      ),
    );
    const [low, high] = [Math.min(...nearest), Math.max(...nearest)];
    distances = nearest.map((d) => (d - low) / (high - low));
  }
  return chosen;
}

describe('falcun', () => {
  it('draws the first item in proportion to the power of twice its margin', async () => {
    // margins 1 and 1/2: with gamma 1, two draws in three take the first
    const probabilities = toMatrix([
      [0.5, 0.5],
      [0.75, 0.25],
    ]);
    let first = 0;
    for (let seed = 0; seed < 3000; seed++) {
      const { rows } = await selectRows(falcun, { probabilities }, { n: 1, options: { gamma: 1 }, seed });
      if (rows[0] === 0) first++;
    }
    // standard deviation sqrt(3000 * 2/9) = 25.8
    expect(Math.abs(first - 2000)).toBeLessThan(4 * 25.8);
  });

  it('with a large power takes the items of largest relevance, as written out plainly', async () => {
    const rows = randomRows(60, 4, { seed: 11 });
    const result = await selectRows(falcun, { probabilities: toMatrix(rows) }, { n: 15, options: LARGEST });
    // at this power an item 1% less relevant is drawn once in 20,000 times
    expect(result.rows).toEqual(plain(rows, 15));
  });

  it('leaves copies of a chosen item for later', async () => {
    const copies = Array.from({ length: 20 }, () => [0.5, 0.5, 0]);
    const probabilities = toMatrix([...copies, [0, 0.5, 0.5]]);
    const { rows } = await selectRows(falcun, { probabilities }, { n: 2, options: LARGEST });
    expect(rows).toContain(20);
  });

  it('draws uniformly where every item is certain, and each item once', async () => {
    const probabilities = toMatrix(Array.from({ length: 40 }, () => [1, 0]));
    const { rows, utilities } = await selectRows(falcun, { probabilities }, { n: 40 });
    expect(rows.toSorted((a, b) => a - b)).toEqual(rows.map((_, i) => i));
    expect(rows).not.toEqual(rows.map((_, i) => i));
    expect(utilities).toEqual(rows.map((_, rank) => 40 - rank));
  });
});
