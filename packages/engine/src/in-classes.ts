import type { Matrix } from '@alaas/core';

/** Probabilities of other classes in the order of `classes`: 0 for those that there were not. */
export function inClasses(said: Matrix, known: readonly string[], classes: readonly string[]): Matrix {
  if (known.length === classes.length && known.every((name, k) => name === classes[k])) return said;
  const columns = classes.length;
  const places = known.map((name) => classes.indexOf(name));
  const data = new Float32Array(said.rows * columns);
  for (let row = 0; row < said.rows; row++) {
    for (const [k, place] of places.entries()) {
      if (place >= 0) data[row * columns + place] = said.data[row * said.columns + k] as number;
    }
  }
  return { data, rows: said.rows, columns };
}
