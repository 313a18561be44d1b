/**
 * The rows of either list, ascending, each once.
 *
 * @param size above every row
 */
export function unionOf(a: Uint32Array, b: Uint32Array, size: number): Uint32Array {
  const isIn = new Uint8Array(size);
  for (const row of a) isIn[row] = 1;
  for (const row of b) isIn[row] = 1;
  return Uint32Array.from(isIn.keys()).filter((row) => isIn[row] === 1);
}

/** Where each of the rows stands in an ascending list that holds all of them. */
export function placesIn(list: Uint32Array, rows: Uint32Array): Uint32Array {
  const places = new Map<number, number>();
  for (const [place, row] of list.entries()) places.set(row, place);
  return rows.map((row) => places.get(row) as number);
}
