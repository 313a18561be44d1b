import type { Block, Numbers } from './elementwise.ts';
import { countOf } from './sizes.ts';

/** Matrix product, either side transposed first where asked; sums are kept in float64. */
export function multiply(out: Numbers, a: Block, b: Block, isTransposed: { a: boolean; b: boolean }): void {
  const [rowsA, columnsA] = a.shape as [number, number];
  const [rowsB, columnsB] = b.shape as [number, number];
  const [rows, inner] = isTransposed.a ? [columnsA, rowsA] : [rowsA, columnsA];
  const columns = isTransposed.b ? rowsB : columnsB;
  const [rowStep, innerStep] = isTransposed.a ? [1, columnsA] : [columnsA, 1];
  const right = isTransposed.b ? transposed(b) : b.data;
  const sums = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    sums.fill(0);
    for (let k = 0; k < inner; k++) {
      const left = a.data[i * rowStep + k * innerStep] as number;
      for (let j = 0; j < columns; j++) sums[j] = (sums[j] as number) + left * (right[k * columns + j] as number);
    }
    out.set(sums, i * columns);
  }
}

/** Fills `out` with the matrix, rows and columns exchanged. */
export function transposeInto(out: Numbers, { data, shape }: Block): void {
  const [rows, columns] = shape as [number, number];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[j * rows + i] = data[i * columns + j] as number;
  }
}

/** Fills `out` with the rows at `indexes`. @throws RangeError naming an index that is out of range */
export function gather(out: Numbers, x: Block, indexes: Block): void {
  const width = countOf(x.shape.slice(1));
  indexes.data.forEach((index, i) => {
    const row = rowAt(index, x.shape[0] as number);
    out.set(x.data.subarray(row * width, (row + 1) * width), i * width);
  });
}

/** Adds each row to the row of `out` that its index names. @throws RangeError naming an index that is out of range */
export function addAt(out: Numbers, rows: Block, indexes: Block, count: number): void {
  const width = countOf(rows.shape.slice(1));
  const sums = new Float64Array(out.length);
  indexes.data.forEach((index, i) => {
    const start = rowAt(index, count) * width;
    for (let j = 0; j < width; j++) {
      sums[start + j] = (sums[start + j] as number) + (rows.data[i * width + j] as number);
    }
  });
  out.set(sums);
}

function transposed(x: Block): Numbers {
  const data = x.data.slice();
  transposeInto(data, x);
  return data;
}

function rowAt(index: number, count: number): number {
  const whole = Math.trunc(index);
  const row = whole < 0 ? whole + count : whole;
  // NaN is in no range
  if (!(row >= 0 && row < count)) throw new RangeError(`there is no row ${index} among ${count}`);
  return row;
}
