import { createRandom, type Matrix, matrix } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { createInterpreter } from '../compute/index.ts';
import { fitted } from './fitted.ts';
import { layOut } from './lay-out.ts';
import { placeAmong } from './place-among.ts';

const tools = { compute: createInterpreter(), checkpoint: () => undefined, onProgress: () => undefined };

function positions(rows: number): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, i) => i);
}

/** Groups of directions, `each` rows close about every axis. */
function groups(count: number, each: number, columns = count): Matrix {
  const random = createRandom(3);
  const data = new Float32Array(count * each * columns);
  for (let row = 0; row < count * each; row++) {
    for (let d = 0; d < columns; d++) data[row * columns + d] = 0.05 * random.next() + (row % count === d ? 1 : 0);
  }
  return matrix(data, columns);
}

const placeOf = ({ data }: Matrix, row: number): [number, number] => [
  data[2 * row] as number,
  data[2 * row + 1] as number,
];
const distance = (map: Matrix, a: number, b: number) => {
  const [one, two] = [placeOf(map, a), placeOf(map, b)];
  return Math.hypot(one[0] - two[0], one[1] - two[1]);
};

describe('fitted', () => {
  it('sets the longer side from -1 to 1 and keeps the shape', () => {
    // 4 wide, 2 high, about (3, 6)
    const { data } = fitted(matrix(Float32Array.of(1, 5, 5, 7, 3, 6), 2));
    expect([...data]).toEqual([-1, -0.5, 1, 0.5, 0, 0]);
  });

  it('puts points that are one in the middle', () => {
    expect([...fitted(matrix(Float32Array.of(4, 4, 4, 4), 2)).data]).toEqual([0, 0, 0, 0]);
  });
});

describe('the layout by principal components', () => {
  it('is along the directions of largest variance of the rows at length 1', async () => {
    // on the circle at -20, -10, 0, 10 and 20 degrees: the sine varies most, then the cosine
    const angles = [-20, -10, 0, 10, 20].map((degrees) => (degrees * Math.PI) / 180);
    const rows = matrix(Float32Array.from(angles.flatMap((a, i) => [(i + 1) * Math.cos(a), (i + 1) * Math.sin(a)])), 2);
    const map = await layOut({ kind: 'pca', embeddings: rows, positions: positions(5), seed: 1 }, tools);
    const [sines, cosines] = [angles.map(Math.sin), angles.map(Math.cos)];
    const half = sines[4] as number;
    const middle = ((cosines[0] as number) + 1) / 2;
    const [first] = placeOf(map, 4);
    const [sign, side] = [Math.sign(first), Math.sign(placeOf(map, 2)[1])];
    for (let i = 0; i < 5; i++) {
      expect(placeOf(map, i)[0]).toBeCloseTo((sign * (sines[i] as number)) / half, 5);
      expect(placeOf(map, i)[1]).toBeCloseTo((side * ((cosines[i] as number) - middle)) / half, 5);
    }
  });

  it('places the rows that are asked for alone, and one row in the middle', async () => {
    const embeddings = groups(3, 4);
    const part = Uint32Array.of(1, 4, 8);
    const map = await layOut({ kind: 'pca', embeddings, positions: part, seed: 1 }, tools);
    expect(map.rows).toBe(3);
    const alone = await layOut({ kind: 'pca', embeddings, positions: Uint32Array.of(5), seed: 1 }, tools);
    expect([...alone.data]).toEqual([0, 0]);
  });
});

describe('the layout by UMAP', () => {
  it('keeps neighbours together, is the same for the same seed, and lies in the square', async () => {
    const embeddings = groups(4, 30, 6);
    const task = { kind: 'umap', embeddings, positions: positions(120), seed: 7 } as const;
    const map = await layOut(task, tools);
    expect(Math.max(...map.data)).toBeLessThanOrEqual(1);
    expect(Math.min(...map.data)).toBeGreaterThanOrEqual(-1);
    for (let row = 0; row < 120; row++) {
      const others = [...positions(120)].filter((other) => other !== row);
      const near = others.sort((a, b) => distance(map, row, a) - distance(map, row, b)).slice(0, 10);
      expect(near.filter((other) => other % 4 === row % 4)).toHaveLength(10);
    }
    expect((await layOut(task, tools)).data).toEqual(map.data);
    expect((await layOut({ ...task, seed: 8 }, tools)).data).not.toEqual(map.data);
  });

  it('tells how far it is, and ends where it is cancelled', async () => {
    const shares: number[] = [];
    const onProgress = (done: number, total: number) => shares.push(done / total);
    const task = { kind: 'umap', embeddings: groups(2, 20), positions: positions(40), seed: 1 } as const;
    await layOut(task, { ...tools, onProgress });
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeGreaterThan(0.99);
    const checkpoint = () => {
      throw new Error('stop');
    };
    await expect(layOut(task, { ...tools, checkpoint })).rejects.toThrow('stop');
  });

  it('leaves fewer rows than a neighbourhood where principal components put them', async () => {
    const task = { embeddings: groups(3, 5), positions: positions(15), seed: 1 };
    const map = await layOut({ ...task, kind: 'umap' }, tools);
    const start = await layOut({ ...task, kind: 'pca' }, tools);
    for (const [i, value] of map.data.entries()) expect(value).toBeCloseTo(start.data[i] as number, 4);
  });

  it('takes rows that are equal, and rows of zeros', async () => {
    const embeddings = matrix(new Float32Array(40 * 3).fill(1, 60), 3);
    const map = await layOut({ kind: 'umap', embeddings, positions: positions(40), seed: 1 }, tools);
    expect(map.data.every(Number.isFinite)).toBe(true);
  });
});

describe('placeAmong', () => {
  it('places a row between the nearest of those that have a place, the nearer the closer', async () => {
    // unit rows at 0, 90 and 180 degrees; the row to place at 30
    const angle = Math.PI / 6;
    const embeddings = matrix(Float32Array.of(1, 0, 0, 2, -1, 0, 3 * Math.cos(angle), 3 * Math.sin(angle)), 2);
    const places = matrix(Float32Array.of(0, 0, 1, 0, 0, 1), 2);
    const task = { embeddings, anchors: Uint32Array.of(0, 1, 2), places, positions: Uint32Array.of(3) };
    const { data } = await placeAmong(task, tools);
    // chords of 30, 60 and 150 degrees
    const weights = [30, 60, 150].map((degrees) => 1 / (2 * Math.sin((degrees * Math.PI) / 360)));
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    expect(data[0]).toBeCloseTo((weights[1] as number) / whole, 5);
    expect(data[1]).toBeCloseTo((weights[2] as number) / whole, 5);
  });

  it('places a row that is equal to another where that one is', async () => {
    const embeddings = matrix(Float32Array.of(1, 0, 0, 2, 0, 5), 2);
    const places = matrix(Float32Array.of(-1, -1, 0.5, 0.25), 2);
    const task = { embeddings, anchors: Uint32Array.of(0, 1), places, positions: Uint32Array.of(2) };
    const { data } = await placeAmong(task, tools);
    expect(data[0]).toBeCloseTo(0.5, 3);
    expect(data[1]).toBeCloseTo(0.25, 3);
  });
});
