import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { encodeModel, type GraphSpec } from './encode-model.ts';

async function run(graph: GraphSpec, feeds: Record<string, Tensor>): Promise<InferenceSession.ReturnType> {
  const session = await InferenceSession.create(encodeModel(graph), { intraOpNumThreads: 1, logSeverityLevel: 4 });
  try {
    return await session.run(feeds);
  } finally {
    await session.release();
  }
}

test('ONNX Runtime computes the graph: x W + b', async () => {
  const graph: GraphSpec = {
    inputs: [{ name: 'x', type: 'float32', shape: ['N', 2] }],
    outputs: [{ name: 'y', type: 'float32', shape: ['N', 3] }],
    nodes: [
      { op: 'Gemm', inputs: ['x', 'w', 'b'], outputs: ['y'], attributes: { beta: { float: 0.5 }, transB: { int: 1 } } },
    ],
    constants: [
      { name: 'w', shape: [3, 2], data: new Float32Array([1, 2, 3, 4, 5, 6]) },
      { name: 'b', shape: [3], data: new Float32Array([2, 4, 8]) },
    ],
  };
  const { y } = await run(graph, { x: new Tensor('float32', new Float32Array([1, 1, 10, 0]), [2, 2]) });
  // rows of x times the rows of w, plus half of b
  expect(y?.data).toEqual(new Float32Array([4, 9, 15, 11, 32, 54]));
  expect(y?.dims).toEqual([2, 3]);
});

test('inputs and outputs keep their names, types, lengths and free axes', async () => {
  const model = encodeModel({
    inputs: [
      { name: 'ids', type: 'int64', shape: ['N', 'T'] },
      { name: 'raw', type: 'uint8', shape: [1, 4] },
    ],
    outputs: [
      { name: 'sameIds', type: 'int64', shape: ['N', 'T'] },
      { name: 'sameRaw', type: 'uint8', shape: [1, 4] },
    ],
    nodes: [
      { op: 'Identity', inputs: ['ids'], outputs: ['sameIds'] },
      { op: 'Identity', inputs: ['raw'], outputs: ['sameRaw'] },
    ],
  });
  const session = await InferenceSession.create(model, { logSeverityLevel: 4 });
  expect(session.inputMetadata).toEqual([
    { name: 'ids', isTensor: true, type: 'int64', shape: ['N', 'T'] },
    { name: 'raw', isTensor: true, type: 'uint8', shape: [1, 4] },
  ]);
  expect(session.outputNames).toEqual(['sameIds', 'sameRaw']);
  await session.release();
});

test('attributes of every kind reach their operator', async () => {
  const graph: GraphSpec = {
    inputs: [{ name: 'x', type: 'float32', shape: [1, 2] }],
    outputs: [
      { name: 'moved', type: 'float32', shape: [2, 1] },
      { name: 'upper', type: 'float32', shape: [1, 2] },
      { name: 'filled', type: 'float32', shape: [2] },
      { name: 'joined', type: 'float32', shape: [1, 4] },
    ],
    nodes: [
      { op: 'Transpose', inputs: ['x'], outputs: ['moved'], attributes: { perm: { ints: [1, 0] } } },
      { op: 'LeakyRelu', inputs: ['x'], outputs: ['upper'], attributes: { alpha: { float: 0.25 } } },
      { op: 'Constant', inputs: [], outputs: ['filled'], attributes: { value_floats: { floats: [0.5, -1.5] } } },
      { op: 'Concat', inputs: ['x', 'x'], outputs: ['joined'], attributes: { axis: { int: -1 } } },
    ],
  };
  const result = await run(graph, { x: new Tensor('float32', new Float32Array([-4, 8]), [1, 2]) });
  expect(result.moved?.dims).toEqual([2, 1]);
  expect(result.upper?.data).toEqual(new Float32Array([-1, 8]));
  expect(result.filled?.data).toEqual(new Float32Array([0.5, -1.5]));
  expect(result.joined?.data).toEqual(new Float32Array([-4, 8, -4, 8]));
});

test('a text attribute chooses the rounding of a resize', async () => {
  const graph: GraphSpec = {
    inputs: [{ name: 'x', type: 'float32', shape: [1, 1, 1, 2] }],
    outputs: [{ name: 'y', type: 'float32', shape: [1, 1, 1, 4] }],
    nodes: [
      {
        op: 'Resize',
        inputs: ['x', '', 'scales'],
        outputs: ['y'],
        attributes: { mode: { text: 'nearest' }, coordinate_transformation_mode: { text: 'asymmetric' } },
      },
    ],
    constants: [{ name: 'scales', shape: [4], data: new Float32Array([1, 1, 1, 2]) }],
  };
  const { y } = await run(graph, { x: new Tensor('float32', new Float32Array([3, 5]), [1, 1, 1, 2]) });
  expect(y?.data).toEqual(new Float32Array([3, 3, 5, 5]));
});

test('constants of every number type keep their values', async () => {
  const graph: GraphSpec = {
    inputs: [],
    outputs: [
      { name: 'a', type: 'int64', shape: [2] },
      { name: 'b', type: 'int32', shape: [1] },
      { name: 'c', type: 'uint8', shape: [2] },
      { name: 'd', type: 'float64', shape: [1] },
    ],
    nodes: ['a', 'b', 'c', 'd'].map((name) => ({ op: 'Identity', inputs: [`${name}0`], outputs: [name] })),
    constants: [
      { name: 'a0', shape: [2], data: new BigInt64Array([-5n, 2n ** 40n]) },
      { name: 'b0', shape: [1], data: new Int32Array([-7]) },
      // a view into a longer buffer
      { name: 'c0', shape: [2], data: new Uint8Array([9, 200, 255]).subarray(1) },
      { name: 'd0', shape: [1], data: new Float64Array([0.1]) },
    ],
  };
  const result = await run(graph, {});
  expect(result.a?.data).toEqual(new BigInt64Array([-5n, 2n ** 40n]));
  expect(result.b?.data).toEqual(new Int32Array([-7]));
  expect(result.c?.data).toEqual(new Uint8Array([200, 255]));
  expect(result.d?.data).toEqual(new Float64Array([0.1]));
});
