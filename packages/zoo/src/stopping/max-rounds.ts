import { defineStoppingRule } from '@alaas/core';
import { z } from 'zod';
import { spent } from '../maths/spent.ts';

/** Stops after a number of rounds. */
export default defineStoppingRule({
  id: 'max-rounds',
  title: 'Rounds',
  summary: 'Stops after so many rounds.',
  reference: 'Settles 2009',
  needs: [],
  options: z.object({ rounds: z.int().min(1).describe('Rounds in all; the seed set is the first.') }),
  check: (known, { rounds }) => spent(known.length, rounds, 'rounds'),
});
