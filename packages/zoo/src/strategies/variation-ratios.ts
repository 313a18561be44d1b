import { defineScorer } from '@alaas/core';
import { z } from 'zod';
import { votes } from '../maths/committee.ts';

/** Asks the items where most members vote against the commonest class. Johnson 1965. O(N M K). */
export default defineScorer({
  id: 'variation-ratios',
  aliases: ['VariationRatio', 'VarRatioDropout'],
  title: 'Variation ratios',
  family: 'committee',
  summary: "Asks the items where the largest share of members votes against the members' commonest class.",
  use: 'A committee of many members votes, and only its votes can be trusted.',
  avoid: 'Few members: votes take few values, and most items tie.',
  formula:
    'u(x) = 1 - max_c V_c / M, in [0, 1 - 1/min(K, M)]; V_c counts the members whose most likely class is c, ties to the first class',
  reference: 'Johnson 1965; Gal & Ghahramani 2016',
  cost: 'O(N M K)',
  needs: ['committee'],
  options: z.object({}),
  score({ committee }) {
    const { members, rows, columns } = committee;
    const counts = votes(committee);
    const utilities = new Float64Array(rows);
    for (let row = 0, i = 0; row < rows; row++) {
      let most = 0;
      for (const end = i + columns; i < end; i++) most = Math.max(most, counts[i] as number);
      utilities[row] = (members - most) / members;
    }
    return utilities;
  },
});
