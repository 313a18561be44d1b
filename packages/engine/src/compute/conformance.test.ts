import { type Compute, type Expr, gradient, graph, type Op, ops, type Tensor } from '@alaas/core';
import { afterAll, expect, test } from 'vitest';
import { type Case, cases, feedsOf } from './cases.fixture.ts';
import { createInterpreter, createOrtCompute } from './index.ts';

const interpreter = createInterpreter();
const ort = createOrtCompute({ threads: 1, maxSessions: 8 });
afterAll(() => ort.close());

/** Largest difference allowed, as a share of the largest number in the output: 40 roundings of float32. */
const tolerance = 2.5e-6;

function expectClose(given: Tensor | undefined, reference: Tensor | undefined): void {
  expect(given?.shape).toEqual(reference?.shape);
  expect(given?.data.length).toBe(reference?.data.length);
  const scale = Math.max(1, ...(reference?.data ?? []).map(Math.abs));
  reference?.data.forEach((value, i) => {
    expect(Math.abs((given?.data[i] as number) - value) / scale).toBeLessThanOrEqual(tolerance);
  });
}

/** What a run gives, or which error it throws. */
async function outcome(compute: Compute, outputs: Record<string, Expr>, feeds: Record<string, Tensor>) {
  try {
    return await compute.run(graph(outputs), feeds);
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

async function expectAgreement(outputs: Record<string, Expr>, feeds: Record<string, Tensor>): Promise<void> {
  const [reference, given] = [await outcome(interpreter, outputs, feeds), await outcome(ort, outputs, feeds)];
  if (typeof reference === 'string' || typeof given === 'string') return expect(given).toBe(reference);
  for (const name of Object.keys(outputs)) expectClose(given[name], reference[name]);
}

test.for(cases)('$title: both executors agree for N = 4, 1 and 0', async (of) => {
  for (const n of [4, 1, 0]) await expectAgreement({ output: of.output }, feedsOf(of, n));
});

/** The gradient of the output's sum of squares. */
function slopes({ output, wrt }: Case): Record<string, Expr> {
  const inputs = wrt ?? graph({ output }).inputs;
  let loss = ops.square(output);
  while (loss.shape.length > 0) loss = ops.reduceSum(loss, 0);
  return Object.fromEntries(gradient(loss, inputs).map((slope, i) => [`slope ${i}`, slope]));
}

test.for(cases.filter(({ wrt }) => wrt?.length !== 0))('$title: both executors agree on the gradient', async (of) => {
  const outputs = slopes(of);
  for (const n of [4, 1, 0]) {
    const feeds = feedsOf(of, n);
    const used = new Set(graph(outputs).inputs.map(({ op }) => (op.type === 'input' ? op.name : '')));
    await expectAgreement(outputs, Object.fromEntries(Object.entries(feeds).filter(([name]) => used.has(name))));
  }
});

test('every operation has a case', () => {
  const all = {
    input: true,
    constant: true,
    neg: true,
    exp: true,
    log: true,
    sqrt: true,
    abs: true,
    relu: true,
    tanh: true,
    sigmoid: true,
    square: true,
    add: true,
    sub: true,
    mul: true,
    div: true,
    max: true,
    min: true,
    matMul: true,
    reduceSum: true,
    reduceMean: true,
    reduceMin: true,
    reduceMax: true,
    softmax: true,
    logSoftmax: true,
    transpose: true,
    reshape: true,
    gatherRows: true,
    addRowsAt: true,
    expandAs: true,
    sizeOf: true,
    topValues: true,
    topIndexes: true,
    argMax: true,
    argMin: true,
    greater: true,
    where: true,
  } satisfies Record<Op['type'], true>;
  const tried = new Set(cases.flatMap(({ output }) => graph({ output }).nodes.map(({ op }) => op.type)));
  expect([...tried].sort()).toEqual(Object.keys(all).sort());
});

const executors: [string, Compute][] = [
  ['interpreter', interpreter],
  ['ONNX Runtime', ort],
];

const matrix = (...rows: number[][]): Tensor => ({
  data: Float32Array.from(rows.flat()),
  shape: [rows.length, rows[0]?.length ?? 0],
});
const x = ops.input('x', ['N', 'D']);

test.for(executors)('%s: among equals the first comes first', async ([, compute]) => {
  const tied = matrix([2, 5, 5, 2], [1, 1, 1, 1]);
  const { values, indexes } = ops.topK(x, 3);
  const smallest = ops.topK(x, 3, { largest: false });
  const program = graph({
    most: ops.argMax(x),
    least: ops.argMin(x),
    values,
    indexes,
    lowest: smallest.values,
    lowestIndexes: smallest.indexes,
  });
  const result = await compute.run(program, { x: tied });
  expect(result.most?.data).toEqual(Float32Array.of(1, 0));
  expect(result.least?.data).toEqual(Float32Array.of(0, 0));
  expect(result.values?.data).toEqual(Float32Array.of(5, 5, 2, 1, 1, 1));
  expect(result.indexes?.data).toEqual(Float32Array.of(1, 2, 0, 0, 1, 2));
  expect(result.lowest?.data).toEqual(Float32Array.of(2, 2, 5, 1, 1, 1));
  expect(result.lowestIndexes?.data).toEqual(Float32Array.of(0, 3, 1, 0, 1, 2));
});

test.for(executors)('%s: row numbers count from the end when negative', async ([, compute]) => {
  const rows = ops.input('rows', ['R']);
  const program = graph({ picked: ops.gatherRows(x, rows), added: ops.addRowsAt(ops.gatherRows(x, rows), rows, x) });
  const feeds = { x: matrix([1, 2], [3, 4], [5, 6]), rows: { data: Float32Array.of(-1, 0, 2), shape: [3] } };
  const { picked, added } = await compute.run(program, feeds);
  expect(picked?.data).toEqual(Float32Array.of(5, 6, 1, 2, 5, 6));
  expect(added?.data).toEqual(Float32Array.of(1, 2, 0, 0, 10, 12));
});

test.for(executors)('%s: a row number out of range is refused', async ([, compute]) => {
  const rows = ops.input('rows', ['N']);
  const like = ops.input('like', ['M', 'D']);
  const one = matrix([1, 2]);
  const wrong = { data: Float32Array.of(1), shape: [1] };
  const picked = graph({ y: ops.gatherRows(like, rows) });
  await expect(compute.run(picked, { like: one, rows: wrong })).rejects.toThrow(RangeError);
  const added = graph({ y: ops.addRowsAt(x, rows, like) });
  await expect(compute.run(added, { x: one, rows: wrong, like: one })).rejects.toThrow(RangeError);
});

test.for(executors)('%s: large numbers do not overflow a softmax', async ([, compute]) => {
  const program = graph({ soft: ops.softmax(x), log: ops.logSoftmax(x) });
  const { soft, log } = await compute.run(program, { x: matrix([1000, 1000, -1000]) });
  expect(soft?.data).toEqual(Float32Array.of(0.5, 0.5, 0));
  expect(log?.data[0]).toBeCloseTo(-Math.LN2, 6);
  expect(log?.data[2]).toBeCloseTo(-2000 - Math.LN2, 3);
});

test.for(executors)('%s: an output never shares memory with an input', async ([, compute]) => {
  const fed = matrix([1, 2]);
  const { same, again } = await compute.run(graph({ same: x, again: x }), { x: fed });
  fed.data.fill(9);
  same?.data.fill(7);
  expect(again?.data).toEqual(Float32Array.of(1, 2));
});

test.for(executors)('%s: input may lie in shared memory, in the middle of a buffer', async ([, compute]) => {
  const data = new Float32Array(new SharedArrayBuffer(32), 8, 4);
  data.set([1, 2, 3, 4]);
  const { sums } = await compute.run(graph({ sums: ops.reduceSum(x, 1) }), { x: { data, shape: [2, 2] } });
  expect(sums?.data).toEqual(Float32Array.of(3, 7));
});

test.for(executors)('%s: feeds that do not fit are refused with what they should be', async ([, compute]) => {
  const program = graph({ y: ops.matMul(x, ops.input('w', ['D', 2])) });
  const w = matrix([1, 2], [3, 4]);
  const refusal = (feeds: Record<string, Tensor>, message: string) =>
    expect(compute.run(program, feeds)).rejects.toThrow(new RangeError(message));
  await refusal({ x: w }, 'input "w" is not fed');
  await refusal({ x: matrix([1, 2, 3]), w }, 'input "w" takes [D = 3, 2], not [2, 2]');
  await refusal({ x: { data: new Float32Array(3), shape: [2, 2] }, w }, 'input "x": 3 numbers do not fill [2, 2]');
  await refusal({ x: w, w, z: w }, 'the graph has no input "z", only: x, w');
});

test.for(executors)('%s: what cannot be computed at these sizes is refused', async ([, compute]) => {
  const short = matrix([1, 2, 3]);
  const refusal = (y: Expr, feeds: Record<string, Tensor>) =>
    expect(compute.run(graph({ y }), feeds)).rejects.toThrow(RangeError);
  await refusal(ops.topK(x, 4).values, { x: short });
  await refusal(ops.reshape(x, [2, 2]), { x: short });
  await refusal(ops.reshape(x, ['rows', 2]), { x: short });
  await refusal(ops.reshape(x, ['rows', 'columns']), { x: short });
  await refusal(ops.reduceMax(x, 0), { x: { data: new Float32Array(0), shape: [0, 3] } });
  await refusal(ops.argMax(x), { x: { data: new Float32Array(0), shape: [3, 0] } });
});

test.for(executors)('%s: many sizes go through one graph', async ([, compute]) => {
  const program = graph({ total: ops.reduceSum(ops.reduceSum(x, 1), 0) });
  for (const n of [1, 7, 2, 0]) {
    const { total } = await compute.run(program, { x: { data: new Float32Array(n * 3).fill(1), shape: [n, 3] } });
    expect(total?.data).toEqual(Float32Array.of(3 * n));
  }
});
