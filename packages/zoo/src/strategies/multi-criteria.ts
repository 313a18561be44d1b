import { AlaasError, addWork, type Compute, defineSelector, type WholePool } from '@alaas/core';
import { z } from 'zod';
import { euclideanMetric } from '../geometry/euclidean-metric.ts';
import { meanCosines } from '../geometry/mean-cosines.ts';
import { meanRow } from '../geometry/mean-row.ts';
import { nearestRows } from '../geometry/nearest-rows.ts';
import { rankedSpread } from '../geometry/ranked-spread.ts';
import { lists, products, spreadWork } from '../geometry/work.ts';
import { rowsByClass } from '../maths/labelled-rows.ts';
import { likeliestClasses } from '../maths/likeliest-classes.ts';
import { rankingAgreement } from '../maths/ranking-agreement.ts';
import { type UncertaintyKind, uncertainties, uncertaintyOption } from '../maths/uncertainty.ts';

/** Faults of the model at which its labelled items count half in the weights. */
const FAULTS_FOR_HALF = 10;

const names = ['uncertainty', 'density', 'labels', 'similarity'] as const;
type Criterion = (typeof names)[number];
type Weights = Readonly<Record<Criterion, number>>;
/** Values of the criteria that do not change as items are picked, one per row. */
type Values = Readonly<Record<Exclude<Criterion, 'similarity'>, Float64Array>>;

const weight = z.number().min(0).max(1000).default(1);

/**
 * Asks by four criteria at once: items that are uncertain, in dense places, of classes with few labels, and unlike what
 * is labelled or chosen. The four are those of Yuan et al. 2019, where weights follow how much each one helped in earlier
 * rounds. No round is seen from here, so a criterion gains weight as far as it tells the labelled items that the model
 * gets wrong from those it gets right; scales and this rule are this implementation's own.
 */
export default defineSelector({
  id: 'multi-criteria',
  aliases: ['MCADL', 'MultiCriteria'],
  title: 'Multi-criteria (MCADL)',
  family: 'hybrid',
  summary: 'Asks uncertain items in dense places, of classes with few labels, unlike all labelled and chosen ones.',
  use: 'Class balance, density, diversity and uncertainty all count, and no single one leads.',
  avoid: 'You want to know why an item was asked: four criteria are mixed by weights.',
  formula:
    'u(x) = w1 unsure + w2 density + w3 rarity + w4 (1 - 1 / (1 + d / r)), in [0, 1]; density = mean cosine, rarity = 1 - labels of class argmax p / most labels of a class, both and unsure scaled to 0..1 over the items; d = distance to the nearest labelled or chosen item, r = root mean square distance to the mean; w sum to 1, w_k in proportion to its option times 1 + (2 AUC_k - 1) m / (m + 10), AUC_k how well k tells labelled items the model gets wrong, m = the smaller of the numbers of wrong and right ones',
  reference: 'Yuan, Hou, Xiao, Cao, Guan & Nie 2019',
  cost: 'at most O(N D (L + B) + N K), most distances are never computed; memory O(N + (L + B) D) beside the signals',
  needs: ['probabilities', 'embeddings'],
  matchesClasses: true,
  options: z.object({
    uncertainty: weight.describe('Weight of uncertainty.'),
    density: weight.describe('Weight of density.'),
    labels: weight.describe('Weight of the rarity of labels.'),
    similarity: weight.describe('Weight of unlikeness to labelled and chosen items.'),
    adapt: z.boolean().default(true).describe('Whether weights follow what the labelled items tell.'),
    measure: uncertaintyOption('entropy'),
  }),
  work: ({ n, d, k, labelled, budget }) =>
    addWork(
      lists(n, 120, k + budget),
      spreadWork({ n, d, picks: budget }),
      products(n, labelled, d),
      products(labelled, labelled, d),
    ),
  async select(pool, { n, options, random, compute, checkpoint, progress }) {
    const { embeddings, candidates, labelled } = pool;
    if (names.every((name) => options[name] === 0)) {
      throw new AlaasError('INVALID_OPTION', `All weights of multi-criteria are 0; give one of ${names.join(', ')}.`);
    }
    const tools = { compute, checkpoint };
    const all = valuesOf(pool, options.measure, checkpoint);
    const squares = new Float64Array(candidates.length).fill(Number.POSITIVE_INFINITY);
    if (labelled.rows.length > 0) {
      const task = { embeddings, rows: candidates, among: labelled.rows, k: 1, ...tools };
      for await (const block of nearestRows(task)) squares.set(block.squares, block.start);
    }
    const origin = meanRow(embeddings, candidates, checkpoint);
    const metric = euclideanMetric({ embeddings, rows: candidates, origin, picks: n, ...tools });
    const weights = options.adapt ? await adapted(pool, all, options, tools) : normalised(options);
    const rest = 1 - weights.similarity;
    const worth = new Float64Array(candidates.length);
    for (const name of ['uncertainty', 'density', 'labels'] as const) {
      checkpoint();
      const values = scaled(Float64Array.from(candidates, (row) => all[name][row] as number));
      for (const [i, value] of values.entries()) {
        worth[i] = (worth[i] as number) + (rest > 0 ? (value * weights[name]) / rest : 0);
      }
    }
    const spread = Math.sqrt(metric.squares.reduce((a, b) => a + b, 0) / candidates.length) || 1;
    const share = (): number => weights.similarity;
    const task = { metric, worth, squares, share, step: 0, scale: spread, n, random, checkpoint, progress };
    const { chosen, scores } = await rankedSpread(task);
    // rounding of float32 bounds may let a later score come out above an earlier one
    for (let i = 1; i < n; i++) scores[i] = Math.min(scores[i] as number, scores[i - 1] as number);
    return { rows: chosen.map((i) => candidates[i] as number), utilities: scores };
  },
});

