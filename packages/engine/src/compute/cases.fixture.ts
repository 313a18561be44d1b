import { createRandom, type Dim, type Expr, graph, ops, type Tensor } from '@alaas/core';

/** One program of the conformance suite. */
export interface Case {
  readonly title: string;
  readonly output: Expr;
  /** Inputs by which the output can be differentiated. Default: all. */
  readonly wrt?: readonly Expr[];
  /** Inputs that hold row numbers, and the number of rows that they choose from. */
  readonly rowsOf?: ReadonlyMap<Expr, Expr>;
  readonly isPositive?: boolean;
}

/** Lengths of the named sizes, but for N. */
const lengths: Readonly<Record<string, number>> = { D: 3, M: 2 };

/** Numbers for every input of a case: multiples of 1/64, none 0, no two equal, in an order that the seed gives. */
export function feedsOf({ output, rowsOf, isPositive = false }: Case, n: number): Record<string, Tensor> {
  const random = createRandom(7);
  return Object.fromEntries(
    graph({ output }).inputs.map((input, phase) => {
      const shape = resolve(input.shape, n);
      const count = shape.reduce((a, b) => a * b, 1);
      const source = rowsOf?.get(input);
      const data = new Float32Array(count);
      if (source === undefined) {
        const order = [...data.keys()].map((i) => [random.next(), i] as const).sort(([a], [b]) => a - b);
        const middle = isPositive ? -1 : (count - 1) / 2;
        for (const [at, [, i]] of order.entries()) data[i] = (at - middle) / 4 + (2 * phase + 1) / 64;
      } else {
        const rows = resolve(source.shape, n)[0] as number;
        for (let i = 0; i < count; i++) data[i] = (i * 2 + 1) % rows;
      }
      return [input.op.type === 'input' ? input.op.name : '', { data, shape }];
    }),
  );
}

function resolve(shape: readonly Dim[], n: number): number[] {
  return shape.map((dim) => (typeof dim === 'number' ? dim : dim === 'N' ? n : (lengths[dim] as number)));
}

const input = (name: string, ...shape: Dim[]): Expr => ops.input(name, shape);
const x = input('x', 'N', 'D');
const cube = input('cube', 'N', 'M', 'D');
const indexes = input('indexes', 'N');
const table = input('table', 5, 'D');
const list = input('list', 5);
const rows = input('rows', 'N', 'D');

const unary = (['neg', 'exp', 'log', 'sqrt', 'abs', 'relu', 'tanh', 'sigmoid', 'square'] as const).flatMap((name) =>
  [input('x'), input('x', 'N'), x, cube].map((of) => ({
    title: `${name} of [${of.shape}]`,
    output: ops[name](of),
    isPositive: name === 'log' || name === 'sqrt',
  })),
);

const pairs: [Expr, ops.Operand][] = [
  [input('a'), input('b')],
  [x, rows],
  [x, input('b', 'D')],
  [x, input('b', 'N', 1)],
  [input('a', 'N', 1), input('b', 1, 'D')],
  [input('a'), x],
  [x, 0.75],
  [input('a', 'M', 'D'), input('b', 'N', 1, 1)],
  [input('a', 'N', 1, 'D'), input('b', 'M', 1)],
];
const shown = (of: ops.Operand): string => (typeof of === 'number' ? `${of}` : `[${of.shape}]`);

const binary = (['add', 'sub', 'mul', 'div', 'max', 'min', 'greater'] as const).flatMap((name) =>
  pairs.map(([a, b]) => ({
    title: `${name} of [${a.shape}] and ${shown(b)}`,
    output: ops[name](a, b),
    isPositive: name === 'div',
    ...(name === 'greater' && { wrt: [] }),
  })),
);

const products = [
  { a: input('a', 'N', 'D'), b: input('b', 'D', 'M'), transposeA: false, transposeB: false },
  { a: input('a', 'N', 'D'), b: input('b', 'M', 'D'), transposeA: false, transposeB: true },
  { a: input('a', 'N', 'D'), b: input('b', 'N', 'M'), transposeA: true, transposeB: false },
  { a: input('a', 'N', 'D'), b: input('b', 'M', 'N'), transposeA: true, transposeB: true },
].map(({ a, b, ...transposed }) => ({
  title: `matMul of [${a.shape}] and [${b.shape}]`,
  output: ops.matMul(a, b, transposed),
}));

