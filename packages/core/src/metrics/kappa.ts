/**
 * Agreement of two lists of classes beyond what their class shares alone would give. Cohen 1960.
 *
 * @param a [n] class numbers from 0, n >= 1
 * @param b [n] class numbers from 0
 * @returns in [-1, 1]; 1 = identical, also when both know one class only, where the formula would be 0 / 0
 * @throws RangeError when there is no item or the lists differ in length: a bug of the caller
 */
export function cohenKappa(a: Int32Array, b: Int32Array): number {
  if (a.length !== b.length || a.length === 0) {
    throw new RangeError(`Cannot compare ${a.length} classes with ${b.length}; give equally many, at least one.`);
  }
  const n = a.length;
  const [ofA, ofB] = [new Map<number, number>(), new Map<number, number>()];
  let equal = 0;
  for (let i = 0; i < n; i++) {
    count(ofA, a[i] as number);
    count(ofB, b[i] as number);
    if (a[i] === b[i]) equal++;
  }
  if (equal === n) return 1;
  const observed = equal / n;
  let expected = 0;
  for (const [number, times] of ofA) expected += (times / n) * ((ofB.get(number) ?? 0) / n);
  return (observed - expected) / (1 - expected);
}

function count(counts: Map<number, number>, number: number): void {
  counts.set(number, (counts.get(number) ?? 0) + 1);
}
