import { createRandom, type Head, type Tensor, type TrainingSet } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { codeOf, fitRows, predictRows, toTraining } from '../testing/heads.ts';
import softmaxRegression from './softmax-regression.ts';

/** Three clouds that overlap, far from the origin. */
function clouds(rows: number, { width = 4, classes = 3, seed = 1 } = {}): TrainingSet {
  const random = createRandom(seed);
  const labels = Array.from({ length: rows }, (_, i) => i % classes);
  const points = labels.map((label) =>
    Array.from({ length: width }, (_, d) => 5 + random.next() + random.next() - 1 + (d === label % width ? 0.6 : 0)),
  );
  return toTraining(points, labels, { classes });
}

/** Slopes of the penalised loss, row by row: zero at the solution. */
function slopes(head: Head, { embeddings, labels, weights: counts }: TrainingSet, l2: number): number[] {
  const { weights, bias } = head.parameters as Record<'weights' | 'bias', Tensor>;
  const [k, d] = [head.classes.length, head.width];
  const out = Array<number>(k * (d + 1)).fill(0);
  for (let row = 0; row < embeddings.rows; row++) {
    const x = [...embeddings.data.subarray(row * d, (row + 1) * d), 1];
    const scores = Array.from({ length: k }, (_, c) =>
      x.reduce((sum, v, j) => sum + v * ((j < d ? weights.data[c * d + j] : bias.data[c]) as number), 0),
    );
    const most = Math.max(...scores);
    const exps = scores.map((score) => Math.exp(score - most));
    const total = exps.reduce((a, b) => a + b, 0);
    for (const [c, e] of exps.entries()) {
      const error = (e / total - (labels[row] === c ? 1 : 0)) * (counts?.[row] ?? 1);
      for (const [j, v] of x.entries()) out[c * (d + 1) + j] = (out[c * (d + 1) + j] as number) + error * v;
    }
  }
  return out.map((slope, i) => {
    const [c, j] = [Math.floor(i / (d + 1)), i % (d + 1)];
    return slope + (j < d ? l2 * (weights.data[c * d + j] as number) : 0);
  });
}

const largest = (values: number[]): number => Math.max(...values.map(Math.abs));

