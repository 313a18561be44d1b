import { AlaasError, addWork, copyOfRows, defineSelector, type Random } from '@alaas/core';
import { z } from 'zod';
import { fillSelection } from '../geometry/fill-selection.ts';
import { FisherDesign } from '../geometry/fisher-design.ts';
import { binaryFactors, type FisherFactors, fullFactors } from '../geometry/fisher-factors.ts';
import { fisherSum } from '../geometry/fisher-sum.ts';
import { lists, products } from '../geometry/work.ts';
import { invertPositive } from '../maths/cholesky.ts';

/** Changes after which the values of all items are taken anew, since float32 products add up their rounding. */
const CHANGES_BETWEEN_REFRESHES = 256;
/** Multiplications for all items that one change may cost in the full form, where it is not asked for: about a second. */
const MOST_WORK = 3e8;
/** What float32 sums leave uncertain, as a share of the largest of them. */
const LEAST_SHARE = 1e-5;
const ITEMS_BETWEEN_CHECKS = 512;

/**
 * Asks the batch whose labels tell most about the last layer where the pool needs it: more items than asked for are added
 * greedily, then those that are missed least are taken away. Ash, Goel, Krishnamurthy & Kakade 2021.
 *
 * With I(x) = (diag(p) - p p') (x) h h' this is exact, for few classes and narrow embeddings. Else only right and wrong
 * of the likeliest class are told apart, I(x) = p(1) (1 - p(1)) h h', the binary form of Huseljic et al. 2024.
 */
export default defineSelector({
  id: 'bait',
  aliases: ['BAIT', 'BaitSampling', 'Bait'],
  title: 'BAIT',
  family: 'hybrid',
  summary: 'Asks the batch that leaves least expected error of the last layer over the pool.',
  use: 'Batches are small to moderate, the head is near linear and more computation per label is acceptable.',
  avoid:
    'The product of classes and embedding width is large, or answers are wanted at once: every pick updates a large matrix.',
  formula:
    "S lowers tr(M^-1 F); F = mean over open x of I(x), M = lambda 1 + sum over labelled x and S of I(x), I(x) = (diag(p) - p p') (x) h h' or, binary, p(1) (1 - p(1)) h h'; greedily oversample * B items, then all but B dropped, the least missed first; u = B - rank",
  reference: 'Ash, Goel, Krishnamurthy & Kakade 2021; Huseljic, Herde, Nagel, Rauch, Strimaitis & Sick 2024',
  cost: 'O(oversample B (N D K^2 + N K^3 + (K D)^2 K) + (K D)^3), K = 1 in the binary form; memory O(N K^2 + (K D)^2) beside the signals',
  needs: ['probabilities', 'embeddings'],
  options: z.object({
    fisher: z
      .enum(['auto', 'full', 'binary'])
      .default('auto')
      .describe(
        'Information of a label. auto: full where K D is at most maxParameters, N K^3 at most 3e8, and memoryGb suffices; else binary.',
      ),
    maxParameters: z.int().min(1).default(1024).describe('Largest K D for which auto takes the full form.'),
    memoryGb: z.number().positive().default(2).describe('Most memory for the state, in 10^9 bytes; more is refused.'),
    lambda: z
      .number()
      .positive()
      .default(1)
      .describe(
        'Information that is there before any label, along every axis; at least 1e-5 of what labels gave along one.',
      ),
    oversample: z
      .number()
      .min(1)
      .max(100)
      .default(2)
      .describe('How many times B items are added before some are dropped.'),
  }),
  work({ n, d, k, labelled, budget }, options) {
    const c = isFull(options, { items: n, k, d }) ? k : 1;
    const width = c * d;
    const added = Math.min(n, Math.ceil(options.oversample * budget));
    return addWork(
      lists((n + labelled) * k, 24, 2),
      lists((n + labelled) * c * c, 16),
      {
        bytes: bytesOf({ items: n + labelled, k: c, d }) + added * (width * c * 8 + 64),
        steps: width ** 3 + added * n * c ** 3,
      },
      products(n * c * c, d, d),
      { multiplications: added * (n * d * c * c + width * width * c) },
    );
  },
  async select({ probabilities, embeddings, candidates, labelled }, { n, options, random, ...context }) {
    const { compute, checkpoint, progress } = context;
    const form = formOf(options, { items: candidates.length, k: probabilities.columns, d: embeddings.columns });
    const factorsOf = (rows: Uint32Array): FisherFactors => {
      const own = copyOfRows(probabilities, rows);
      return form === 'full' ? fullFactors(own) : binaryFactors(own);
    };
    const tools = { compute, checkpoint };
    const factors = factorsOf(candidates);
    const wanted = await fisherSum(embeddings, candidates, factors, tools);
    for (let i = 0; i < wanted.length; i++) wanted[i] = (wanted[i] as number) / candidates.length;
    const known = labelled.rows.toSorted();
    const information = await fisherSum(embeddings, known, factorsOf(known), tools);
    const inverse = inverseOf(information, options.lambda, checkpoint);
    const design = new FisherDesign({ embeddings, rows: candidates, factors, wanted, inverse, ...tools });
    const most = Math.min(candidates.length, Math.ceil(options.oversample * n));
    // nothing is certain before the last drop, but a share of the work is done
    const report = (added: number): void => progress(Math.floor((added * n) / (most + 1)));
    const added = await addGreedily(design, { size: candidates.length, most, random, checkpoint, progress: report });
    const kept = await dropGreedily(design, added, { n, random, checkpoint });
    progress(n);
    return fillSelection(kept, candidates, { n, random });
  },
});

