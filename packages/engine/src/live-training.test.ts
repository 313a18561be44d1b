import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { copyOfRows, type Head, hashText, type Matrix, matrix, type Tensor, type TextFeaturizer } from '@alaas/core';
import { findFeaturizer, predictProbabilities } from '@alaas/zoo';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOrtCompute } from './compute/index.ts';
import type { Engine } from './engine.ts';
import {
  firstOnes,
  never,
  openPool,
  startEngine,
  startShared,
  teaching,
  topicTexts,
  watching,
} from './live.fixture.ts';
import type { LiveHead, LivePool } from './live-pool.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { fitHead } from './train/index.ts';

const POOL = 60;
const compute = createOrtCompute({ threads: 1 });
const tools = { compute, checkpoint: () => undefined };
let engine: Engine;
let pool: LivePool;
/** What the model says of the texts, by another way than the pool's. */
let embeddings: Matrix;

let close: () => Promise<void>;
beforeAll(async () => {
  ({ engine, close } = await startShared());
  pool = await openPool(engine, topicTexts(POOL));
  const model = findFeaturizer('hashed-ngrams') as TextFeaturizer;
  embeddings = matrix(
    Float32Array.from(topicTexts(POOL).flatMap(({ text = '' }) => [...model.embed(text)])),
    model.width,
  );
});
afterAll(async () => {
  await close();
  await compute.close();
});

function headOf(head: LiveHead): Head {
  if (head.kind === 'single') return head.head;
  throw new Error('a head of several labels');
}

function rowsAt(positions: readonly number[]): Matrix {
  return copyOfRows(embeddings, positions);
}

function expectClose(values: ArrayLike<number>, expected: ArrayLike<number>, digits = 5): void {
  expect(values.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(values[i]).toBeCloseTo(expected[i] as number, digits);
}

/** Label 0: about pets. Label 1: about money. Label 2: an even number. */
function severalLabels(positions: readonly number[]): Uint8Array {
  return Uint8Array.from(positions.flatMap((i) => [i % 3 === 0 ? 1 : 0, i % 3 === 1 ? 1 : 0, i % 2 === 0 ? 1 : 0]));
}

describe('a head over all classes', () => {
  it('is the one that a fit without threads gives', async () => {
    const positions = firstOnes(30);
    for (const learner of ['softmax-regression', 'mlp', 'nearest-prototype']) {
      const training = teaching(positions, { learner, weights: Float32Array.from(positions, (i) => 1 + (i % 2)) });
      const head = headOf(await pool.train(training, never));
      const labels = positions.map((i) => training.classes[i % 3] as string);
      const { classes, options, seed, weights } = training;
      const alone = await fitHead(
        { learner, options, embeddings: rowsAt(positions), labels, classes, seed, ...(weights && { weights }) },
        tools,
      );
      expect(head.classes).toEqual(classes);
      for (const [name, { data, shape }] of Object.entries(alone.parameters)) {
        expect(head.parameters[name]?.shape).toEqual(shape);
        expectClose((head.parameters[name] as Tensor).data, data, 4);
      }
    }
  });

  it('says of the whole pool, and of some positions in their order, what it would say of their embeddings', async () => {
    const head = await pool.train(teaching(firstOnes(30)), never);
    const expected = await predictProbabilities(headOf(head), embeddings, compute);
    const { probabilities } = await pool.score(head, never);
    expect([probabilities.rows, probabilities.columns]).toEqual([POOL, 3]);
    expectClose(probabilities.data, expected.data);
    const some = await pool.score(head, never, Uint32Array.of(41, 3));
    expectClose(some.probabilities.data, copyOfRows(expected, [41, 3]).data);
  });

  it('goes on from a head with fewer classes, and comes to the same as one that starts anew', async () => {
    const few = firstOnes(30).filter((i) => i % 3 !== 2);
    const first = await pool.train(teaching(few, { classes: ['money', 'pets'] }), never);
    const options = { tolerance: 1e-7 };
    const grown = headOf(await pool.train(teaching(firstOnes(30), { options, previous: first }), never));
    const anew = headOf(await pool.train(teaching(firstOnes(30), { options }), never));
    expect(grown.classes).toEqual(['money', 'pets', 'weather']);
    const said = await predictProbabilities(grown, embeddings, compute);
    expectClose(said.data, (await predictProbabilities(anew, embeddings, compute)).data, 3);
  });

  it('starts anew where the learner changed', async () => {
    const previous = await pool.train(teaching(firstOnes(30), { learner: 'mlp' }), never);
    const head = await pool.train(teaching(firstOnes(30), { previous }), never);
    expect(head).toEqual(await pool.train(teaching(firstOnes(30)), never));
  });

  it('is not to be had of labels that tell nothing apart', async () => {
    const same = teaching([0, 3, 6]);
    await expect(pool.train(same, never)).rejects.toMatchObject({ code: 'INVALID_LABELS' });
    await expect(pool.train(same, never)).rejects.toThrow(/All 3 labels are "money"/);
    await expect(pool.train(teaching([]), never)).rejects.toThrow(/Nothing is labelled/);
    await expect(pool.train(teaching([0, 1, POOL]), never)).rejects.toThrow(/no position 60 in a pool of 60/);
    const stray = { ...teaching([0, 1]), labels: Int32Array.of(0, 3) };
    await expect(pool.train(stray, never)).rejects.toThrow(/class number 3/);
    const short = { ...teaching([0, 1]), labels: Int32Array.of(0) };
    await expect(pool.train(short, never)).rejects.toMatchObject({ code: 'INVALID_LABELS' });
    await expect(pool.train(teaching([0, 1], { learner: 'oracle' }), never)).rejects.toMatchObject({
      code: 'UNKNOWN_LEARNER',
    });
    await expect(pool.train(teaching([0, 1], { options: { depth: 1 } }), never)).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    });
  });

  it('is not made for somebody who has gone, and the next one is', async () => {
    const controller = new AbortController();
    const slow = teaching(firstOnes(60), { learner: 'mlp', options: { steps: 100_000 } });
    const training = pool.train(slow, controller.signal);
    setTimeout(() => controller.abort(), 50);
    await expect(training).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(pool.score(await pool.train(teaching([0, 1]), never), AbortSignal.abort())).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect((await pool.train(teaching([0, 1]), never)).classes).toHaveLength(3);
  });

  it('learns the rows of its moment while the pool grows', async () => {
    const own = await startEngine();
    const growing = await openPool(own, topicTexts(30));
    const slow = teaching(firstOnes(30), { learner: 'mlp', options: { steps: 100 } });
    const before = growing.train(slow, never);
    // more than there was room for, so that the rows move
    await own.addItems('d', { items: topicTexts(60, 30) }, watching());
    expect(await growing.refresh(watching())).toBe(60);
    const after = await growing.train(slow, never);
    expect(await before).toEqual(after);
    const { probabilities } = await growing.score(after, never);
    expect(probabilities.rows).toBe(90);
    expectClose(
      probabilities.data.subarray(0, 30 * 3),
      (await predictProbabilities(headOf(after), rowsAt(firstOnes(30)), compute)).data,
    );
  });
});

