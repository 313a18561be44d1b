import { createRandom, type Head, type Matrix, matrix, mix, parseOptions, type TrainingSet } from '@alaas/core';
import { learners, linearHead, predictCommittee, predictProbabilities } from '@alaas/zoo';
import { afterAll, describe, expect, it } from 'vitest';
import { createInterpreter, createOrtCompute } from './compute/index.ts';
import { codeOf } from './testing/code-of.ts';

const WIDTH = 8;
const compute = createOrtCompute({ threads: 2 });
const quiet = (): void => undefined;

afterAll(() => compute.close());

/** Rows of a class lie about one corner of a cube; seeded. */
function points(rows: number, classes: number, seed = 1): Matrix {
  const data = Float32Array.from({ length: rows * WIDTH }, (_, i) => {
    const [row, d] = [Math.floor(i / WIDTH), i % WIDTH];
    return mix(seed, i) / 2 ** 32 + (d === (row % classes) % WIDTH ? 1 : 0);
  });
  return matrix(data, WIDTH);
}

function training(rows: number, classes: number): TrainingSet {
  return {
    embeddings: points(rows, classes),
    labels: Int32Array.from({ length: rows }, (_, row) => row % classes),
    classes: Array.from({ length: classes }, (_, k) => `class ${k}`),
  };
}

