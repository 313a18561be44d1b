import { addWork, copyOfRows, defineSelector, shuffled } from '@alaas/core';
import { z } from 'zod';
import { lists } from '../geometry/work.ts';
import { rowEntropies } from '../maths/entropy.ts';
import { refuseRow } from '../maths/refuse-row.ts';
import { shareOut } from '../maths/share-out.ts';

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
  use: 'The labelled set should keep the mix of easy and hard items that the pool has.',
  avoid: 'The fewest labels to a given accuracy are wanted: much of the batch is easy.',
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
    const entropies = new Float64Array(candidates.length);
    for (let start = 0; start < candidates.length; start += ROWS_PER_BLOCK) {
      checkpoint();
      const block = candidates.subarray(start, start + ROWS_PER_BLOCK);
      for (const [i, entropy] of rowEntropies(copyOfRows(probabilities, block)).entries()) {
        if (!Number.isFinite(entropy)) throw refuseRow('probabilities', block[i] as number);
        entropies[start + i] = entropy;
      }
    }
    const bins = binsOf(candidates, entropies, options.bins);
    const sizes = bins.map((bin) => bin.length);
    const quotas = shareOut(n, sizes, sizes);
    const drawn = bins.map((bin, b) => shuffled(Uint32Array.from(bin), quotas[b] as number, random, checkpoint));
    const rows = new Uint32Array(n);
    const taken = quotas.map(() => 0);
    for (let rank = 0; rank < n; rank++) {
      const b = farthestBehind(quotas, taken, (rank + 1) / n);
      const place = taken[b] as number;
      rows[rank] = drawn[b]?.[place] as number;
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