describe('heads for several labels', () => {
  const positions = firstOnes(30);
  const training = teaching(positions, { labels: severalLabels(positions), classes: ['pets', 'money', 'even'] });

  it('are one yes-or-no head each, as fits without threads give them', async () => {
    const head = await pool.train(training, never);
    if (head.kind !== 'multi') throw new Error('one head');
    const { probabilities } = await pool.score(head, never);
    expect([probabilities.rows, probabilities.columns]).toEqual([POOL, 3]);
    for (const [k, label] of training.classes.entries()) {
      const labels = positions.map((i) => (training.labels[i * 3 + k] === 1 ? 'yes' : 'no'));
      const task = { learner: training.learner, options: {}, embeddings: rowsAt(positions), labels };
      const alone = await fitHead({ ...task, classes: ['no', 'yes'], seed: hashText(label, training.seed) }, tools);
      const said = await predictProbabilities(alone, embeddings, compute);
      for (let i = 0; i < POOL; i++) {
        expect(probabilities.data[i * 3 + k]).toBeCloseTo(said.data[2 * i + 1] as number, 4);
      }
    }
  });

  it('know the share of a label that every item has, or none, and learn it once items differ', async () => {
    const flags = Uint8Array.from(positions.flatMap((i) => [i % 3 === 0 ? 1 : 0, 0, 1]));
    const first = await pool.train({ ...training, labels: flags }, never);
    const { probabilities } = await pool.score(first, never, Uint32Array.of(40, 41));
    for (const row of [0, 1]) {
      expect(probabilities.data[row * 3 + 1]).toBeCloseTo(1 / 32, 6);
      expect(probabilities.data[row * 3 + 2]).toBeCloseTo(31 / 32, 6);
    }
    const grown = { ...training, classes: [...training.classes, 'new'], previous: first };
    const labels = Uint8Array.from(
      positions.flatMap((i) => [i % 3 === 0 ? 1 : 0, i % 3 === 1 ? 1 : 0, i % 2, i % 5 === 0 ? 1 : 0]),
    );
    const second = await pool.train({ ...grown, labels }, never);
    const said = (await pool.score(second, never)).probabilities;
    expect(said.columns).toBe(4);
    // 43 is about money
    expect(said.data[43 * 4 + 1]).toBeGreaterThan(said.data[42 * 4 + 1] as number);
  });

  it('are not to be had where no label divides the items', async () => {
    const labels = new Uint8Array(positions.length * 3);
    await expect(pool.train({ ...training, labels }, never)).rejects.toThrow(/No label divides the 30 labelled items/);
    const odd = { ...training, labels: labels.with(4, 2) };
    await expect(pool.train(odd, never)).rejects.toThrow(/Row 1 has the flag 2/);
    const short = { ...training, labels: labels.slice(1) };
    await expect(pool.train(short, never)).rejects.toMatchObject({ code: 'INVALID_LABELS' });
  });

  it('may be of any learner', async () => {
    const head = await pool.train({ ...training, learner: 'k-nearest' }, never);
    const { probabilities } = await pool.score(head, never);
    // the rows are their own nearest neighbours
    for (const i of positions) expect(probabilities.data[i * 3]).toSatisfy((p: number) => p > 0.5 === (i % 3 === 0));
  });
});

