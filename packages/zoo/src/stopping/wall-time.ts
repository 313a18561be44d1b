import { defineStoppingRule } from '@alaas/core';
import { z } from 'zod';
import { spent } from '../maths/spent.ts';

/** Stops after a time. */
export default defineStoppingRule({
  id: 'wall-time',
  title: 'Wall time',
  summary: 'Stops when so much time has passed since the beginning.',
  reference: 'Settles 2009',
  needs: ['seconds'],
  options: z.object({ seconds: z.number().positive().describe('Seconds from the beginning to the last round.') }),
  check: (rounds, { seconds }) => spent(rounds.at(-1)?.seconds ?? 0, seconds, 'seconds'),
});
