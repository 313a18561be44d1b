/** Row-major [rows x columns] float32. */
export interface Matrix {
  readonly data: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

/** @throws RangeError when `data` does not hold rows x columns numbers: a bug of the caller */
export function matrix(data: Float32Array, columns: number): Matrix {
  const rows = columns === 0 ? 0 : data.length / columns;
  if (!Number.isInteger(rows)) throw new RangeError(`${data.length} numbers are not whole rows of ${columns}`);
  return { data, rows, columns };
}

/** Rows `start` to `end` (exclusive) as a view; nothing is copied. */
export function rowsOf(m: Matrix, start: number, end: number): Matrix {
  return {
    data: m.data.subarray(start * m.columns, end * m.columns),
    rows: end - start,
    columns: m.columns,
  };
}

/**
 * One number per row. `score` gets the data and the row's first and last (exclusive) position in it.
 *
 * @returns [rows]
 */
export function mapRows(m: Matrix, score: (data: Float32Array, start: number, end: number) => number): Float64Array {
  const out = new Float64Array(m.rows);
  const { data, columns } = m;
  for (let row = 0, start = 0; row < m.rows; row++, start += columns) out[row] = score(data, start, start + columns);
  return out;
}
