import { defineStoppingRule } from '@alaas/core';
import { z } from 'zod';
import { spent } from '../maths/spent.ts';

/** Stops when the money is spent. */
export default defineStoppingRule({
  id: 'cost-limit',
  title: 'Cost limit',
  summary: 'Stops when so much is spent, where labels have a cost.',
  reference: 'Settles 2009',
  needs: ['cost'],
  options: z.object({ cost: z.number().positive().describe('What may be spent in all, in the unit of the costs.') }),
  check: (rounds, { cost }) => spent(rounds.at(-1)?.cost ?? 0, cost, 'units of cost'),
});