describe('softmax-regression', () => {
  it('ends where the penalised likelihood is flat', async () => {
    for (const set of [clouds(32), clouds(24, { width: 12 })]) {
      const head = await fitRows(softmaxRegression, set, { options: { l2: 0.3, tolerance: 1e-5 } });
      expect(largest(slopes(head, set, 0.3)) / set.labels.length).toBeLessThan(3e-5);
    }
  });

  it('finds the weight that solves its equation for two symmetric points', async () => {
    // x = 1 of class b, x = -1 of class a: by symmetry W = (-w, w), b = 0, and w = 2 sigmoid(-2 w) / l2
    const head = await fitRows(softmaxRegression, toTraining([[-1], [1]], [0, 1]), {
      options: { l2: 1, tolerance: 1e-6 },
    });
    let w = 0.5;
    for (let i = 0; i < 200; i++) w = (w + 2 / (1 + Math.exp(2 * w))) / 2;
    const { weights, bias } = head.parameters as Record<'weights' | 'bias', Tensor>;
    expect(weights.data[1]).toBeCloseTo(w, 4);
    expect(weights.data[0]).toBeCloseTo(-w, 4);
    expect((bias.data[1] as number) - (bias.data[0] as number)).toBeCloseTo(0, 4);
  });

  it('takes a penalty that grows with the spread of the embeddings, so that their unit does not matter', async () => {
    const set = clouds(40);
    const large = { ...set, embeddings: { ...set.embeddings, data: set.embeddings.data.map((value) => value * 64) } };
    const options = { tolerance: 1e-6 };
    const [small] = await predictRows(await fitRows(softmaxRegression, set, { options }), [[5, 5.3, 4.8, 5]]);
    const [same] = await predictRows(await fitRows(softmaxRegression, large, { options }), [[320, 339.2, 307.2, 320]]);
    for (const [k, p] of (small as number[]).entries()) expect(same?.[k]).toBeCloseTo(p, 3);
    // 0.05 times the mean squared distance from the mean
    const rows = Array.from({ length: 40 }, (_, i) => [...set.embeddings.data.subarray(i * 4, i * 4 + 4)]);
    const mean = [0, 1, 2, 3].map((d) => rows.reduce((sum, row) => sum + (row[d] as number), 0) / 40);
    const spread =
      rows.reduce((sum, row) => sum + row.reduce((s, v, d) => s + (v - (mean[d] as number)) ** 2, 0), 0) / 40;
    const head = await fitRows(softmaxRegression, set, { options });
    expect(largest(slopes(head, set, 0.05 * spread)) / 40).toBeLessThan(1e-5);
  });

  it('gives the shares of the classes where the embeddings say nothing', async () => {
    const set = toTraining(Array(10).fill([2, 2]), [0, 0, 0, 0, 0, 0, 1, 1, 1, 2]);
    const head = await fitRows(softmaxRegression, set, { options: { tolerance: 1e-6 } });
    const [row] = await predictRows(head, [[2, 2]]);
    for (const [k, share] of [0.6, 0.3, 0.1].entries()) expect(row?.[k]).toBeCloseTo(share, 4);
  });

  it('counts classes alike when it is asked to', async () => {
    const set = toTraining(Array(10).fill([2, 2]), [0, 0, 0, 0, 0, 0, 1, 1, 1, 2], { classes: 3 });
    const head = await fitRows(softmaxRegression, set, { options: { classWeights: 'balanced', tolerance: 1e-6 } });
    for (const share of (await predictRows(head, [[2, 2]]))[0] as number[]) expect(share).toBeCloseTo(1 / 3, 4);
  });

  it('counts a row of weight 2 like two rows, and one of weight 0 not at all', async () => {
    const set = clouds(30);
    const weights = Array.from({ length: 30 }, (_, i) => i % 3);
    const weighted = { ...set, weights: Float32Array.from(weights) };
    const rows: number[][] = [];
    const labels: number[] = [];
    for (const [i, count] of weights.entries()) {
      for (let copy = 0; copy < count; copy++) {
        rows.push([...set.embeddings.data.subarray(i * 4, i * 4 + 4)]);
        labels.push(set.labels[i] as number);
      }
    }
    const options = { tolerance: 1e-6 };
    const probes = [rows[0] as number[], rows[9] as number[]];
    const one = await predictRows(await fitRows(softmaxRegression, weighted, { options }), probes);
    const other = await predictRows(
      await fitRows(softmaxRegression, toTraining(rows, labels, { classes: 3 }), { options }),
      probes,
    );
    for (const [i, p] of one.flat().entries()) expect(p).toBeCloseTo(other.flat()[i] as number, 4);
  });

  it('reaches the same head from a head of fewer labels, in fewer runs', async () => {
    const all = clouds(240, { width: 6 });
    const some: TrainingSet = {
      ...all,
      embeddings: { ...all.embeddings, data: all.embeddings.data.slice(0, 200 * 6), rows: 200 },
      labels: all.labels.slice(0, 200),
    };
    const previous = await fitRows(softmaxRegression, some, { options: { tolerance: 1e-5 } });
    const counted = async (start: Head | undefined): Promise<[Head, number]> => {
      let looks = 0;
      const checkpoint = (): void => {
        looks++;
      };
      const extra = { options: { tolerance: 1e-5 }, checkpoint, ...(start && { previous: start }) };
      return [await fitRows(softmaxRegression, all, extra), looks];
    };
    const [cold, coldRuns] = await counted(undefined);
    const [warm, warmRuns] = await counted(previous);
    expect(warmRuns).toBeLessThan(coldRuns);
    const probe = [[5, 5.5, 5, 5, 5.2, 5]];
    const [a, b] = [await predictRows(cold, probe), await predictRows(warm, probe)];
    for (const [k, p] of (a[0] as number[]).entries()) expect(b[0]?.[k]).toBeCloseTo(p, 3);
  });

  it('goes on from a head that knew fewer classes, in another order', async () => {
    const previous = await fitRows(softmaxRegression, { ...clouds(20, { classes: 2 }), classes: ['c', 'a'] });
    const set = clouds(60);
    const options = { tolerance: 1e-5, l2: 1 };
    const head = await fitRows(softmaxRegression, set, { previous, options });
    expect(head.classes).toEqual(['a', 'b', 'c']);
    expect(largest(slopes(head, set, 1)) / 60).toBeLessThan(3e-5);
  });

  it('refuses to go on from a head of another width', async () => {
    const previous = await fitRows(softmaxRegression, clouds(20, { width: 5 }));
    expect(await codeOf(fitRows(softmaxRegression, clouds(20), { previous }))).toBe('INVALID_EMBEDDINGS');
  });

  it('makes a class without a row improbable', async () => {
    const head = await fitRows(softmaxRegression, { ...clouds(30), classes: ['a', 'b', 'c', 'd'] });
    const [row] = await predictRows(head, [[5, 5, 5, 5]]);
    expect(row?.[3]).toBeLessThan(0.01);
  });

  it('says the one class that is labelled', async () => {
    const head = await fitRows(
      softmaxRegression,
      toTraining(
        [
          [1, 2],
          [2, 1],
        ],
        [1, 1],
        { classes: 3 },
      ),
    );
    const [row] = await predictRows(head, [[-3, 5]]);
    expect(row?.[1]).toBeGreaterThan(0.99);
  });

  it('takes a thousand classes, and rows that are all equal', async () => {
    const wide = clouds(200, { classes: 1000 });
    const names = Array.from({ length: 1000 }, (_, k) => `class ${k}`);
    const head = await fitRows(softmaxRegression, { ...wide, classes: names }, { options: { maxIterations: 2 } });
    const [row] = await predictRows(head, [[5, 5, 5, 5]]);
    expect(row?.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
    const equal = await fitRows(
      softmaxRegression,
      toTraining(Array(12).fill([0, 0]), [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]),
    );
    expect((await predictRows(equal, [[0, 0]]))[0]?.[0]).toBeCloseTo(0.5, 4);
  });

  it('stops when it is told to', async () => {
    let looks = 0;
    const checkpoint = (): void => {
      if (++looks > 5) throw new Error('stop');
    };
    await expect(fitRows(softmaxRegression, clouds(60), { checkpoint })).rejects.toThrow('stop');
  });
});
