import type { Block, Numbers } from './elementwise.ts';
import { countOf } from './sizes.ts';

/** Folds one axis away; sums are kept in float64. */
export function reduceAxis(out: Numbers, x: Block, axis: number, type: ReduceType): void {
  const { data, shape } = x;
  const length = shape[axis] as number;
  const inner = countOf(shape.slice(axis + 1));
  const [start, fold] = folds[type];
  const divisor = type === 'reduceMean' ? length : 1;
  for (let at = 0; at < out.length; at++) {
    const first = Math.trunc(at / inner) * length * inner + (at % inner);
    let total: number = start;
    for (let i = 0; i < length; i++) total = fold(total, data[first + i * inner] as number);
    out[at] = total / divisor;
  }
}

/** Along the last axis, shifted by the largest value so that nothing overflows. */
export function softmaxRows(out: Numbers, x: Block, isLog: boolean): void {
  const { data, shape } = x;
  const columns = shape.at(-1) as number;
  for (let start = 0; start < out.length; start += columns) {
    let largest = -Infinity;
    for (let i = start; i < start + columns; i++) largest = Math.max(largest, data[i] as number);
    let sum = 0;
    for (let i = start; i < start + columns; i++) sum += Math.exp((data[i] as number) - largest);
    const logSum = Math.log(sum);
    for (let i = start; i < start + columns; i++) {
      const shifted = (data[i] as number) - largest;
      out[i] = isLog ? shifted - logSum : Math.exp(shifted) / sum;
    }
  }
}

/** Index of the best of each row, the first among equals. */
export function pickRows(out: Numbers, x: Block, isLargest: boolean): void {
  const { data, shape } = x;
  const columns = shape.at(-1) as number;
  for (let row = 0; row < out.length; row++) {
    let best = 0;
    for (let i = 1; i < columns; i++) {
      const [value, bar] = [data[row * columns + i] as number, data[row * columns + best] as number];
      if (isLargest ? value > bar : value < bar) best = i;
    }
    out[row] = best;
  }
}

/** The k best of each row in order, as values or as indexes. */
export function topRows(out: Numbers, x: Block, k: number, isLargest: boolean, wants: 'values' | 'indexes'): void {
  const { data, shape } = x;
  const columns = shape[1] as number;
  const sign = isLargest ? -1 : 1;
  const order = new Uint32Array(columns);
  for (let row = 0; row * k < out.length; row++) {
    const values = data.subarray(row * columns, (row + 1) * columns);
    for (let i = 0; i < columns; i++) order[i] = i;
    order.sort((i, j) => sign * ((values[i] as number) - (values[j] as number)) || i - j);
    for (let i = 0; i < k; i++) {
      const index = order[i] as number;
      out[row * k + i] = wants === 'indexes' ? index : (values[index] as number);
    }
  }
}

type ReduceType = keyof typeof folds;

const plus = (a: number, b: number): number => a + b;

/** Where a fold starts, and how it goes on. */
const folds = {
  reduceSum: [0, plus],
  reduceMean: [0, plus],
  reduceMin: [Infinity, Math.min],
  reduceMax: [-Infinity, Math.max],
} as const;
