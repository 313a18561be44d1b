import type { SignalName, WholePool } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { cloud, pool } from '../testing/pool.ts';
import { splitPool } from '../testing/split-pool.ts';
import anchorSubset from './anchor-subset.ts';
import seals from './seals.ts';

/** The k candidates nearest to a row, by sorting all distances; among equals the lower row. */
function neighbours({ embeddings, candidates }: WholePool<SignalName>, query: number, k: number): number[] {
  const { data, columns } = embeddings;
  const distance = (row: number): number => {
    let sum = 0;
    for (let d = 0; d < columns; d++) {
      sum += ((data[row * columns + d] as number) - (data[query * columns + d] as number)) ** 2;
    }
    return sum;
  };
  const known = new Map([...candidates].map((row) => [row, distance(row)]));
  return [...candidates].sort((a, b) => (known.get(a) as number) - (known.get(b) as number) || a - b).slice(0, k);
}

function unionOf(lists: readonly number[][]): number[] {
  return [...new Set(lists.flat())].sort((a, b) => a - b);
}

/** On a line, so that neighbours are to be seen: rows 2 and 8 are labelled. */
const line = pool({
  embeddings: Float32Array.of(0, 1, 2, 4, 5, 10, 20, 21, 22, 24, 30),
  columns: 1,
  labelled: [2, 8],
  labels: [0, 1],
});

describe('seals', () => {
  it('keeps the open neighbours of what is labelled', async () => {
    // of 2: 1 (distance 1), then 0 and 3 (2); of 22: 21 (1), then 20 and 24 (2); the lower row among equals
    expect(await splitPool(seals, line, 3, { options: { k: 1 } })).toEqual([{ candidates: [1, 7], n: 2 }]);
    expect(await splitPool(seals, line, 3, { options: { k: 2 } })).toEqual([{ candidates: [0, 1, 6, 7], n: 3 }]);
    expect(await splitPool(seals, line, 1, { options: { k: 3 } })).toEqual([{ candidates: [0, 1, 3, 6, 7, 9], n: 1 }]);
  });

  it('keeps the whole pool where k is large, or nothing is labelled', async () => {
    const all = [...line.candidates];
    expect(await splitPool(seals, line, 2, { options: { k: 100 } })).toEqual([{ candidates: all, n: 2 }]);
    const unlabelled = pool({ embeddings: Float32Array.of(1, 2, 3), columns: 1 });
    expect(await splitPool(seals, unlabelled, 2)).toEqual([{ candidates: [0, 1, 2], n: 2 }]);
  });

  it('begins from random anchors where it is told so', async () => {
    const embeddings = Float32Array.from({ length: 40 }, (_, i) => i);
    const unlabelled = pool({ embeddings, columns: 1 });
    const firsts = new Set<number>();
    for (let seed = 0; seed < 30; seed++) {
      const [part] = await splitPool(seals, unlabelled, 2, { options: { k: 3, anchors: 1 }, seed });
      // an anchor is its own nearest neighbour
      expect(part?.candidates).toHaveLength(3);
      firsts.add(part?.candidates[0] as number);
    }
    expect(firsts.size).toBeGreaterThan(15);
  });

  it('agrees with sorting all distances, on pools of several blocks', async () => {
    const labelled = Array.from({ length: 70 }, (_, i) => i * 71);
    const given = pool({ embeddings: cloud(5000, 6, { groups: 9 }), columns: 6, labelled });
    for (const k of [1, 30]) {
      const expected = unionOf(labelled.map((row) => neighbours(given, row, k)));
      const [part] = await splitPool(seals, given, 10, { options: { k } });
      expect(part?.candidates).toEqual(expected);
    }
  });

  it('takes the lower rows among copies', async () => {
    const given = pool({ embeddings: new Float32Array(9000).fill(2), columns: 1, labelled: [4000] });
    expect(await splitPool(seals, given, 5, { options: { k: 3 } })).toEqual([{ candidates: [0, 1, 2], n: 3 }]);
  });

  it('names the row of an embedding that is not finite', async () => {
    const given = pool({ embeddings: Float32Array.of(1, 2, Number.NaN, 3), columns: 1, labelled: [0] });
    await expect(splitPool(seals, given, 1)).rejects.toMatchObject({
      code: 'INVALID_EMBEDDINGS',
      message: expect.stringContaining('Row 2'),
    });
  });
});

describe('anchor-subset', () => {
  it('keeps the neighbours of all that is labelled where each class has fewer than its anchors', async () => {
    const labelled = Array.from({ length: 12 }, (_, i) => i * 31);
    const labels = labelled.map((_, i) => (i < 3 ? 4 : 1));
    const given = pool({ embeddings: cloud(400, 5), columns: 5, labelled, labels });
    const expected = unionOf(labelled.map((row) => neighbours(given, row, 7)));
    const [part] = await splitPool(anchorSubset, given, 10, { options: { anchors: 9, k: 7 } });
    expect(part?.candidates).toEqual(expected);
  });

  it('keeps the neighbours of one labelled item of each class where it has one anchor', async () => {
    const labelled = Array.from({ length: 20 }, (_, i) => i * 19);
    const labels = labelled.map((_, i) => (i < 15 ? 0 : 1));
    const given = pool({ embeddings: cloud(400, 5), columns: 5, labelled, labels });
    const pairs = labelled.slice(0, 15).flatMap((a) => labelled.slice(15).map((b) => [a, b]));
    const possible = new Set(pairs.map((pair) => unionOf(pair.map((row) => neighbours(given, row, 5))).join()));
    const seen = new Set<string>();
    for (let seed = 0; seed < 40; seed++) {
      const [part] = await splitPool(anchorSubset, given, 4, { options: { anchors: 1, k: 5 }, seed });
      seen.add(part?.candidates.join() as string);
    }
    expect([...seen].filter((one) => !possible.has(one))).toEqual([]);
    expect(seen.size).toBeGreaterThan(10);
  });

  it('draws anchors of one class far from one another', async () => {
    // of class 0, a heap of copies at 0 and one item at 100: k-means++ never draws two copies
    const embeddings = Float32Array.of(0, 0, 0, 0, 0, 100, 1, 2, 99, 98, 50);
    const given = pool({ embeddings, columns: 1, labelled: [0, 1, 2, 3, 4, 5] });
    for (let seed = 0; seed < 20; seed++) {
      const parts = await splitPool(anchorSubset, given, 2, { options: { anchors: 2, k: 1 }, seed });
      expect(parts).toEqual([{ candidates: [6, 8], n: 2 }]);
    }
  });

  it('keeps the whole pool where nothing is labelled', async () => {
    const unlabelled = pool({ embeddings: Float32Array.of(1, 2, 3), columns: 1 });
    expect(await splitPool(anchorSubset, unlabelled, 2)).toEqual([{ candidates: [0, 1, 2], n: 2 }]);
  });
});
