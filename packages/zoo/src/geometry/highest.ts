/**
 * The k positions of the highest values; among equals those of the lowest ties.
 *
 * @param among positions to choose from; @param k from 1 to `among.length`
 * @returns [k] positions in no certain order, and the lowest value chosen. O(among.length) on average, unless most are equal.
 */
export function highest(
  values: Float32Array,
  ties: Uint32Array,
  among: Uint32Array,
  k: number,
): { readonly positions: Uint32Array; readonly lowest: number } {
  const lowest = kthLargest(pick(values, among), k);
  const positions = new Uint32Array(k);
  let size = 0;
  for (const position of among) if ((values[position] as number) > lowest) positions[size++] = position;
  const equal = among.filter((position) => values[position] === lowest);
  const room = k - size;
  if (room < equal.length) equal.sort((a, b) => (ties[a] as number) - (ties[b] as number));
  positions.set(equal.subarray(0, room), size);
  return { positions, lowest };
}

function pick(values: Float32Array, among: Uint32Array): Float32Array {
  const out = new Float32Array(among.length);
  for (let i = 0; i < among.length; i++) out[i] = values[among[i] as number] as number;
  return out;
}

/** Hoare's quickselect 1961; reorders `values`. */
function kthLargest(values: Float32Array, k: number): number {
  const target = k - 1;
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = middleOfThree(values[low] as number, values[(low + high) >> 1] as number, values[high] as number);
    let i = low;
    let j = high;
    while (i <= j) {
      while ((values[i] as number) > pivot) i++;
      while ((values[j] as number) < pivot) j--;
      if (i <= j) {
        const value = values[i] as number;
        values[i] = values[j] as number;
        values[j] = value;
        i++;
        j--;
      }
    }
    if (target <= j) high = j;
    else if (target >= i) low = i;
    else break;
  }
  return values[target] as number;
}

function middleOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
