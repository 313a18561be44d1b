import { countOf } from './sizes.ts';

/** Numbers of either precision. */
export type Numbers = Float32Array | Float64Array;

/** Row-major numbers with their sizes. */
export interface Block<A extends Numbers = Numbers> {
  readonly data: A;
  readonly shape: readonly number[];
}

export const unaryFunctions = {
  neg: (x) => -x,
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  abs: Math.abs,
  relu: (x) => Math.max(x, 0),
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  square: (x) => x * x,
} as const satisfies Record<string, (x: number) => number>;

export const binaryFunctions = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  max: Math.max,
  min: Math.min,
  greater: (a, b) => (a > b ? 1 : 0),
  // a stands for the wanted value, b for the array whose shape it takes
  expandAs: (a) => a,
} as const satisfies Record<string, (a: number, b: number) => number>;

/** Fills `out` with f of each number. */
export function mapEach(out: Numbers, x: Block, f: (x: number) => number): void {
  const { data } = x;
  for (let i = 0; i < out.length; i++) out[i] = f(data[i] as number);
}

/** Fills `out` with f of each pair, sizes of 1 stretched to `shape`. */
export function mapPairs(out: Numbers, shape: readonly number[], inputs: [Block, Block], f: PairFunction): void {
  const [a, b] = inputs.map((block) => reader(block, shape)) as [Reader, Reader];
  const columns = shape.at(-1) ?? 1;
  for (let row = 0, at = 0; at < out.length; row++) {
    let [i, j] = [a.start(row), b.start(row)];
    for (let column = 0; column < columns; column++, i += a.step, j += b.step) {
      out[at++] = f(a.data[i] as number, b.data[j] as number);
    }
  }
}

/** Fills `out` with the second input where the first is not 0, else with the third. */
export function choose(out: Numbers, shape: readonly number[], inputs: [Block, Block, Block]): void {
  const [condition, yes, no] = inputs.map((block) => reader(block, shape)) as [Reader, Reader, Reader];
  const columns = shape.at(-1) ?? 1;
  for (let row = 0, at = 0; at < out.length; row++) {
    for (let column = 0; column < columns; column++) {
      const side = condition.data[condition.start(row) + column * condition.step] === 0 ? no : yes;
      out[at++] = side.data[side.start(row) + column * side.step] as number;
    }
  }
}

type PairFunction = (a: number, b: number) => number;

/** How to walk an array as if it had a larger shape: where a row of that shape starts, and the step along it. */
interface Reader {
  readonly data: Numbers;
  readonly step: number;
  start(row: number): number;
}

function reader({ data, shape }: Block, wide: readonly number[]): Reader {
  const padded = [...Array<number>(wide.length - shape.length).fill(1), ...shape];
  const step = (padded.at(-1) ?? 1) === 1 ? 0 : 1;
  const outer = wide.slice(0, -1);
  const strides = outer.map((_, axis) => (padded[axis] === 1 ? 0 : countOf(padded.slice(axis + 1))));
  return {
    data,
    step,
    start(row) {
      let [offset, rest] = [0, row];
      for (let axis = outer.length - 1; axis >= 0; axis--) {
        const size = outer[axis] as number;
        offset += (rest % size) * (strides[axis] as number);
        rest = Math.trunc(rest / size);
      }
      return offset;
    },
  };
}
