import { defineSplitter, type Matrix } from '@alaas/core';
import { z } from 'zod';
import { lists } from '../geometry/work.ts';
import { shareOut } from '../maths/share-out.ts';

const STEP = 16_384;

/**
 * Lets the strategy ask most inside the classes of which least is labelled, by predicted class, so that the labelled set
 * becomes balanced.
 */
export default defineSplitter({
  id: 'class-balance',
  aliases: ['ClassBalance', 'ClassBalancer'],
  title: 'Class balance',
  summary: 'Parts the pool by predicted class and lets the strategy ask most where fewest items are labelled.',
  formula:
    'items by argmax_c p_c; B is shared out in proportion to max_j n_j - n_c, n_c labelled items of class c, the largest remainders rounded up; what a class has no room for goes to the others likewise; beyond balance, equal shares',
  reference: 'Schröder, Müller, Niekler & Potthast 2023',
  cost: 'O(N K)',
  needs: ['probabilities'],
  matchesClasses: true,
  options: z.object({}),
  // candidates by class in lists of numbers, as they grow and once more as parts
  work: ({ n, k }) => lists(n, 28, Math.max(1, k)),
  async split({ probabilities, candidates, labelled }, { n, checkpoint }) {
    const { columns } = probabilities;
    const members = rowsByPrediction(probabilities, candidates, checkpoint);
    const known = new Array<number>(columns).fill(0);
    // a class that the probabilities do not have cannot be predicted
    for (const label of labelled.labels) if (label < columns) known[label] = (known[label] as number) + 1;
    const most = Math.max(...known);
    const room = members.map((rows) => rows.length);
    const lacking = shareOut(
      n,
      known.map((count) => most - count),
      room,
    );
    const left = n - lacking.reduce((a, b) => a + b, 0);
    const rest = shareOut(
      left,
      room.map(() => left),
      room.map((size, c) => size - (lacking[c] as number)),
    );
    const parts = members.map((rows, c) => ({
      candidates: Uint32Array.from(rows),
      n: (lacking[c] as number) + (rest[c] as number),
    }));
    return parts.filter((part) => part.n > 0);
  },
});

/** Candidates by their most likely class, the first among equals; ascending. */
function rowsByPrediction(
  { data, columns }: Matrix,
  candidates: Uint32Array,
  checkpoint: () => void,
): readonly number[][] {
  const members = Array.from({ length: columns }, (): number[] => []);
  for (const [i, row] of candidates.entries()) {
    if (i % STEP === 0) checkpoint();
    let best = 0;
    for (let c = 1; c < columns; c++) {
      if ((data[row * columns + c] as number) > (data[row * columns + best] as number)) best = c;
    }
    members[best]?.push(row);
  }
  return members;
}