describe.each(learners.map((learner) => [learner.id, learner] as const))('%s', (_, learner) => {
  const fit = (
    set: TrainingSet,
    { seed = 1, previous }: { seed?: number; previous?: Head } = {},
    on = compute as Parameters<typeof learner.fit>[1]['compute'],
  ) =>
    learner.fit(set, {
      options: parseOptions(learner, {}),
      random: createRandom(seed),
      compute: on,
      checkpoint: quiet,
      ...(previous && { previous }),
    });

  it('tells classes apart that lie apart', async () => {
    const head = await fit(training(120, 3));
    const { data } = await predictProbabilities(head, points(60, 3, 2), compute);
    let right = 0;
    for (let row = 0; row < 60; row++) {
      const own = data.subarray(row * 3, row * 3 + 3);
      if (own.indexOf(Math.max(...own)) === row % 3) right++;
    }
    expect(right).toBeGreaterThan(54);
  });

  it('says what it is made of', async () => {
    const head = await fit(training(30, 3));
    expect([head.learner, head.width, head.classes.length]).toEqual([learner.id, WIDTH, 3]);
    expect(head.temperature).toBeGreaterThan(0);
    const names = learner.program(head).inputs.map(({ op }) => (op.type === 'input' ? op.name : ''));
    for (const member of [{}, ...head.members]) {
      const parameters = Object.entries({ ...head.parameters, ...member });
      expect(['embeddings', ...parameters.map(([name]) => name)].sort()).toEqual(names.toSorted());
      for (const [, { data, shape }] of parameters) {
        expect(data.every(Number.isFinite)).toBe(true);
        expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
      }
    }
  });

  it('has members, and is linear, where it says so', async () => {
    const head = await fit(training(30, 3));
    expect(head.members.length > 0).toBe(learner.hasMembers === true);
    expect(learner.membersOf?.(parseOptions(learner, {})) ?? 0).toBe(head.members.length);
    const linear = linearHead(head);
    expect(linear !== undefined).toBe(learner.isLinear === true);
    if (linear === undefined) return;
    const rows = points(5, 3, 8);
    const { data } = await predictProbabilities(head, rows, compute);
    for (let row = 0; row < 5; row++) {
      const x = [...rows.data.subarray(row * WIDTH, (row + 1) * WIDTH), 1];
      const exps = [0, 1, 2].map((k) =>
        Math.exp(x.reduce((sum, value, d) => sum + value * (linear.data[k * (WIDTH + 1) + d] as number), 0)),
      );
      const total = exps.reduce((a, b) => a + b, 0);
      for (const [k, e] of exps.entries()) expect(data[row * 3 + k]).toBeCloseTo(e / total, 4);
    }
  });

  it('gives the same head for the same rows and seed, and plain data', async () => {
    const head = await fit(training(40, 4), { seed: 9 });
    expect(await fit(training(40, 4), { seed: 9 })).toEqual(head);
    expect(structuredClone(head)).toEqual(head);
  });

  it('gives one program for heads of one form', async () => {
    const [a, b] = [await fit(training(20, 2)), await fit(training(33, 2), { seed: 2 })];
    expect(learner.program(a)).toBe(learner.program(b));
  });

  it('leaves its input as it was', async () => {
    const set = { ...training(40, 4), weights: new Float32Array(40).fill(0.5) };
    const before = structuredClone(set);
    await fit(set);
    expect(set).toEqual(before);
  });

  it('gives rows that sum to 1, also of its members', async () => {
    const head = await fit(training(40, 4));
    const rows = points(100, 4, 3);
    rows.data.fill(0, 0, WIDTH);
    const answers = [(await predictProbabilities(head, rows, compute)).data];
    if (head.members.length > 0) answers.push((await predictCommittee(head, rows, compute)).data);
    for (const data of answers) {
      for (let at = 0; at < data.length; at += 4) {
        expect(data.subarray(at, at + 4).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
      }
    }
  });

  it('is the same head by the plain interpreter, to rounding', async () => {
    const interpreter = createInterpreter();
    const rows = points(20, 3, 5);
    const fast = await predictProbabilities(await fit(training(60, 3)), rows, compute);
    const plain = await predictProbabilities(await fit(training(60, 3), {}, interpreter), rows, interpreter);
    for (const [i, p] of fast.data.entries()) expect(plain.data[i]).toBeCloseTo(p, 2);
  });

  it('takes one label a class, one label at all, two classes and many, classes without a row', async () => {
    const sets = [training(4, 4), training(1, 1), training(2, 2), training(150, 150)];
    sets.push({ ...training(12, 3), classes: ['a', 'b', 'c', 'd', 'e'] }, { ...training(5, 1), classes: ['a', 'b'] });
    for (const set of sets) {
      const { data } = await predictProbabilities(await fit(set), points(7, 2, 4), compute);
      expect(data.length).toBe(7 * set.classes.length);
      expect(data.every((p) => p >= 0 && p <= 1)).toBe(true);
    }
  });

  it('takes rows that are all equal, zeros among them', async () => {
    const set = training(12, 3);
    for (const value of [0, 1]) {
      set.embeddings.data.fill(value);
      const { data } = await predictProbabilities(await fit(set), points(3, 3), compute);
      expect(data.every((p) => p >= 0 && p <= 1)).toBe(true);
    }
  });

  it('learns nothing from a row of weight 0', async () => {
    const wrong = { ...training(60, 3), weights: new Float32Array(60).fill(1) };
    wrong.labels[0] = 2;
    wrong.weights[0] = 0;
    const right = { ...training(60, 3), weights: wrong.weights };
    const rows = points(9, 3, 6);
    const [a, b] = await Promise.all(
      [wrong, right].map(async (set) => predictProbabilities(await fit(set), rows, compute)),
    );
    for (const [i, p] of (a as Matrix).data.entries()) expect(p).toBeCloseTo((b as Matrix).data[i] as number, 3);
  });

  it('goes on from a head that knew fewer classes', async () => {
    const previous = await fit({ ...training(20, 2), classes: ['class 0', 'class 1'] });
    const head = await fit(training(90, 3), { previous });
    const { data } = await predictProbabilities(head, points(3, 3, 7), compute);
    expect([data[0], data[4], data[8]].every((p) => (p as number) > 1 / 3)).toBe(true);
  });

  it('refuses NaN by its row, labels that do not fit, and stops when told', async () => {
    const broken = training(12, 3);
    broken.embeddings.data[5 * WIDTH + 1] = Number.NaN;
    await expect(fit(broken)).rejects.toThrow(/row 5\b/i);
    expect(await codeOf(fit(broken))).toBe('INVALID_EMBEDDINGS');
    expect(await codeOf(fit({ ...training(12, 3), classes: ['a', 'b'] }))).toBe('INVALID_LABELS');
    expect(await codeOf(fit({ ...training(12, 3), labels: new Int32Array(11) }))).toBe('INVALID_LABELS');
  });
});
