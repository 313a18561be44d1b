import { AlaasError, type Compute, type Expr, type Graph, type Tensor } from '@alaas/core';
import { pickRows, reduceAxis, softmaxRows, topRows } from './along-axis.ts';
import { type Block, binaryFunctions, choose, mapEach, mapPairs, type Numbers, unaryFunctions } from './elementwise.ts';
import { addAt, gather, multiply, transposeInto } from './matrices.ts';
import { countOf, sizesOf } from './sizes.ts';

/**
 * Runs array programs in plain TypeScript: the reference for every other executor, and the way to do without
 * one. Each node's result is rounded to float32, sums inside a node are float64. 10 to 100 times slower than BLAS.
 */
export function createInterpreter({ signal }: { signal?: AbortSignal } = {}): Compute {
  return {
    async run(graph, feeds) {
      if (signal?.aborted)
        throw new AlaasError('CANCELLED', 'The computation was cancelled.', { cause: signal.reason });
      return interpret<Float32Array>(graph, feeds, (length) => new Float32Array(length)) satisfies Record<
        string,
        Tensor
      >;
    },
  };
}

/**
 * The outputs of a graph, every node held in arrays that `allocate` gives: float32 as the executors do, or float64 where a
 * test differentiates numerically.
 *
 * @throws RangeError when the feeds do not fit, or an index is out of range
 */
export function interpret<A extends Numbers>(
  graph: Graph,
  feeds: Readonly<Record<string, Block<A>>>,
  allocate: (length: number) => A,
): Record<string, Block<A>> {
  const sizes = sizesOf(graph, feeds);
  const values = new Map<Expr, Block<A>>();
  for (const node of graph.nodes) {
    const shape = sizes.get(node) as readonly number[];
    if (node.op.type === 'input') {
      values.set(node, feeds[node.op.name] as Block<A>);
      continue;
    }
    const out = allocate(countOf(shape));
    fill(
      out,
      shape,
      node,
      node.inputs.map((input) => values.get(input) as Block),
    );
    values.set(node, { data: out, shape });
  }
  return Object.fromEntries(
    Object.entries(graph.outputs).map(([name, node]) => {
      const { data, shape } = values.get(node) as Block<A>;
      // a copy, since an output may be an input's own array, or another output's
      return [name, { data: data.slice() as A, shape }];
    }),
  );
}

function fill(out: Numbers, shape: readonly number[], { op }: Expr, inputs: readonly Block[]): void {
  const [a, b, c] = inputs as [Block, Block, Block];
  switch (op.type) {
    case 'input':
      break;
    case 'constant':
      out.set(op.data);
      break;
    case 'matMul':
      multiply(out, a, b, { a: op.transposeA, b: op.transposeB });
      break;
    case 'reduceSum':
    case 'reduceMean':
    case 'reduceMin':
    case 'reduceMax':
      reduceAxis(out, a, op.axis, op.type);
      break;
    case 'softmax':
    case 'logSoftmax':
      softmaxRows(out, a, op.type === 'logSoftmax');
      break;
    case 'transpose':
      transposeInto(out, a);
      break;
    case 'reshape':
      out.set(a.data);
      break;
    case 'gatherRows':
      gather(out, a, b);
      break;
    case 'addRowsAt':
      addAt(out, a, b, shape[0] as number);
      break;
    case 'sizeOf':
      out[0] = a.shape[op.axis] as number;
      break;
    case 'topValues':
      topRows(out, a, op.k, op.largest, 'values');
      break;
    case 'topIndexes':
      topRows(out, a, op.k, op.largest, 'indexes');
      break;
    case 'argMax':
    case 'argMin':
      pickRows(out, a, op.type === 'argMax');
      break;
    case 'where':
      choose(out, shape, [a, b, c]);
      break;
    case 'add':
    case 'sub':
    case 'mul':
    case 'div':
    case 'max':
    case 'min':
    case 'greater':
    case 'expandAs':
      mapPairs(out, shape, [a, b], binaryFunctions[op.type]);
      break;
    default:
      mapEach(out, a, unaryFunctions[op.type]);
  }
}
