import type { Random } from './random.ts';

const STEP = 65_536;

/**
 * The first `count` of the numbers in random order; every such list is equally likely.
 *
 * @param count at most as many as there are numbers
 * @returns [count], a new array; Fisher & Yates 1938. O(numbers)
 */
export function shuffled(
  numbers: Uint32Array,
  count: number,
  random: Random,
  checkpoint: () => void = () => undefined,
): Uint32Array<ArrayBuffer> {
  const out = Uint32Array.from(numbers);
  for (let i = 0; i < count; i++) {
    if (i % STEP === 0) checkpoint();
    const j = i + random.below(out.length - i);
    const number = out[i] as number;
    out[i] = out[j] as number;
    out[j] = number;
  }
  return out.subarray(0, count);
}
