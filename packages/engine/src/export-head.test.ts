import { existsSync, readFileSync } from 'node:fs';
import { createRandom, type Head, isAlaasError, type Matrix, matrix, mix, parseOptions } from '@alaas/core';
import { learners, predictProbabilities } from '@alaas/zoo';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, describe, expect, it } from 'vitest';
import { createOrtCompute, encodeModel, type GraphSpec } from './compute/index.ts';
import { exportHead, joinHead } from './export-head.ts';

const compute = createOrtCompute({ threads: 1 });
afterAll(() => compute.close());

function points(rows: number, width: number, seed = 1): Matrix {
  const data = Float32Array.from({ length: rows * width }, (_, i) => {
    const [row, d] = [Math.floor(i / width), i % width];
    return mix(seed, i) / 2 ** 32 + (d === row % 3 ? 1 : 0);
  });
  return matrix(data, width);
}

async function headOf(learner: (typeof learners)[number], width = 5): Promise<Head> {
  const training = {
    embeddings: points(60, width),
    labels: Int32Array.from({ length: 60 }, (_, i) => i % 3),
    classes: ['ä', 'b "quoted"', 'c'],
  };
  const options = parseOptions(learner, {});
  const checkpoint = (): void => undefined;
  const head = await learner.fit(training, { options, random: createRandom(1), compute, checkpoint });
  return { ...head, temperature: head.temperature * 1.7 };
}

type Answer = Readonly<Record<'logits' | 'probabilities', Tensor>>;

async function run(model: Uint8Array, feeds: Record<string, Tensor>): Promise<Answer> {
  const session = await InferenceSession.create(model, { logSeverityLevel: 4 });
  try {
    expect(session.outputNames).toEqual(['logits', 'probabilities']);
    return (await session.run(feeds)) as unknown as Answer;
  } finally {
    await session.release();
  }
}