type Pool = WholePool<'probabilities' | 'embeddings'>;

/** For every row of the pool, labelled ones too. */
function valuesOf(pool: Pool, kind: UncertaintyKind, checkpoint: () => void): Values {
  const { probabilities, embeddings, size, labelled } = pool;
  const rows = Uint32Array.from({ length: size }, (_, row) => row);
  const counts =
    labelled.rows.length === 0
      ? [0]
      : rowsByClass('multi-criteria', labelled, probabilities.columns).map(({ length }) => length);
  const most = Math.max(1, ...counts);
  return {
    uncertainty: uncertainties(probabilities, rows, { kind, checkpoint }),
    density: meanCosines(embeddings, rows, checkpoint),
    labels: Float64Array.from(
      likeliestClasses(probabilities, rows, checkpoint),
      (label) => 1 - (counts[label] ?? 0) / most,
    ),
  };
}

/** Weights by what the labelled items tell about each criterion; as given, while they tell nothing. */
async function adapted(
  { probabilities, embeddings, labelled }: Pool,
  all: Values,
  given: Weights,
  tools: { readonly compute: Compute; readonly checkpoint: () => void },
): Promise<Weights> {
  const labelOf = new Map(Array.from(labelled.rows, (row, i) => [row, labelled.labels[i]]));
  const rows = labelled.rows.toSorted();
  const isWrong = Array.from(
    likeliestClasses(probabilities, rows, tools.checkpoint),
    (label, i) => label !== labelOf.get(rows[i] as number),
  );
  const wrong = isWrong.filter((value) => value).length;
  const fewer = Math.min(wrong, rows.length - wrong);
  if (fewer === 0) return normalised(given);
  const distances = new Float64Array(rows.length);
  for await (const { start, end, k, squares } of nearestRows({ embeddings, rows, among: rows, k: 2, ...tools })) {
    // the nearest of all is the row itself, or a copy of it
    for (let i = start; i < end; i++) distances[i] = squares[(i - start) * k + 1] as number;
  }
  const trust = fewer / (fewer + FAULTS_FOR_HALF);
  const factor = (values: Float64Array): number => 1 + trust * (2 * rankingAgreement(values, isWrong) - 1);
  const of = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row] as number);
  return normalised({
    uncertainty: given.uncertainty * factor(of(all.uncertainty)),
    density: given.density * factor(of(all.density)),
    labels: given.labels * factor(of(all.labels)),
    similarity: given.similarity * factor(distances),
  });
}

function normalised(weights: Weights): Weights {
  const sum = names.reduce((total, name) => total + weights[name], 0);
  const shareOf = (name: Criterion): number => weights[name] / sum;
  return {
    uncertainty: shareOf('uncertainty'),
    density: shareOf('density'),
    labels: shareOf('labels'),
    similarity: shareOf('similarity'),
  };
}

/** To [0, 1]; 0 where all are equal. */
function scaled(values: Float64Array): Float64Array {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return values.map((value) => (high > low ? (value - low) / (high - low) : 0));
}
