/**
 * The two largest of `length` numbers from `start` on; the second of a single number is 0.
 *
 * @param values none negative
 * @returns first >= second; both NaN where one of the numbers is
 */
export function twoLargest(
  values: Float64Array | Float32Array,
  start: number,
  length: number,
): { first: number; second: number } {
  let first = 0;
  let second = 0;
  for (let i = start; i < start + length; i++) {
    const value = values[i] as number;
    if (value > first) {
      second = first;
      first = value;
    } else if (value > second) {
      second = value;
    } else if (Number.isNaN(value)) {
      return { first: value, second: value };
    }
  }
  return { first, second };
}