function expectClose(values: ArrayLike<unknown>, expected: ArrayLike<number>): void {
  expect(values.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(values[i]).toBeCloseTo(expected[i] as number, 4);
}

/** A backbone that doubles its input, with values called like those of a head, and a condition with graphs inside aside. */
function backbone(width: number, opset = 17, extra: Partial<GraphSpec> = {}): GraphSpec {
  const shape = ['N', width];
  return {
    inputs: [{ name: 'input', type: 'float32', shape }],
    outputs: [
      { name: 'logits', type: 'float32', shape },
      { name: 'probabilities', type: 'float32', shape },
    ],
    nodes: [
      { op: 'Mul', inputs: ['input', 'head.v0'], outputs: ['head.v1'] },
      { op: 'Identity', inputs: ['head.v1'], outputs: ['logits'] },
      { op: 'Neg', inputs: ['logits'], outputs: ['probabilities'] },
    ],
    constants: [{ name: 'head.v0', shape: [], data: Float32Array.of(2) }],
    opset,
    ...extra,
  };
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (isAlaasError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'none';
}

describe.each(learners.map((learner) => [learner.id, learner] as const))('a head of %s', (_, learner) => {
  it('says in ONNX Runtime what it says here, for any number of rows', async () => {
    const head = await headOf(learner);
    const model = exportHead(head);
    for (const rows of [1, 7]) {
      const asked = points(rows, 5, 4);
      const expected = await predictProbabilities(head, asked, compute);
      const { logits, probabilities } = await run(model, { embedding: new Tensor('float32', asked.data, [rows, 5]) });
      expectClose(probabilities.data as Float32Array, expected.data);
      const raw = logits.data as Float32Array;
      const sum = Math.exp(raw[0] as number) + Math.exp(raw[1] as number) + Math.exp(raw[2] as number);
      expect(Math.exp(raw[0] as number) / sum).toBeCloseTo(expected.data[0] as number, 4);
      expect(probabilities.dims).toEqual([rows, 3]);
    }
  });

  it.each([11, 12, 13, 17, 18, 21, 23])(
    'goes behind a model of operator set %i, whose names are its own',
    async (opset) => {
      const head = await headOf(learner);
      const joined = joinHead(head, encodeModel(backbone(5, opset)), 'logits');
      const asked = points(4, 5, 6);
      const doubled = { ...asked, data: asked.data.map((value) => 2 * value) };
      const { probabilities } = await run(joined, { input: new Tensor('float32', asked.data, [4, 5]) });
      expectClose(probabilities.data as Float32Array, (await predictProbabilities(head, doubled, compute)).data);
    },
  );
});

describe('a joined model', () => {
  const learner = learners.find(({ id }) => id === 'softmax-regression') as (typeof learners)[number];

  it('carries the names of the classes, alone and joined', async () => {
    const head = await headOf(learner);
    const text = JSON.stringify(['ä', 'b "quoted"', 'c']);
    for (const model of [exportHead(head), joinHead(head, encodeModel(backbone(5)), 'logits')]) {
      expect(Buffer.from(model).includes(Buffer.from(text))).toBe(true);
    }
  });

  it('says its own classes in place of those that the model had, and keeps what else the model says', async () => {
    const model = encodeModel(backbone(5, 17, { metadata: { classes: '["old"]', author: 'someone' } }));
    const joined = Buffer.from(joinHead(await headOf(learner), model, 'logits'));
    expect([joined.includes('old'), joined.includes('someone')]).toEqual([false, true]);
  });

  it('is refused with what is wrong', async () => {
    const head = await headOf(learner);
    const join = (graph: GraphSpec, name = 'logits') => codeOf(() => joinHead(head, encodeModel(graph), name));
    expect(join(backbone(5), 'pooled')).toMatch(/^MODEL_OUTPUT: .*"pooled"/);
    expect(join(backbone(6))).toMatch(/^MODEL_SHAPE: .*\[N x 6\].*rows of 5/);
    expect(join(backbone(5, 9))).toMatch(/^MODEL_INVALID: .*operator set 9/);
    expect(join(backbone(5, 99))).toMatch(/^MODEL_INVALID: .*operator set 99/);
    const outside = { name: 'head.v0', type: 'float32', shape: [], location: 'weights.bin' } as const;
    expect(join(backbone(5, 17, { constants: [outside] }))).toMatch(/^MODEL_INVALID: .*in one file/);
    const cube = { outputs: [{ name: 'logits', type: 'float32', shape: ['N', 5, 1] }] } as const;
    expect(join(backbone(5, 17, cube))).toMatch(/^MODEL_SHAPE: .*N x 5 x 1/);
    for (const bytes of [new Uint8Array(), Uint8Array.of(255, 255, 255), new TextEncoder().encode('<html></html>')]) {
      expect(codeOf(() => joinHead(head, bytes, 'logits'))).toMatch(/^MODEL_INVALID/);
    }
  });

  it('leaves the model and the head as they were', async () => {
    const head = await headOf(learner);
    const model = encodeModel(backbone(5));
    const [modelBefore, headBefore] = [model.slice(), structuredClone(head)];
    joinHead(head, model, 'logits');
    expect(model).toEqual(modelBefore);
    expect(head).toEqual(headBefore);
  });

  const file = '../shared/data/models/mobilenet-v1-0.25-128.onnx';
  it.skipIf(!existsSync(file))(`answers pictures (needs ${file})`, async () => {
    const model = readFileSync(file);
    const x = new Tensor(
      'float32',
      Float32Array.from({ length: 2 * 3 * 128 * 128 }, (_, i) => mix(3, i) / 2 ** 31 - 1),
      [2, 3, 128, 128],
    );
    const session = await InferenceSession.create(file, { logSeverityLevel: 4 });
    const { embedding } = await session.run({ input: x }, ['embedding']);
    await session.release();
    const head = await headOf(learner, 256);
    const seen = matrix((embedding as Tensor).data as Float32Array, 256);
    const { probabilities } = await run(joinHead(head, model, 'embedding'), { input: x });
    expectClose(probabilities.data as Float32Array, (await predictProbabilities(head, seen, compute)).data);
  });
});
