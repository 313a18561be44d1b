import type { Matrix } from '../matrix.ts';

/** The likeliest class of each row; of equally likely ones the first. @param probabilities [n x K]; @returns [n] */
export function predictedClasses({ data, rows, columns }: Matrix): Int32Array {
  const classes = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let best = start;
    for (let i = start + 1; i < start + columns; i++) if ((data[i] as number) > (data[best] as number)) best = i;
    classes[row] = best - start;
  }
  return classes;
}
