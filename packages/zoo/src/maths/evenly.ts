/**
 * A series on evenly timed points from the first to the last: straight lines between those measured. Values left out are
 * bridged; before the first and after the last of them, the nearest stands.
 *
 * @param values NaN where one is left out
 * @param time never falling; absent: values are evenly apart
 * @param count at least 1
 * @returns [count], finite; zeros where every value is left out
 */
export function evenly(values: Float64Array, time: Float64Array | undefined, count: number): Float64Array {
  const known = Uint32Array.from(values.keys()).filter((i) => !Number.isNaN(values[i]));
  const out = new Float64Array(count);
  if (known.length === 0) return out;
  if (time === undefined && known.length === values.length && count === values.length) return Float64Array.from(values);
  const at = (i: number): number => (time === undefined ? i : (time[i] as number));
  const [start, end] = [at(0), at(values.length - 1)];
  for (let p = 0, k = 0; p < count; p++) {
    const when = count === 1 ? start : start + ((end - start) * p) / (count - 1);
    while (k + 1 < known.length && at(known[k + 1] as number) <= when) k++;
    const [left, right] = [known[k] as number, known[Math.min(k + 1, known.length - 1)] as number];
    const gap = at(right) - at(left);
    const share = gap > 0 ? Math.min(1, Math.max(0, (when - at(left)) / gap)) : 0;
    out[p] = (values[left] as number) * (1 - share) + (values[right] as number) * share;
  }
  return out;
}
