import { AlaasError, addWork, type Compute, defineSelector, type Matrix } from '@alaas/core';
import { z } from 'zod';
import { type CoverageTask, facilityLocation, largestSimilarities } from '../geometry/facility-location.ts';
import { coverageWork, lists, products } from '../geometry/work.ts';
import { rowsByClass } from '../maths/labelled-rows.ts';
import { sampleRows } from '../maths/sample-rows.ts';

/**
 * Asks items like the labelled ones of the classes one wants more of, and unlike those of the classes one wants no more
 * of. Submodular information measures of the facility-location kind, by greedy choice, with s = (1 + cosine) / 2 and, per
 * labelled item of a target class q and of an avoided one p:
 *
 *     targets alone (FLQMI):  sum_q max_{j in A} s_qj + eta sum_{j in A} max_q s_qj
 *     avoided alone (FLCG):   sum_i max(0, max_{j in A} s_ij - nu max_p s_ip)
 *     both (FLCMI):           sum_i max(0, min(max_{j in A} s_ij, eta max_q s_iq) - nu max_p s_ip)
 *
 * The sums over i run over a sample of the open items. Where an item adds nothing any more, as it soon happens with caps
 * on coverage, those follow that are most like the targets and least like what is avoided. Kothawade, Beck, Killamsetty & Iyer 2021.
 */
export default defineSelector({
  id: 'similar',
  aliases: ['SIMILAR', 'SMI', 'SCG', 'SCMI', 'FLQMI', 'SubmodularMutualInformation'],
  title: 'SIMILAR',
  family: 'hybrid',
  summary:
    'Asks items that resemble labelled ones of the target classes, and none of the classes to avoid; needs labelled items.',
  use: 'Certain classes are sought, such as rare ones, or others are to be kept out, and each has examples.',
  avoid: 'All classes matter alike: it has nothing to aim at.',
  formula:
    'u(x) = f(A + x) - f(A), at least 0, f the mutual information with the labelled items of `target`, the gain given those of `avoid`, or both (FLQMI, FLCG, FLCMI)',
  reference: 'Kothawade, Beck, Killamsetty & Iyer 2021',
  cost: 'O(N G D): G labelled items of the target classes, or sampled open ones where classes are avoided; memory O(N + G D) beside the embeddings',
  needs: ['embeddings'],
  options: z.object({
    target: z
      .array(z.int().min(0))
      .default([])
      .describe('Class numbers to find more of. None, with none to avoid: the labelled class that has fewest items.'),
    avoid: z.array(z.int().min(0)).default([]).describe('Class numbers to keep away from.'),
    eta: z.number().min(0).max(1000).default(1).describe('Weight of likeness to the targets; higher = less variety.'),
    nu: z.number().min(0).max(1000).default(1).describe('How strictly the classes to avoid are avoided.'),
    represented: z
      .int()
      .min(1)
      .max(65_536)
      .default(4096)
      .describe('Open items that the sum runs over where classes are avoided; of more, so many are drawn at random.'),
  }),
  work: ({ n, d, labelled }, { represented, avoid }) =>
    addWork(
      lists(n, 80),
      products(3 * n, labelled, d),
      coverageWork(n, avoid.length === 0 ? labelled : Math.min(n, represented), d),
    ),
  async select({ embeddings, candidates, labelled }, { n, options, random, compute, checkpoint, progress }) {
    const { target, avoid } = classesOf(options, rowsByClass('similar', labelled));
    const measure: Measure = { ...options, embeddings, candidates, compute, checkpoint };
    const coverage =
      avoid.length === 0
        ? await mutualInformation(measure, target)
        : await conditionalGain(measure, {
            target,
            avoid,
            sample: sampleRows(candidates, options.represented, random),
          });
    const task = { embeddings, items: candidates, n, random, compute, checkpoint, progress };
    const { chosen, gains } = await facilityLocation({ ...task, ...coverage });
    return { rows: chosen.map((i) => candidates[i] as number), utilities: gains };
  },
});

interface Measure {
  readonly embeddings: Matrix;
  readonly candidates: Uint32Array;
  readonly eta: number;
  readonly nu: number;
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

type CoverageOf = Pick<CoverageTask, 'represented' | 'covered' | 'most' | 'bonus' | 'preference'>;

async function mutualInformation(measure: Measure, target: Uint32Array): Promise<CoverageOf> {
  const { embeddings, candidates, eta } = measure;
  const likeness = await largestSimilarities(embeddings, candidates, target, measure);
  return { represented: target, bonus: likeness.map((value) => eta * value) };
}

async function conditionalGain(
  measure: Measure,
  { target, avoid, sample }: { target: Uint32Array; avoid: Uint32Array; sample: Uint32Array },
): Promise<CoverageOf> {
  const { embeddings, candidates, eta, nu } = measure;
  const likeAvoided = await largestSimilarities(embeddings, candidates, avoid, measure);
  const avoided = await largestSimilarities(embeddings, sample, avoid, measure);
  const covered = avoided.map((value) => nu * value);
  if (target.length === 0) return { represented: sample, covered, preference: likeAvoided.map((value) => -value) };
  const likeTarget = await largestSimilarities(embeddings, candidates, target, measure);
  const preference = likeTarget.map((value, i) => value - (likeAvoided[i] as number));
  const wanted = await largestSimilarities(embeddings, sample, target, measure);
  return { represented: sample, covered, most: wanted.map((value) => eta * value), preference };
}

/** Labelled rows of the target classes, and of those to avoid. */
function classesOf(
  options: { readonly target: readonly number[]; readonly avoid: readonly number[] },
  rowsOf: readonly Uint32Array[],
): { target: Uint32Array; avoid: Uint32Array } {
  const both = options.target.find((label) => options.avoid.includes(label));
  if (both !== undefined) {
    throw new AlaasError('INVALID_OPTION', `Class ${both} is both a target and to be avoided; name it once.`);
  }
  const target = options.target.length + options.avoid.length > 0 ? options.target : [rarest(rowsOf)];
  const rowsAmong = (labels: readonly number[], name: string): Uint32Array => {
    const without = labels.find((label) => (rowsOf[label]?.length ?? 0) === 0);
    if (without !== undefined) {
      throw new AlaasError(
        'INVALID_LABELS',
        `Class ${without} of the option "${name}" has no labelled item; label one, or leave the class out.`,
      );
    }
    return Uint32Array.from([...new Set(labels)].flatMap((label) => [...(rowsOf[label] as Uint32Array)]));
  };
  return { target: rowsAmong(target, 'target'), avoid: rowsAmong(options.avoid, 'avoid') };
}

/** The class with the fewest labelled rows, but some; the first among equals. */
function rarest(rowsOf: readonly Uint32Array[]): number {
  let best = -1;
  for (const [label, { length }] of rowsOf.entries()) {
    if (length > 0 && (best < 0 || length < (rowsOf[best] as Uint32Array).length)) best = label;
  }
  return best;
}
