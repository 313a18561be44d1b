import type { Matrix } from '../matrix.ts';

/**
 * The mean squared distance of the probabilities from the truth, summed over classes (Brier 1950).
 *
 * @param probabilities [n x K], n >= 1
 * @param truth [n] class numbers below K
 * @returns in [0, 2]; 0 = sure and always right
 */
export function brierScore({ data, rows, columns }: Matrix, truth: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) {
    const target = i % columns === truth[Math.floor(i / columns)] ? 1 : 0;
    sum += ((data[i] as number) - target) ** 2;
  }
  return sum / rows;
}