interface Sizes {
  readonly items: number;
  readonly k: number;
  readonly d: number;
}

/** @throws AlaasError `NOT_ENOUGH_MEMORY` */
function formOf(
  { fisher, maxParameters, memoryGb }: { fisher: 'auto' | 'full' | 'binary'; maxParameters: number; memoryGb: number },
  { items, k, d }: Sizes,
): 'full' | 'binary' {
  const most = memoryGb * 1e9;
  if (isFull({ fisher, maxParameters, memoryGb }, { items, k, d })) {
    const full = bytesOf({ items, k, d });
    if (full > most) throw tooLarge('full', full, memoryGb, 'Choose fisher=binary');
    return 'full';
  }
  const binary = bytesOf({ items, k: 1, d });
  if (binary > most) throw tooLarge('binary', binary, memoryGb, 'Use narrower embeddings');
  return 'binary';
}

/** Whether the information of a label is to be taken in full. */
function isFull(
  { fisher, maxParameters, memoryGb }: { fisher: 'auto' | 'full' | 'binary'; maxParameters: number; memoryGb: number },
  { items, k, d }: Sizes,
): boolean {
  if (fisher !== 'auto') return fisher === 'full';
  return k * d <= maxParameters && items * k ** 3 <= MOST_WORK && bytesOf({ items, k, d }) <= memoryGb * 1e9;
}

/** F, M^-1 and their float32 copies, a product of them and scratch; two k x k matrices for each item, and A's factors. */
function bytesOf({ items, k, d }: Sizes): number {
  return (k * d) ** 2 * 40 + items * (16 * k * k + 20 * k);
}

function tooLarge(form: string, bytes: number, memoryGb: number, advice: string): AlaasError {
  const needed = Number((bytes / 1e9).toPrecision(2));
  return new AlaasError(
    'NOT_ENOUGH_MEMORY',
    `BAIT in its ${form} form keeps ${needed} GB here, and memoryGb allows ${memoryGb}. ` +
      `${advice}, a strategy such as badge, or raise memoryGb.`,
  );
}

