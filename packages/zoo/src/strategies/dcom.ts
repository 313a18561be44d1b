import { addWork, defineSelector, type Matrix } from '@alaas/core';
import { z } from 'zod';
import { coveredBy, labelRadii } from '../geometry/label-radii.ts';
import { OpenBalls } from '../geometry/open-balls.ts';
import { classesIn, radiusByClusters } from '../geometry/pure-radius.ts';
import { placesIn, unionOf } from '../geometry/union-of.ts';
import { unitPoints } from '../geometry/unit-points.ts';
import { ballsWork, lists, products, pureShare } from '../geometry/work.ts';
import { uncertainties } from '../maths/uncertainty.ts';

const ROWS_BETWEEN_CHECKS = 65_536;
/** How pure the ball of a labelled item must be: so much, and so much more at full coverage. */
const LEAST_PURITY = 0.4;
const PURITY_OF_COVERAGE = 0.2;
/** Halving of radii ends where two differ by less. */
const RESOLUTION = 0.05;

/**
 * Asks what covers the pool while little of it is covered, and what the model is unsure of once most is: the weights
 * follow the coverage by labelled items, each with a radius of its own. Mishal & Weinshall 2024.
 */
export default defineSelector({
  id: 'dcom',
  aliases: ['DCoM', 'DynamicCoverageMargin'],
  title: 'DCoM',
  family: 'hybrid',
  summary: 'Asks items with many uncovered ones around them at first, and items of small margin as coverage grows.',
  use: 'The first batches and later ones should come from one strategy: coverage at first, margin as it grows.',
  avoid: 'The pool is large and memory short: it keeps the pairs of near items.',
  formula:
    'argmax w m(x) + (1 - w) o(x), in [0, 1]; m = 1 - (p(1) - p(2)) and o = uncovered items within the mean radius, both scaled to [0, 1] over the pool; w = (1 + e^(-k (1 - a))) / (1 + e^(-k (c - a))); c = share of the pool within the radii of labelled items, each radius as large as leaves its ball a share 0.4 + 0.2 c of its own class; u = the least value of a pick so far',
  reference: 'Mishal & Weinshall 2024',
  cost: 'O(N^2 D / 2 + L N D + B N); memory O(N D) and 8 bytes for each pair nearer than the mean radius, at most maxEdges of them: beyond it pairs are computed when needed, O(N^2 D) more',
  needs: ['probabilities', 'embeddings'],
  matchesClasses: true,
  options: z.object({
    delta: z
      .number()
      .min(0)
      .max(2)
      .default(0)
      .describe('Radius before anything is labelled, between rows of length 1; 0 = found by the purity of balls.'),
    purity: z.number().min(0).max(1).default(0.95).describe('Share of balls that hold one cluster alone, for delta.'),
    classes: z
      .int()
      .min(0)
      .max(10_000)
      .default(0)
      .describe(
        'Clusters by which delta is found; 0 = as many as there are classes among the labels, or 10 if below 2.',
      ),
    maxDelta: z.number().positive().max(2).default(1.1).describe('Largest radius of a labelled item.'),
    a: z.number().min(0).max(1).default(0.8).describe('Coverage at which margin and coverage weigh about the same.'),
    k: z.number().min(0).max(1000).default(50).describe('How steeply the weights change there.'),
    maxEdges: z
      .int()
      .min(0)
      .max(2 ** 31)
      .default(100_000_000)
      .describe('Most pairs, each counted twice, that are kept in memory.'),
  }),
  work({ n, d, k, labelled, budget }, { maxEdges, delta, classes }) {
    // labelled rows have balls of their own radius, which may hold more rows of other classes than of theirs
    const share = labelled > 0 ? pureShare(k, LEAST_PURITY) : delta > 0 ? 1 : pureShare(classes || k);
    return addWork(lists(n, 80, k + budget), ballsWork(n, d, { maxEdges, share }), products(n, labelled, d), {
      multiplications: n * n * d,
      isLazy: true,
    });
  },
  async select(pool, { n, options, random, compute, checkpoint, progress }) {
    const { probabilities, embeddings, size, candidates, labelled } = pool;
    const tools = { compute, checkpoint };
    const rows = unionOf(candidates, labelled.rows, size);
    const points = unitPoints(embeddings, rows, checkpoint);
    const margins = uncertainties(probabilities, rows, { kind: 'margin', checkpoint });
    const centres = placesIn(rows, labelled.rows);
    const classes = options.classes || classesIn(labelled.labels);
    const { purity, maxEdges } = options;
    const delta = options.delta || (await radiusByClusters({ points, classes, purity, random, ...tools }));
    const radii = await radiiOfLabelled();
    const covered = await coveredBy({ points, labelled: centres, ...tools }, radii);
    const weight = weightAt(covered.size / rows.length, options);
    const balls = await OpenBalls.of({ points, radius: meanOf(radii) ?? delta, maxEdges, ...tools });
    await balls.cover(covered);

    const isOpen = new Uint8Array(rows.length);
    for (const place of placesIn(rows, candidates)) isOpen[place] = 1;
    const ties = Uint32Array.from(rows, () => random.below(2 ** 32));
    const scaled = scaledTo01(margins);
    for (const place of centres) scaled[place] = 0;
    const chosen = new Uint32Array(n);
    const utilities = new Float64Array(n);
    for (let rank = 0; rank < n; rank++) {
      if (rank % Math.max(1, Math.floor(ROWS_BETWEEN_CHECKS / rows.length)) === 0) checkpoint();
      const best = bestOf(scaled, outDegrees(), { weight, isOpen, ties });
      chosen[rank] = rows[best.place] as number;
      // scales change from pick to pick
      utilities[rank] = Math.min(best.value, utilities[rank - 1] ?? Number.POSITIVE_INFINITY);
      scaled[best.place] = 0;
      isOpen[best.place] = 0;
      await balls.coverBall(best.place);
      progress(rank + 1);
    }
    return { rows: chosen, utilities };

    /** No edges start at labelled items. */
    function outDegrees(): Float64Array {
      const degrees = Float64Array.from(balls.counts);
      for (const place of centres) degrees[place] = 0;
      return degrees;
    }

    async function radiiOfLabelled(): Promise<Float64Array> {
      const task = { points, labelled: centres, ...tools };
      const likeliest = likeliestClasses(probabilities, rows);
      for (const [i, place] of centres.entries()) likeliest[place] = labelled.labels[i] as number;
      const before = await coveredBy(
        task,
        new Float64Array(centres.length).map(() => delta),
      );
      const least = LEAST_PURITY + (PURITY_OF_COVERAGE * before.size) / rows.length;
      const limits = { most: options.maxDelta, purity: least, resolution: RESOLUTION };
      return labelRadii({ ...task, classes: likeliest, ...limits });
    }
  },
});

