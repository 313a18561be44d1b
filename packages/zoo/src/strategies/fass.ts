import { addWork, defineSelector } from '@alaas/core';
import { z } from 'zod';
import { facilityLocation } from '../geometry/facility-location.ts';
import { coverageWork, lists } from '../geometry/work.ts';
import { bestRows } from '../maths/best-rows.ts';
import { sampleRows } from '../maths/sample-rows.ts';
import { uncertainties, uncertaintyOption } from '../maths/uncertainty.ts';

/**
 * Asks, among the most uncertain items, those that stand best for all of these. Wei, Iyer & Bilmes 2015, with the
 * similarity (1 + cosine) / 2.
 */
export default defineSelector({
  id: 'fass',
  aliases: ['FASS', 'FilteredActiveSubmodularSelection'],
  title: 'FASS',
  family: 'hybrid',
  summary: 'Takes the most uncertain items, and asks those of them that represent all of them best.',
  use: 'Batches are large and redundant items are common: it represents a shortlist of uncertain ones.',
  avoid: 'The head is poor, since nothing outside of its shortlist can be asked.',
  formula:
    'F = the oversample * B items of highest uncertainty; x is the one that adds most to sum over i in F of max over chosen j of s_ij, s = (1 + cos) / 2; u(x) = what it added, in [0, |F|]',
  reference: 'Wei, Iyer & Bilmes 2015',
  cost: 'O(N K + |F|^2 D), |F| = oversample * B; memory O(N + |F| D) beside the signals',
  needs: ['probabilities', 'embeddings'],
  options: z.object({
    oversample: z.number().min(1).max(1000).default(5).describe('How many times B items are kept for being uncertain.'),
    uncertainty: uncertaintyOption('entropy'),
    represented: z
      .int()
      .min(1)
      .max(65_536)
      .default(8192)
      .describe('Most of the kept items that the sum runs over; of more, so many are drawn at random.'),
  }),
  work: ({ n, d, k, budget }, { oversample, represented }) =>
    addWork(
      lists(n, 40, k),
      coverageWork(
        Math.min(n, Math.ceil(oversample * budget)),
        Math.min(n, Math.ceil(oversample * budget), represented),
        d,
      ),
    ),
  async select({ probabilities, embeddings, candidates }, { n, options, random, ...context }) {
    const { compute, checkpoint, progress } = context;
    const unsure = uncertainties(probabilities, candidates, { kind: options.uncertainty, checkpoint });
    const kept = Math.min(candidates.length, Math.ceil(options.oversample * n));
    const items = bestRows(unsure, candidates, { n: kept, random }).rows.sort();
    const represented = sampleRows(items, options.represented, random);
    const task = { embeddings, items, represented, n, random, compute, checkpoint, progress };
    const { chosen, gains } = await facilityLocation(task);
    return { rows: chosen.map((i) => items[i] as number), utilities: gains };
  },
});