describe('a prediction', () => {
  it('takes contents from anywhere by the way of a scan, and keeps none of them', async () => {
    const head = await pool.train(teaching(firstOnes(30)), never);
    const file = join(temporaryFolder(), 'a.txt');
    const [one, two] = topicTexts(2, 40).map(({ text = '' }) => text);
    writeFileSync(file, two as string);
    const contents = [
      { text: one as string },
      { bytes: Uint8Array.of(0xff, 0xfe) },
      { uri: pathToFileURL(file).href },
      { uri: 'file:///nowhere/at/all.txt' },
      {},
    ];
    const answers = await pool.predict(head, contents, { ...watching(), access: 'local' });
    const { probabilities } = await pool.score(head, never, Uint32Array.of(40, 41));
    expectClose(answers[0] as Float32Array, probabilities.data.subarray(0, 3));
    expectClose(answers[2] as Float32Array, probabilities.data.subarray(3));
    expect([1, 3, 4].map((i) => (answers[i] as { code: string }).code)).toEqual([
      'DECODE_ENCODING',
      'SOURCE_NOT_FOUND',
      'SOURCE_READ',
    ]);
    expect(engine.dataset('d')).toMatchObject({ items: POOL, ready: POOL, failed: 0 });
    expect(await pool.refresh(watching())).toBe(0);
  });

  it('reads no file of this machine for somebody else', async () => {
    const head = await pool.train(teaching(firstOnes(30)), never);
    const file = join(temporaryFolder(), 'secret.txt');
    writeFileSync(file, 'secret');
    const [answer] = await pool.predict(head, [{ uri: pathToFileURL(file).href }], watching());
    expect(answer).toMatchObject({ code: 'SOURCE_FORBIDDEN' });
  });

  it('takes more contents than the model does at once, and can be cancelled', async () => {
    const head = await pool.train(teaching(firstOnes(30)), never);
    const texts = topicTexts(300, 1000).map(({ text = '' }) => ({ text }));
    const answers = (await pool.predict(head, texts, watching())) as Float32Array[];
    expect(answers).toHaveLength(300);
    for (const answer of answers) expect(answer.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 4);
    expect(await pool.predict(head, [], watching())).toEqual([]);
    await expect(pool.predict(head, texts, watching(AbortSignal.abort()))).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('an exported head', () => {
  async function run(onnx: Uint8Array, rows: Matrix): Promise<Record<'logits' | 'probabilities', OrtTensor>> {
    const session = await InferenceSession.create(onnx, { logSeverityLevel: 4 });
    try {
      const feeds = { embedding: new OrtTensor('float32', rows.data, [rows.rows, rows.columns]) };
      return (await session.run(feeds)) as unknown as Record<'logits' | 'probabilities', OrtTensor>;
    } finally {
      await session.release();
    }
  }

  it('says in ONNX Runtime what the pool says, of one class or of several labels, and why it stands alone', async () => {
    const flags = { labels: severalLabels(firstOnes(30)), classes: ['pets', 'money', 'even'] };
    for (const more of [{}, flags, { ...flags, learner: 'k-nearest' }, { ...flags, learner: 'mlp' }]) {
      const head = await pool.train(teaching(firstOnes(30), more), never);
      const { onnx, isJoined, note } = await engine.exportLive('d', head, { joined: true });
      expect(isJoined).toBe(false);
      expect(note).toContain('hashed-ngrams');
      // not the rows it learnt from: how near a neighbour at distance 0 is depends on the last digits
      const rows = firstOnes(POOL).slice(30);
      const { probabilities, logits } = await run(onnx, rowsAt(rows));
      const said = (await pool.score(head, never, Uint32Array.from(rows))).probabilities;
      expect(probabilities.dims).toEqual([rows.length, 3]);
      expectClose(probabilities.data as Float32Array, said.data, 4);
      if (more === flags) {
        const logit = (logits.data as Float32Array)[0] as number;
        expect(1 / (1 + Math.exp(-logit))).toBeCloseTo(said.data[0] as number, 5);
      }
    }
    const head = await pool.train(teaching(firstOnes(30)), never);
    expect(await engine.exportLive('d', head, { joined: false })).not.toHaveProperty('note');
  });
});
