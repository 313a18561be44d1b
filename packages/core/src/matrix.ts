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

/** These rows one after another as a matrix of their own, in their order. */
export function copyOfRows({ data, columns }: Matrix, rows: ArrayLike<number>): Matrix {
  const copy = new Float32Array(rows.length * columns);
  for (let at = 0; at < rows.length; at++) {
    const from = (rows[at] as number) * columns;
    copy.set(data.subarray(from, from + columns), at * columns);
  }
  return { data: copy, rows: rows.length, columns };
}
