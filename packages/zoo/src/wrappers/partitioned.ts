import { defineSplitter, shuffled } from '@alaas/core';
import { z } from 'zod';
import { lists } from '../geometry/work.ts';

/**
 * Runs the strategy on each of several random parts of the pool: geometry costs a part of the time, and each part keeps
 * its own kind of items. Emam et al. 2021.
 */
export default defineSplitter({
  id: 'partitioned',
  aliases: ['Partitioned', 'PartitionedCoreSet', 'PartitionedBadge'],
  title: 'Random partitions',
  summary: 'Parts the pool at random and lets the strategy ask its share of each part.',
  formula: 'P = min(partitions, B) random parts of equal size; B / P items of each, one more of the first B mod P',
  reference: 'Emam et al. 2021',
  cost: 'O(N)',
  needs: [],
  options: z.object({
    partitions: z.int().min(1).max(10_000).default(10).describe('P, number of parts.'),
  }),
  // a shuffled copy, and the parts
  work: ({ n }) => lists(n, 8, 2),
  largestPart({ n, budget }, { partitions }) {
    const times = Math.max(1, Math.min(partitions, budget));
    return { n: Math.ceil(n / times), budget: Math.ceil(budget / times), times };
  },
  async split({ candidates }, { n, options, random, checkpoint }) {
    const count = Math.min(options.partitions, n);
    const rows = shuffled(candidates, candidates.length, random, checkpoint);
    return Array.from({ length: count }, (_, part) => {
      const [start, end] = [boundary(rows.length, count, part), boundary(rows.length, count, part + 1)];
      return {
        candidates: rows.slice(start, end).sort(),
        n: boundary(n, count, part + 1) - boundary(n, count, part),
      };
    });
  },
});

/** Where part number `part` of `total` things begins, when the first parts get what does not divide. */
function boundary(total: number, parts: number, part: number): number {
  return part * Math.floor(total / parts) + Math.min(part, total % parts);
}
