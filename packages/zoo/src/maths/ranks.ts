/** Positions merged between two checkpoints. */
const STEP = 65_536;

/**
 * The rank of each value: 1 for the largest, N for the smallest; among equals the lower tie comes first.
 *
 * @param tieOf a number for each position
 * @returns [N], each rank once
 * Merge sort, O(N log N) with a checkpoint every few milliseconds; 12 N bytes.
 */
export function ranksOf(
  values: Float64Array,
  tieOf: (position: number) => number,
  checkpoint: () => void,
): Uint32Array {
  const size = values.length;
  const precedes = (a: number, b: number): boolean => {
    const lead = (values[a] as number) - (values[b] as number);
    if (lead !== 0) return lead > 0;
    const tie = tieOf(a) - tieOf(b);
    return tie === 0 ? a < b : tie < 0;
  };
  let from = new Uint32Array(size).map((_, i) => i);
  let to = new Uint32Array(size);
  for (let run = 1; run < size; run *= 2) {
    for (let start = 0; start < size; start += 2 * run) {
      if (start % STEP < 2 * run) checkpoint();
      const middle = Math.min(start + run, size);
      const end = Math.min(start + 2 * run, size);
      let left = start;
      let right = middle;
      for (let at = start; at < end; at++) {
        if ((at - start) % STEP === STEP - 1) checkpoint();
        const isLeft = right === end || (left < middle && !precedes(from[right] as number, from[left] as number));
        to[at] = from[isLeft ? left++ : right++] as number;
      }
    }
    [from, to] = [to, from];
  }
  const ranks = new Uint32Array(size);
  for (let rank = 0; rank < size; rank++) ranks[from[rank] as number] = rank + 1;
  return ranks;
}
