import { graph, isAlaasError, ops } from '@alaas/core';
import { expect, test } from 'vitest';
import { createInterpreter, interpret } from './interpret.ts';

const x = ops.input('x', ['N', 'D']);

test('sums are kept in float64', async () => {
  // float32 loses each 1 beside 2^24
  const data = Float32Array.of(2 ** 24, 1, 1, 1, 1);
  const { sum, product } = await createInterpreter().run(
    graph({ sum: ops.reduceSum(x, 1), product: ops.matMul(x, x, { transposeB: true }) }),
    { x: { data, shape: [1, 5] } },
  );
  expect(sum?.data[0]).toBe(2 ** 24 + 4);
  expect(product?.data[0]).toBe(Math.fround(2 ** 48 + 4));
});

test('every node is rounded to float32, as other executors do', async () => {
  const sum = ops.add(x, 1);
  const { back } = await createInterpreter().run(graph({ back: ops.sub(sum, 1) }), {
    x: { data: Float32Array.of(2 ** -30), shape: [1, 1] },
  });
  expect(back?.data[0]).toBe(0);
});

test('a program runs in float64 where asked', () => {
  const back = ops.sub(ops.add(x, 1), 1);
  const feeds = { x: { data: Float64Array.of(2 ** -30), shape: [1, 1] } };
  const outputs = interpret(graph({ back }), feeds, (length) => new Float64Array(length));
  expect(outputs.back).toEqual({ data: Float64Array.of(2 ** -30), shape: [1, 1] });
});

test('a product with every transposition', async () => {
  const a = { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] };
  const b = { data: Float32Array.of(5, 6, 7, 8), shape: [2, 2] };
  const y = ops.input('y', ['D', 'D']);
  const z = ops.input('z', ['D', 'D']);
  const { none, left, right, both } = await createInterpreter().run(
    graph({
      none: ops.matMul(y, z),
      left: ops.matMul(y, z, { transposeA: true }),
      right: ops.matMul(y, z, { transposeB: true }),
      both: ops.matMul(y, z, { transposeA: true, transposeB: true }),
    }),
    { y: a, z: b },
  );
  expect(none?.data).toEqual(Float32Array.of(19, 22, 43, 50));
  expect(left?.data).toEqual(Float32Array.of(26, 30, 38, 44));
  expect(right?.data).toEqual(Float32Array.of(17, 23, 39, 53));
  expect(both?.data).toEqual(Float32Array.of(23, 31, 34, 46));
});

test('after an abort nothing runs', async () => {
  const compute = createInterpreter({ signal: AbortSignal.abort() });
  const run = compute.run(graph({ y: x }), { x: { data: new Float32Array(0), shape: [0, 1] } });
  await expect(run).rejects.toSatisfy((error) => isAlaasError(error, 'CANCELLED'));
});