const reductions = (['reduceSum', 'reduceMean', 'reduceMin', 'reduceMax'] as const).flatMap((name) =>
  [input('x', 'N'), x, cube].flatMap((of) =>
    [...of.shape.keys()].flatMap((axis) =>
      [true, false].map((keep) => ({
        title: `${name} of [${of.shape}] along ${axis}${keep ? ', kept' : ''}`,
        output: ops[name](of, axis, keep),
      })),
    ),
  ),
);

const alongRows = [input('x', 'D'), x, cube].flatMap((of): Case[] => [
  { title: `softmax of [${of.shape}]`, output: ops.softmax(of) },
  { title: `logSoftmax of [${of.shape}]`, output: ops.logSoftmax(of) },
  { title: `argMax of [${of.shape}]`, output: ops.argMax(of), wrt: [] },
  { title: `argMin of [${of.shape}]`, output: ops.argMin(of), wrt: [] },
]);

const tops = [true, false].flatMap((largest): Case[] => {
  const { values, indexes: places } = ops.topK(x, 2, { largest });
  const end = largest ? 'largest' : 'smallest';
  return [
    { title: `the 2 ${end} of each row`, output: values, wrt: [] },
    { title: `where the 2 ${end} of each row are`, output: places, wrt: [] },
    { title: `the 2 ${end} of each row and where they are`, output: ops.add(values, places), wrt: [] },
  ];
});

const shapes: Case[] = [
  { title: 'a constant', output: ops.constant(Float32Array.of(1, -2, 3), [3]), wrt: [] },
  { title: 'an input as it is', output: x },
  { title: 'transpose', output: ops.transpose(x) },
  { title: 'reshape to known names', output: ops.reshape(cube, ['M', 'D', 1, 'N']) },
  { title: 'reshape to a new name', output: ops.square(ops.reshape(cube, ['rows', 'D'])) },
  { title: 'reshape to numbers and a name', output: ops.reshape(cube, ['N', 6]) },
  { title: 'reshape to a scalar', output: ops.reshape(input('x', 1, 1), []) },
  { title: 'expandAs a matrix', output: ops.mul(ops.expandAs(input('b', 'D'), x), x) },
  { title: 'expandAs of a scalar', output: ops.expandAs(input('b'), cube), wrt: [] },
  { title: 'sizeOf', output: ops.mul(ops.sizeOf(x, 0), x) },
  {
    title: 'where, all of one shape',
    output: ops.where(ops.greater(input('c', 'N', 'D'), 0), x, rows),
    wrt: [x, rows],
  },
  { title: 'where with a column and a number', output: ops.where(ops.relu(input('c', 'N', 1)), x, 2), wrt: [x] },
  { title: 'where with stretched sides', output: ops.where(x, input('a', 'D'), input('b', 'N', 1)), wrt: [] },
];

const lookups: Case[] = [
  {
    title: 'gatherRows of a matrix',
    output: ops.gatherRows(table, indexes),
    wrt: [table],
    rowsOf: new Map([[indexes, table]]),
  },
  {
    title: 'gatherRows of a list',
    output: ops.gatherRows(list, indexes),
    wrt: [list],
    rowsOf: new Map([[indexes, list]]),
  },
  {
    title: 'addRowsAt of a matrix',
    output: ops.addRowsAt(rows, indexes, table),
    wrt: [rows],
    rowsOf: new Map([[indexes, table]]),
  },
  {
    title: 'addRowsAt of a list',
    output: ops.addRowsAt(input('rows', 'N'), indexes, list),
    wrt: [],
    rowsOf: new Map([[indexes, list]]),
  },
];

const weights = input('weights', 'D', 'M');
const hidden = ops.relu(ops.add(ops.matMul(x, weights), input('bias', 'M')));
const programs: Case[] = [
  { title: 'squared distances', output: ops.squaredDistances(x, input('b', 'M', 'D')) },
  { title: 'distance to the nearest', output: ops.reduceMin(ops.squaredDistances(x, input('b', 'M', 'D')), 1) },
  { title: 'a network of two layers', output: ops.softmax(ops.matMul(hidden, input('out', 'M', 4))) },
  {
    title: 'cross-entropy with a penalty',
    output: ops.add(
      ops.neg(ops.reduceMean(ops.reduceSum(ops.mul(rows, ops.logSoftmax(ops.matMul(x, input('w', 'D', 'D')))), 1), 0)),
      ops.mul(ops.reduceSum(ops.reduceSum(ops.square(input('v', 'D', 'M')), 0), 0), 0.5),
    ),
  },
];

/** Every operation in every class of shapes. */
export const cases: readonly Case[] = [
  ...unary,
  ...binary,
  ...products,
  ...reductions,
  ...alongRows,
  ...tops,
  ...shapes,
  ...lookups,
  ...programs,
];
