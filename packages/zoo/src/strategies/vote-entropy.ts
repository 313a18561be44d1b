import { defineScorer } from '@alaas/core';
import { z } from 'zod';
import { votes } from '../maths/committee.ts';

/** Asks the items over which the members' votes are spread widest. Dagan & Engelson 1995. O(N M K). */
export default defineScorer({
  id: 'vote-entropy',
  aliases: ['VoteEntropySampling', 'QueryByCommittee'],
  title: 'Vote entropy',
  family: 'committee',
  summary: "Asks the items over which the members' votes are spread widest.",
  use: 'Members give hard answers only, or their probabilities are not comparable.',
  avoid: 'Few members: votes take few values, and most items tie.',
  formula:
    'u(x) = -sum_c (V_c / M) ln(V_c / M) in nats, in [0, min(ln K, ln M)]; V_c counts the members whose most likely class is c, ties to the first class',
  reference: 'Dagan & Engelson 1995',
  cost: 'O(N M K)',
  needs: ['committee'],
  options: z.object({}),
  score({ committee }) {
    const { members, rows, columns } = committee;
    const counts = votes(committee);
    const terms = Float64Array.from({ length: members + 1 }, (_, v) =>
      v === 0 ? 0 : -(v / members) * Math.log(v / members),
    );
    const utilities = new Float64Array(rows);
    const classesWith = new Uint32Array(members + 1);
    for (let row = 0; row < rows; row++) {
      classesWith.fill(0);
      let voted = 0;
      for (let k = 0; k < columns; k++) {
        const count = counts[row * columns + k] as number;
        voted += count;
        classesWith[count] = (classesWith[count] ?? 0) + 1;
      }
      // by number of votes, not by class: rows of equal spread get equal utilities to the last bit, and tie
      let entropy = 0;
      for (let v = members; v > 0; v--) entropy += (classesWith[v] as number) * (terms[v] as number);
      utilities[row] = Number.isNaN(voted) ? Number.NaN : entropy;
    }
    return utilities;
  },
});
