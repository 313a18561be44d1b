import { addWork, type Committee, type Compute, defineSelector, graph, ops, type Tensor, TopB } from '@alaas/core';
import { z } from 'zod';
import { slices } from '../geometry/rounding.ts';
import { lists, products } from '../geometry/work.ts';
import { refuseRow } from '../maths/refuse-row.ts';
import { sampleRows } from '../maths/sample-rows.ts';

/** Numbers of one table of joint chances: what stays in the processor's cache. */
const TABLE_NUMBERS = 262_144;
/** Chances below this count as this: what they stand for adds nothing to a sum of float32. */
const LEAST = 1e-30;
/** Below this the series is the more exact form: what it leaves out is less than a rounding error of float32. */
const SMALL = 1 / 16;

/**
 * Mutual information is a sum over pairs of labels of q psi(r): q the product of the two chances, r the covariance of
 * the members' answers over q, psi(r) = (1 + r) ln(1 + r) - r. No term is negative, and each is exactly 0 where the
 * members agree: nothing large cancels, as it would in H + H - H.
 */
const x = ops.input('x', ['items', 'm']);
const meanX = ops.input('meanX', ['items', 1]);
const target = ops.input('target', ['targets', 'm']);
const meanTarget = ops.input('meanTarget', [1, 'targets']);
const q = ops.mul(meanX, meanTarget);
const r = ops.div(ops.matMul(x, target, { transposeB: true }), ops.max(q, LEAST));
const rise = ops.max(ops.add(r, 1), LEAST);
const far = ops.sub(ops.mul(rise, ops.log(rise)), r);
// r^2 / 2 - r^3 / 6 + r^4 / 12 - ..., with 1 / (n (n - 1)) before r^n
const near = [-20, 12, -6, 2].reduce((sum, divisor) => ops.add(ops.mul(sum, r), 1 / divisor), ops.constant(1 / 30));
const square = ops.square(r);
const psi = ops.where(ops.greater(SMALL ** 2, square), ops.mul(square, near), far);
const informationGraph = graph({ information: ops.reduceSum(ops.mul(q, psi), 1) });

/**
 * Asks the items whose label tells most about the labels of items like those of the pool, rather than about the members
 * alone: what no prediction depends on is left unasked. Bickford Smith et al. 2023.
 */
export default defineSelector({
  id: 'epig',
  aliases: ['EPIG', 'ExpectedPredictiveInformationGain'],
  title: 'EPIG',
  family: 'committee',
  summary: 'Asks the items whose label tells most about the labels of other items of the pool.',
  use: 'The pool holds much that is irrelevant to where you will predict, and a committee is there.',
  avoid: 'There are many classes or members and time is short: joints with the targets cost M K^2 each.',
  formula:
    'u(x) = mean over target items x* of H(y | x) + H(y* | x*) - H(y, y* | x, x*), in nats, in [0, min(ln K, ln M)]; p(y, y*) = mean_m p^m(y | x) p^m(y* | x*); targets are drawn from the items not labelled',
  reference: 'Bickford Smith, Kirsch, Farquhar, Gal, Foster & Rainforth 2023',
  cost: 'O(N T M K^2) for T targets; memory O(N + T M K) beside the committee',
  needs: ['committee'],
  options: z.object({
    targets: z
      .int()
      .min(1)
      .max(10_000)
      .default(100)
      .describe('How many items of the pool, drawn by the seed, stand for those the model will meet.'),
  }),
  work: ({ n, k, m }, { targets }) =>
    addWork(lists(n, 24, m * k), lists(targets * m * k, 24), products(n * k, targets * k, m)),
  async select({ candidates, committee }, { n, options, random, compute, checkpoint, progress }) {
    const targets = centred(committee, sampleRows(candidates, options.targets, random));
    const utilities = await informations(committee, candidates, { targets, compute, checkpoint });
    const best = new TopB(n, random.below(2 ** 32));
    best.offer(utilities, (i) => candidates[i] as number);
    progress(n);
    const ranking = best.ranking();
    return { rows: Uint32Array.from(ranking.rows), utilities: ranking.utilities };
  },
});

/** Of each class of each item: the members' mean, and how far each member is from it. */
interface Centred {
  /** [items K] */
  readonly means: Float32Array;
  /** [items K x M], divided by the root of M. */
  readonly deviations: Float32Array;
}

interface Tools {
  readonly targets: Centred;
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/** Mean information of each item's label about a target's: [rows]. */
async function informations(
  committee: Committee,
  rows: Uint32Array,
  { targets, compute, checkpoint }: Tools,
): Promise<Float64Array> {
  const { members: m, columns: k } = committee;
  const width = targets.means.length;
  // whole items in a row, so many target classes beside them that a table stays small
  const itemsAtOnce = Math.max(1, Math.floor(TABLE_NUMBERS / (k * width)));
  const widthAtOnce = Math.max(1, Math.floor(TABLE_NUMBERS / (k * itemsAtOnce)));
  const out = new Float64Array(rows.length);
  for (const [start, end] of slices(0, rows.length, itemsAtOnce)) {
    const { means, deviations } = centred(committee, rows.subarray(start, end));
    for (const [from, to] of slices(0, width, widthAtOnce)) {
      checkpoint();
      const { information } = await compute.run(informationGraph, {
        x: { data: deviations, shape: [means.length, m] },
        meanX: { data: means, shape: [means.length, 1] },
        target: { data: targets.deviations.subarray(from * m, to * m), shape: [to - from, m] },
        meanTarget: { data: targets.means.subarray(from, to), shape: [1, to - from] },
      });
      for (const [i, value] of (information as Tensor).data.entries()) {
        const item = start + Math.floor(i / k);
        out[item] = (out[item] as number) + value;
      }
    }
    for (let item = start; item < end; item++) {
      const mean = ((out[item] as number) * k) / width;
      if (Number.isNaN(mean)) throw refuseRow('committee', rows[item] as number);
      // rounding may leave -1e-9
      out[item] = Math.max(mean, 0);
    }
  }
  return out;
}

function centred({ data, members, rows: size, columns }: Committee, rows: Uint32Array): Centred {
  const means = new Float32Array(rows.length * columns);
  const deviations = new Float32Array(means.length * members);
  const root = Math.sqrt(members);
  for (const [at, row] of rows.entries()) {
    for (let k = 0, i = at * columns; k < columns; k++, i++) {
      let sum = 0;
      for (let m = 0; m < members; m++) sum += data[(m * size + row) * columns + k] as number;
      const mean = sum / members;
      means[i] = mean;
      for (let m = 0; m < members; m++) {
        deviations[i * members + m] = ((data[(m * size + row) * columns + k] as number) - mean) / root;
      }
    }
  }
  return { means, deviations };
}
