import { AlaasError, copyOfRows, type Matrix, type Tensor } from '@alaas/core';

const SAMPLED_ROWS = 4096;
const ROWS_BETWEEN_CHECKS = 8192;
/** Programs hold indexes as float32. */
const MOST_INDEXES = 2 ** 24;

/**
 * A point amid the rows: the mean of at most 4,096 of them, evenly spaced. Squared distances are expanded as
 * |a|^2 + |b|^2 - 2ab, and float32 would lose them where a and b are long but close; taken from here, they are short.
 *
 * @returns [D]
 */
export function middleOf({ data, columns }: Matrix, rows: Uint32Array): Float32Array {
  const sums = new Float64Array(columns);
  const count = Math.min(rows.length, SAMPLED_ROWS);
  for (let i = 0; i < count; i++) {
    const start = (rows[Math.floor((i * rows.length) / count)] as number) * columns;
    for (let d = 0; d < columns; d++) {
      const value = data[start + d] as number;
      // one that is not finite is refused later, by its row
      if (Number.isFinite(value)) sums[d] = (sums[d] as number) + value;
    }
  }
  return Float32Array.from(sums, (sum) => sum / count);
}

/**
 * Squared distance of each of the rows to `origin`.
 *
 * @returns [rows.length]
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the first row that is not finite, or too long for its square to be
 */
export function squaredLengths(
  { data, columns }: Matrix,
  rows: Uint32Array,
  origin: Float32Array,
  checkpoint: () => void,
): Float32Array {
  const lengths = new Float32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
    const row = rows[i] as number;
    lengths[i] = squaredLength(data, row * columns, origin);
    if (!Number.isFinite(lengths[i])) {
      throw new AlaasError(
        'INVALID_EMBEDDINGS',
        `Row ${row} of the embeddings holds NaN, an infinite value, or one whose square float32 cannot hold; repair or leave out the row.`,
      );
    }
  }
  return lengths;
}

/** Two sums at once, since each addition would else wait for the one before. */
function squaredLength(data: Float32Array, start: number, origin: Float32Array): number {
  const even = origin.length & ~1;
  let first = 0;
  let second = 0;
  for (let d = 0; d < even; d += 2) {
    const a = (data[start + d] as number) - (origin[d] as number);
    const b = (data[start + d + 1] as number) - (origin[d + 1] as number);
    first += a * a;
    second += b * b;
  }
  if (even < origin.length) first += ((data[start + even] as number) - (origin[even] as number)) ** 2;
  return first + second;
}

/**
 * Copies one row, seen from `origin` and multiplied by `scale`, to position `at` of `out`, counted in rows.
 */
export function copyRow(
  { data, columns }: Matrix,
  row: number,
  origin: Float32Array,
  { out, at, scale = 1 }: { readonly out: Float32Array; readonly at: number; readonly scale?: number },
): void {
  const from = row * columns;
  const to = at * columns;
  for (let d = 0; d < columns; d++) out[to + d] = ((data[from + d] as number) - (origin[d] as number)) * scale;
}

/**
 * These rows one after another: a view where they follow each other in the matrix, else a copy in `scratch`.
 *
 * @param scratch room for all of them
 */
export function rowsAt({ data, columns }: Matrix, rows: Uint32Array, scratch: Float32Array): Float32Array {
  const first = rows[0] ?? 0;
  const length = rows.length * columns;
  if (rows.every((row, at) => row === first + at)) return data.subarray(first * columns, first * columns + length);
  for (const [at, row] of rows.entries()) scratch.set(data.subarray(row * columns, (row + 1) * columns), at * columns);
  return scratch.subarray(0, length);
}

/**
 * These rows for a program that gathers them, `at` counted in rows of `pool`: a view, unless they lie so far from each other
 * that float32 cannot tell where.
 *
 * @param rows ascending, at least one
 */
export function rowsToGather(embeddings: Matrix, rows: Uint32Array): Record<'pool' | 'at', Tensor> {
  const { data, columns } = embeddings;
  const first = rows[0] as number;
  const count = (rows.at(-1) as number) + 1 - first;
  const isView = count <= MOST_INDEXES;
  const pool = isView ? data.subarray(first * columns, (first + count) * columns) : copyOfRows(embeddings, rows).data;
  return {
    pool: { data: pool, shape: [pool.length / columns, columns] },
    at: { data: Float32Array.from(rows, (row, at) => (isView ? row - first : at)), shape: [rows.length] },
  };
}
