import { addWork, defineSelector, matrix, type Random } from '@alaas/core';
import { z } from 'zod';
import { lists } from '../geometry/work.ts';
import { rowEntropies } from '../maths/entropy.ts';
import { refuseRow } from '../maths/refuse-row.ts';

const ROWS_PER_BLOCK = 4096;

/**
 * Asks items whose entropies are spread as those of the whole pool are: neither easy nor hard items alone. Guo et al.
 * 2022. O(N K + B bins).
 */
export default defineSelector({
  id: 'entropy-density',
  aliases: ['DRE'],
  title: 'Entropy density',
  family: 'hybrid',
  summary: 'Asks items at random so that their entropies are distributed as those of the whole pool.',
  formula:
    'bins of equal width from the least to the largest entropy; B n_bin / N items drawn uniformly in each, the largest remainders rounded up; u = n - rank',
  reference: 'Guo et al. 2022',
  cost: 'O(N K + B bins)',
  needs: ['probabilities'],
  options: z.object({
    bins: z.int().min(1).max(1000).default(10).describe('Number of bins of the histogram.'),
  }),
  work: ({ n, k, budget }, { bins }) =>
    addWork(lists(n, 48, k), { bytes: 4 * ROWS_PER_BLOCK * k, steps: budget * bins }),
  async select({ candidates, probabilities }, { n, options, random, checkpoint, progress }) {
    const { data, columns } = probabilities;
    const entropies = new Float64Array(candidates.length);
    for (let start = 0; start < candidates.length; start += ROWS_PER_BLOCK) {
      checkpoint();
      const block = candidates.subarray(start, start + ROWS_PER_BLOCK);
      const values = new Float32Array(block.length * columns);
      for (const [i, row] of block.entries()) {
        values.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
      }
      for (const [i, entropy] of rowEntropies(matrix(values, columns)).entries()) {
        if (!Number.isFinite(entropy)) throw refuseRow('probabilities', block[i] as number);
        entropies[start + i] = entropy;
      }
    }
    const bins = binsOf(candidates, entropies, options.bins);
    const quotas = quotasOf(
      bins.map((bin) => bin.length),
      n,
    );
    for (const [b, bin] of bins.entries()) shuffleStart(bin, quotas[b] as number, random);
    const rows = new Uint32Array(n);
    const taken = quotas.map(() => 0);
    for (let rank = 0; rank < n; rank++) {
      const b = farthestBehind(quotas, taken, (rank + 1) / n);
      const place = taken[b] as number;
      rows[rank] = bins[b]?.[place] as number;
      taken[b] = place + 1;
    }
    progress(n);
    return { rows, utilities: Float64Array.from(rows, (_, rank) => n - rank) };
  },
});

/** Rows by bin; the upper end of the range belongs to the last bin. */
function binsOf(candidates: Uint32Array, entropies: Float64Array, count: number): number[][] {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const entropy of entropies) {
    low = Math.min(low, entropy);
    high = Math.max(high, entropy);
  }
  const bins = Array.from({ length: count }, (): number[] => []);
  for (const [i, row] of candidates.entries()) {
    const place = high > low ? Math.floor((((entropies[i] as number) - low) / (high - low)) * count) : 0;
    bins[Math.min(place, count - 1)]?.push(row);
  }
  return bins;
}

/** n shared out in proportion to the sizes (Hamilton's method); never more than a bin holds. */
function quotasOf(sizes: readonly number[], n: number): number[] {
  const total = sizes.reduce((a, b) => a + b, 0);
  const quotas = sizes.map((size) => Math.floor((n * size) / total));
  const left = n - quotas.reduce((a, b) => a + b, 0);
  const byRemainder = sizes.map((_, b) => b).sort((a, b) => remainder(b) - remainder(a) || a - b);
  for (const b of byRemainder.slice(0, left)) quotas[b] = (quotas[b] as number) + 1;
  return quotas;

  function remainder(b: number): number {
    return (n * (sizes[b] as number)) % total;
  }
}

/** The bin that lacks most of its share, so that the first items asked are spread like all of them. */
function farthestBehind(quotas: readonly number[], taken: readonly number[], part: number): number {
  let farthest = -1;
  let most = Number.NEGATIVE_INFINITY;
  for (const [b, quota] of quotas.entries()) {
    const behind = part * quota - (taken[b] as number);
    if ((taken[b] as number) < quota && behind > most) {
      most = behind;
      farthest = b;
    }
  }
  return farthest;
}

/** Moves a uniform draw without replacement to the first `count` places. */
function shuffleStart(rows: number[], count: number, random: Random): void {
  for (let i = 0; i < count; i++) {
    const j = i + random.below(rows.length - i);
    const row = rows[i] as number;
    rows[i] = rows[j] as number;
    rows[j] = row;
  }
}