/** The weight of the margin at this coverage: a logistic curve through 1 at full coverage. */
function weightAt(coverage: number, { a, k }: { readonly a: number; readonly k: number }): number {
  return (1 + Math.exp(-k * (1 - a))) / (1 + Math.exp(-k * (coverage - a)));
}

function meanOf(values: Float64Array): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => a + b, 0) / values.length;
}

/** (x - least) / (most - least); 0 where all are equal. */
function scaledTo01(values: Float64Array): Float64Array {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return values.map((value) => (most > least ? (value - least) / (most - least) : 0));
}

function likeliestClasses({ data, columns }: Matrix, rows: Uint32Array): Uint32Array {
  return rows.map((row) => {
    let best = 0;
    for (let c = 1; c < columns; c++) {
      if ((data[row * columns + c] as number) > (data[row * columns + best] as number)) best = c;
    }
    return best;
  });
}

interface Among {
  readonly weight: number;
  readonly isOpen: Uint8Array;
  readonly ties: Uint32Array;
}

function bestOf(margins: Float64Array, degrees: Float64Array, { weight, isOpen, ties }: Among) {
  const m = scaledTo01(margins);
  const o = scaledTo01(degrees);
  let place = -1;
  let value = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < m.length; i++) {
    if (isOpen[i] === 0) continue;
    const own = weight * (m[i] as number) + (1 - weight) * (o[i] as number);
    if (own < value || (own === value && (ties[i] as number) >= (ties[place] as number))) continue;
    place = i;
    value = own;
  }
  return { place, value };
}
