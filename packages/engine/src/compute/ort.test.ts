import { type Expr, graph, isAlaasError, ops, type Tensor } from '@alaas/core';
import { InferenceSession } from 'onnxruntime-node';
import { expect, test, vi } from 'vitest';
import { createOrtCompute } from './ort.ts';
import { toOnnx } from './to-onnx.ts';

const x = ops.input('x', ['N']);
const two: Tensor = { data: Float32Array.of(1, 2), shape: [2] };
const times = (factor: number) => graph({ y: ops.mul(x, factor) });

test('a graph is loaded once, however often and with whatever sizes it runs', async () => {
  const create = vi.spyOn(InferenceSession, 'create');
  const compute = createOrtCompute({ threads: 1 });
  const program = times(2);
  await Promise.all([compute.run(program, { x: two }), compute.run(program, { x: two })]);
  const { y } = await compute.run(program, { x: { data: Float32Array.of(5), shape: [1] } });
  expect(y).toEqual({ data: Float32Array.of(10), shape: [1] });
  expect(create).toHaveBeenCalledTimes(1);
  await compute.close();
});

test('over the limit the graph unused for longest is closed, and loaded again when it comes back', async () => {
  const create = vi.spyOn(InferenceSession, 'create');
  const compute = createOrtCompute({ threads: 1, maxSessions: 2 });
  const [a, b, c] = [times(1), times(2), times(3)];
  for (const program of [a, b, a, c]) await compute.run(program, { x: two });
  expect(create).toHaveBeenCalledTimes(3);
  await compute.run(a, { x: two });
  expect(create).toHaveBeenCalledTimes(3);
  const { y } = await compute.run(b, { x: two });
  expect(create).toHaveBeenCalledTimes(4);
  expect(y?.data).toEqual(Float32Array.of(2, 4));
  await compute.close();
});

test('graphs that run at the same time are not closed under each other', async () => {
  const compute = createOrtCompute({ threads: 1, maxSessions: 1 });
  const results = await Promise.all([1, 2, 3, 4].map((factor) => compute.run(times(factor), { x: two })));
  expect(results.map(({ y }) => y?.data[1])).toEqual([2, 4, 6, 8]);
  await compute.close();
});

test('close waits for runs under way and refuses later ones', async () => {
  const compute = createOrtCompute({ threads: 1 });
  const running = compute.run(times(3), { x: two });
  await compute.close();
  expect((await running).y?.data).toEqual(Float32Array.of(3, 6));
  await expect(compute.run(times(3), { x: two })).rejects.toSatisfy((error) => isAlaasError(error, 'CANCELLED'));
  await compute.close();
});

test('after an abort nothing runs', async () => {
  const stop = new AbortController();
  const compute = createOrtCompute({ threads: 1, signal: stop.signal });
  await compute.run(times(3), { x: two });
  stop.abort(new Error('enough'));
  await expect(compute.run(times(3), { x: two })).rejects.toSatisfy(
    (error) => isAlaasError(error, 'CANCELLED') && error.cause === stop.signal.reason,
  );
  await compute.close();
});

test('a graph that cannot be loaded does not stay in the way', async () => {
  const compute = createOrtCompute({ threads: 1 });
  const program = times(2);
  vi.spyOn(InferenceSession, 'create').mockRejectedValueOnce(new Error('no memory'));
  await expect(compute.run(program, { x: two })).rejects.toSatisfy((error) => isAlaasError(error, 'INTERNAL'));
  expect((await compute.run(program, { x: two })).y?.data).toEqual(Float32Array.of(2, 4));
  await compute.close();
});

test('the best of no rows are none', async () => {
  const compute = createOrtCompute({ threads: 1 });
  const { values } = ops.topK(ops.input('m', ['N', 3]), 2);
  const { y } = await compute.run(graph({ y: values }), { m: { data: new Float32Array(0), shape: [0, 3] } });
  expect(y).toEqual({ data: new Float32Array(0), shape: [0, 2] });
  await compute.close();
});

const operators = (outputs: Record<string, Expr>): string[] => toOnnx(graph(outputs)).nodes.map(({ op }) => op);

test('values and indexes of one array come from one TopK', () => {
  const m = ops.input('m', ['N', 5]);
  const [first, second, lowest] = [ops.topK(m, 2), ops.topK(m, 2), ops.topK(m, 2, { largest: false })];
  const written = operators({ a: first.values, b: second.indexes, c: lowest.indexes });
  expect(written.filter((op) => op === 'TopK')).toHaveLength(2);
});

test('a condition that is a comparison is not made a number first', () => {
  const program = toOnnx(graph({ y: ops.where(ops.greater(x, 0), x, 0) }));
  const [greater, choice] = ['Greater', 'Where'].map((op) => program.nodes.find((node) => node.op === op));
  expect(choice?.inputs[0]).toBe(greater?.outputs[0]);
});

test('sizes keep their names', () => {
  const { inputs, outputs } = toOnnx(graph({ y: ops.matMul(ops.input('a', ['N', 2]), ops.input('b', [2, 'K'])) }));
  expect(inputs.map(({ shape }) => shape)).toEqual([
    ['N', 2],
    [2, 'K'],
  ]);
  expect(outputs.map(({ shape }) => shape)).toEqual([['N', 'K']]);
});
