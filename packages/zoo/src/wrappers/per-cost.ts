import { defineReweigher } from '@alaas/core';
import { z } from 'zod';
import { nonNegative } from '../maths/non-negative.ts';

/** Asks the items that tell most for what their label costs. Settles, Craven & Friedland 2008. */
export default defineReweigher({
  id: 'per-cost',
  aliases: ['PerCost', 'CostPerformance', 'ReturnOnInvestment'],
  title: 'Utility per cost',
  summary: 'Divides the utility of each item by what its label costs.',
  formula: 'u(x) = s(x) / c(x) with c > 0; s in [-0.001, 0) counts as 0, a lower one is refused',
  reference: 'Settles, Craven & Friedland 2008',
  cost: 'O(N)',
  needs: ['costs'],
  scope: 'rows',
  options: z.object({}),
  reweigh(utilities, { rowAt, costs }) {
    return utilities.map((utility, i) => nonNegative(utility, rowAt(i), 'per-cost') / (costs.data[i] as number));
  },
});
