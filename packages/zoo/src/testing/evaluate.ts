import type { Compute, Expr, Graph, Tensor } from '@alaas/core';

/** Runs a program in plain loops, for the operators that the zoo uses; sums in float64. */
export const evaluate: Compute = {
  async run(program: Graph, feeds: Readonly<Record<string, Tensor>>) {
    const values = new Map<Expr, Tensor>();
    for (const node of program.nodes)
      values.set(
        node,
        compute(
          node,
          node.inputs.map((e) => values.get(e) as Tensor),
          feeds,
        ),
      );
    return Object.fromEntries(Object.entries(program.outputs).map(([name, e]) => [name, values.get(e) as Tensor]));
  },
};

const binary = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  max: Math.max,
  min: Math.min,
  greater: (a, b) => (a > b ? 1 : 0),
} satisfies Record<string, (a: number, b: number) => number>;
const unary: Record<string, (a: number) => number> = {
  neg: (a) => -a,
  relu: (a) => Math.max(0, a),
  square: (a) => a * a,
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  abs: Math.abs,
  sigmoid: (a) => 1 / (1 + Math.exp(-a)),
};
const reduce: Record<string, (row: number[]) => number> = {
  reduceSum: (row) => row.reduce((a, b) => a + b, 0),
  reduceMean: (row) => row.reduce((a, b) => a + b, 0) / row.length,
  reduceMin: (row) => row.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
  reduceMax: (row) => row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
};

function compute({ op, shape }: Expr, inputs: readonly Tensor[], feeds: Readonly<Record<string, Tensor>>): Tensor {
  const [a, b] = inputs as [Tensor, Tensor];
  if (op.type === 'input') return feeds[op.name] as Tensor;
  if (op.type === 'constant') return { data: op.data, shape: op.data.length === 1 ? [] : shape.map(Number) };
  if (op.type === 'matMul') return product(op.transposeA ? transposed(a) : a, op.transposeB ? transposed(b) : b);
  if (op.type === 'transpose') return transposed(a);
  if (op.type === 'reshape') {
    const sizes = shape.map((size) => (typeof size === 'number' ? size : 0));
    const known = sizes.reduce((product, size) => product * (size || 1), 1);
    return { data: a.data, shape: sizes.map((size) => size || a.data.length / known) };
  }
  if (op.type === 'gatherRows') {
    const rows = rowsOf(a);
    const data = Float32Array.from([...b.data].flatMap((row) => rows[row] as number[]));
    return { data, shape: [b.data.length, ...a.shape.slice(1)] };
  }
  if (op.type === 'expandAs') return elementwise(a, b, (x) => x);
  if (op.type === 'where') {
    const ifTrue = elementwise(a, b, (is, x) => (is === 0 ? 0 : x));
    const ifFalse = elementwise(a, inputs[2] as Tensor, (is, x) => (is === 0 ? x : 0));
    return elementwise(ifTrue, ifFalse, (x, y) => x + y);
  }
  if (op.type === 'softmax' || op.type === 'logSoftmax') {
    const isLog = op.type === 'logSoftmax';
    const data = rowsOf(a).flatMap((row) => {
      const most = Math.max(...row);
      const sum = row.reduce((total, x) => total + Math.exp(x - most), 0);
      return row.map((x) => (isLog ? x - most - Math.log(sum) : Math.exp(x - most) / sum));
    });
    return { data: Float32Array.from(data), shape: a.shape };
  }
  if (op.type in binary) return elementwise(a, b, binary[op.type as keyof typeof binary]);
  if (op.type in unary) return { data: a.data.map(unary[op.type] as (a: number) => number), shape: a.shape };
  if (op.type in reduce && 'keep' in op) {
    const rows = rowsOf(op.axis === 0 && a.shape.length === 2 ? transposed(a) : a);
    const data = Float32Array.from(rows, reduce[op.type] as (row: number[]) => number);
    const kept = a.shape.map((size, i) => (i === op.axis ? 1 : size));
    return { data, shape: op.keep ? kept : a.shape.filter((_, i) => i !== op.axis) };
  }
  const order = (sign: number) =>
    rowsOf(a).map((row) =>
      row.map((_, i) => i).sort((i, j) => sign * ((row[i] as number) - (row[j] as number)) || i - j),
    );
  if (op.type === 'argMin' || op.type === 'argMax') {
    const best = order(op.type === 'argMin' ? 1 : -1).map(([first]) => first as number);
    return { data: Float32Array.from(best), shape: [best.length] };
  }
  if (op.type === 'topValues' || op.type === 'topIndexes') {
    const rows = rowsOf(a);
    const best = order(op.largest ? -1 : 1).map((row) => row.slice(0, op.k));
    const values =
      op.type === 'topIndexes' ? best : best.map((row, r) => row.map((i) => (rows[r] as number[])[i] as number));
    return { data: Float32Array.from(values.flat()), shape: [rows.length, op.k] };
  }
  throw new Error(`evaluate: ${op.type} is not here yet`);
}

function rowsOf({ data, shape }: Tensor): number[][] {
  const columns = shape.at(-1) ?? 1;
  return Array.from({ length: data.length / columns }, (_, row) => [
    ...data.subarray(row * columns, (row + 1) * columns),
  ]);
}

function transposed({ data, shape: [rows = 1, columns = 1] }: Tensor): Tensor {
  const out = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = data[i * columns + j] as number;
  return { data: out, shape: [columns, rows] };
}

function product(a: Tensor, b: Tensor): Tensor {
  const [rows = 1, inner = 1] = a.shape;
  const columns = b.shape[1] ?? 1;
  const across = transposed(b).data;
  const data = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += (a.data[i * inner + k] as number) * (across[j * inner + k] as number);
      data[i * columns + j] = sum;
    }
  }
  return { data, shape: [rows, columns] };
}

/** Scalars, vectors and matrices, a size of 1 stretched. */
function elementwise(a: Tensor, b: Tensor, f: (a: number, b: number) => number): Tensor {
  const rank = Math.max(a.shape.length, b.shape.length);
  const [rowsA, columnsA] = [a.shape.at(-2) ?? 1, a.shape.at(-1) ?? 1];
  const [rowsB, columnsB] = [b.shape.at(-2) ?? 1, b.shape.at(-1) ?? 1];
  const [rows, columns] = [Math.max(rowsA, rowsB), Math.max(columnsA, columnsB)];
  const data = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const left = a.data[(rowsA === 1 ? 0 : i * columnsA) + (columnsA === 1 ? 0 : j)] as number;
      const right = b.data[(rowsB === 1 ? 0 : i * columnsB) + (columnsB === 1 ? 0 : j)] as number;
      data[i * columns + j] = f(left, right);
    }
  }
  return { data, shape: [rows, columns].slice(2 - rank) };
}