/** (lambda 1 + information)^-1; changes its input. */
function inverseOf(information: Float64Array, lambda: number, checkpoint: () => void): Float64Array {
  const width = Math.round(Math.sqrt(information.length));
  let most = 0;
  for (let i = 0; i < width; i++) most = Math.max(most, information[i * width + i] as number);
  const ridge = Math.max(lambda, LEAST_SHARE * most);
  for (let i = 0; i < width; i++) information[i * width + i] = (information[i * width + i] as number) + ridge;
  const inverse = invertPositive(information, width, checkpoint);
  if (inverse !== undefined) return inverse;
  throw new AlaasError(
    'INVALID_EMBEDDINGS',
    'The embeddings are too long for what BAIT sums up of them in float32; scale them down.',
  );
}

/** Places of the items added, in that order. */
async function addGreedily(
  design: FisherDesign,
  task: {
    readonly size: number;
    readonly most: number;
    readonly random: Random;
    readonly checkpoint: () => void;
    readonly progress: (done: number) => void;
  },
): Promise<number[]> {
  const { size, most, random, checkpoint, progress } = task;
  const all = Uint32Array.from({ length: size }, (_, i) => i);
  const ties = all.map(() => random.below(2 ** 32));
  const isAdded = new Uint8Array(size);
  const added: number[] = [];
  while (added.length < most) {
    if (added.length % CHANGES_BETWEEN_REFRESHES === 0) await design.track(all);
    const open = (merit: (i: number) => number) => (i: number) =>
      isAdded[i] === 1 ? Number.NEGATIVE_INFINITY : merit(i);
    const valueAt = open((i) => design.gain(i));
    const mostAt = open((i) => design.mostGain(i));
    const best = highestOf(size, ties, { checkpoint, valueAt, mostAt });
    isAdded[best] = 1;
    added.push(best);
    await design.change(best, 1);
    progress(added.length);
  }
  return added;
}

/** The n that are missed most, in the order in which they were added. */
async function dropGreedily(
  design: FisherDesign,
  added: readonly number[],
  { n, random, checkpoint }: { readonly n: number; readonly random: Random; readonly checkpoint: () => void },
): Promise<Uint32Array> {
  const all = Uint32Array.from(added).sort();
  const ties = all.map(() => random.below(2 ** 32));
  const isDropped = new Uint8Array(all.length);
  for (let dropped = 0; all.length - dropped > n; dropped++) {
    if (dropped % CHANGES_BETWEEN_REFRESHES === 0) await design.track(all);
    const merit = (at: number): number => (isDropped[at] === 1 ? Number.NEGATIVE_INFINITY : -design.loss(at));
    const least = highestOf(all.length, ties, { checkpoint, valueAt: merit });
    isDropped[least] = 1;
    await design.change(all[least] as number, -1);
  }
  const isKept = new Set(all.filter((_, at) => isDropped[at] === 0));
  return Uint32Array.from(added.filter((item) => isKept.has(item)));
}

interface Values {
  readonly checkpoint: () => void;
  readonly valueAt: (at: number) => number;
  /** No less than the value, and sooner said: most values are then never taken. Default: nothing is known. */
  readonly mostAt?: (at: number) => number;
}

/** Where the highest value stands, among equals that of the lowest tie. */
function highestOf(size: number, ties: Uint32Array, { checkpoint, valueAt, mostAt }: Values): number {
  // begun where the value may be highest, so that few others are worth a look
  let best = mostAt === undefined ? 0 : placeOfHighest(size, mostAt);
  let most = valueAt(best);
  for (let at = 0; at < size; at++) {
    if (at % ITEMS_BETWEEN_CHECKS === 0) checkpoint();
    if (mostAt !== undefined && mostAt(at) < most) continue;
    const value = valueAt(at);
    if (value < most || (value === most && (ties[at] as number) > (ties[best] as number))) continue;
    best = at;
    most = value;
  }
  return best;
}

function placeOfHighest(size: number, valueAt: (at: number) => number): number {
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < size; at++) {
    const value = valueAt(at);
    if (value > most) [best, most] = [at, value];
  }
  return best;
}
