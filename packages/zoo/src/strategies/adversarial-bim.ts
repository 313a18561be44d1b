import { addWork, type Compute, defineSelector, graph, type Matrix, ops, type Tensor, TopB } from '@alaas/core';
import { z } from 'zod';
import { type HeadBlock, headBlocks } from '../geometry/head-blocks.ts';
import { lists, products } from '../geometry/work.ts';
import { rivalPull, topFlags } from '../maths/rival-pull.ts';

const ROWS_PER_CHECKPOINT = 8192;

/** One step of all items of a block. What has been moved is counted in steps, so that it stays a whole number. */
const eta = ops.input('eta', ['rows', 'd']);
const logits = ops.input('logits', ['rows', 'k']);
const before = ops.input('start', ['rows', 'k']);
const isTop = ops.input('isTop', ['rows', 'k']);
const w = ops.input('w', ['k', 'd']);
const size = ops.input('size', [1, 1]);
const pull = rivalPull(logits, isTop, w);
const signs = ops.sub(ops.greater(pull, 0), ops.greater(0, pull));
const moved = ops.add(eta, signs);
const after = ops.add(before, ops.mul(ops.matMul(moved, w, { transposeB: true }), size));
const stepGraph = graph({
  eta: moved,
  logits: after,
  top: ops.argMax(after),
  squares: ops.reduceSum(ops.square(moved), 1),
  moves: ops.reduceSum(ops.square(signs), 1),
});

/**
 * Asks the items whose answer turns over after the least adversarial change of the embedding, made in small equal steps of
 * every number. Kurakin, Goodfellow & Bengio 2017; Ducoffe & Precioso 2018.
 */
export default defineSelector({
  id: 'adversarial-bim',
  aliases: ['AdversarialBIM', 'BIM', 'AdversarialBIMSampling'],
  title: 'Adversarial BIM',
  family: 'uncertainty',
  summary: 'Asks the items whose answer turns over after few small adversarial steps of the embedding.',
  use: 'The head is linear and distance to its boundary, step by step, is what you want to compare with the literature.',
  avoid: 'Time matters: adversarial-deep-fool gives the exact distance for a linear head in one step.',
  formula:
    'u(x) = -|eta|^2; eta += e sign(gradient by h of -ln p_y(h + eta)) until the likeliest class is not y any more; e = epsilon times the root mean square of the numbers in the embeddings; -D e^2 (maxSteps + 1)^2 where no step turns it over',
  reference: 'Kurakin, Goodfellow & Bengio 2017; Ducoffe & Precioso 2018',
  cost: 'O(S N K D) for S steps, most items need few; memory O(N) beside the signals',
  needs: ['embeddings', 'head'],
  options: z.object({
    epsilon: z
      .number()
      .positive()
      .max(10)
      .default(0.005)
      .describe('Size of a step, as a share of the root mean square of the numbers in the embeddings.'),
    maxSteps: z
      .int()
      .min(1)
      .max(10_000)
      .default(200)
      .describe('Most steps; an item that has not turned by then comes last.'),
  }),
  work: ({ n, d, k }, { maxSteps }) =>
    addWork(lists(n, 24), products(n * maxSteps, k, d), { bytes: 64 * 1024 * (d + k) }),
  async select({ candidates, embeddings, head }, { n, options, random, compute, checkpoint, progress }) {
    const { maxSteps } = options;
    const step = options.epsilon * rootMeanSquare(embeddings, candidates, checkpoint);
    const utilities = new Float64Array(candidates.length);
    for await (const block of headBlocks({ embeddings, head, rows: candidates, compute, checkpoint })) {
      const squares = await turnOver(block, { step, maxSteps, compute, checkpoint });
      for (const [i, square] of squares.entries()) {
        const steps = Number.isFinite(square) ? square : embeddings.columns * (maxSteps + 1) ** 2;
        utilities[block.start + i] = 0 - steps * step * step;
      }
    }
    const best = new TopB(n, random.below(2 ** 32));
    best.offer(utilities, (i) => candidates[i] as number);
    progress(n);
    const ranking = best.ranking();
    return { rows: Uint32Array.from(ranking.rows), utilities: ranking.utilities };
  },
});

interface Steps {
  readonly step: number;
  readonly maxSteps: number;
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/** Of the items that have not turned. */
interface State {
  /** [rows x D] steps made. */
  readonly eta: Float32Array;
  /** [rows x K] after these steps, and before any. */
  readonly logits: Float32Array;
  readonly start: Float32Array;
  /** [rows x K] 1 at the class to be left. */
  readonly isTop: Float32Array;
}

/** |eta|^2 of each row, counted in steps; Infinity where no step turns the answer. */
async function turnOver(block: HeadBlock, { step, maxSteps, compute, checkpoint }: Steps): Promise<Float64Array> {
  const { head } = block;
  const [count = 0, k = 0] = block.logits.shape;
  const d = head.w.shape[1] as number;
  const out = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  let open = Uint32Array.from(out.keys());
  const { data: start } = block.logits;
  let state: State = { eta: new Float32Array(count * d), logits: start, start, isTop: topFlags(start, k) };
  for (let taken = 0; taken < maxSteps && open.length > 0; taken++) {
    checkpoint();
    const result = await compute.run(stepGraph, {
      eta: { data: state.eta, shape: [open.length, d] },
      logits: { data: state.logits, shape: [open.length, k] },
      start: { data: state.start, shape: [open.length, k] },
      isTop: { data: state.isTop, shape: [open.length, k] },
      w: head.w,
      size: { data: Float32Array.of(step), shape: [1, 1] },
    });
    const data = (name: string): Float32Array => (result[name] as Tensor).data;
    const [top, squares, moves] = [data('top'), data('squares'), data('moves')];
    const isLeft = (_: number, at: number): boolean => state.isTop[at * k + (top[at] as number)] === 1;
    for (const [at, row] of open.entries()) if (!isLeft(row, at)) out[row] = squares[at] as number;
    // where nothing pulls, nothing ever will
    const keep = Uint32Array.from(open.keys()).filter((at) => isLeft(0, at) && moves[at] !== 0);
    state = {
      eta: rowsOf(data('eta'), d, keep),
      logits: rowsOf(data('logits'), k, keep),
      start: rowsOf(state.start, k, keep),
      isTop: rowsOf(state.isTop, k, keep),
    };
    open = keep.map((at) => open[at] as number);
  }
  return out;
}

function rowsOf(data: Float32Array, columns: number, keep: Uint32Array): Float32Array {
  if (keep.length * columns === data.length) return data;
  const out = new Float32Array(keep.length * columns);
  for (const [at, row] of keep.entries()) out.set(data.subarray(row * columns, (row + 1) * columns), at * columns);
  return out;
}

function rootMeanSquare({ data, columns }: Matrix, rows: Uint32Array, checkpoint: () => void): number {
  let sum = 0;
  for (const [i, row] of rows.entries()) {
    if (i % ROWS_PER_CHECKPOINT === 0) checkpoint();
    for (let j = row * columns; j < (row + 1) * columns; j++) sum += (data[j] as number) ** 2;
  }
  return Math.sqrt(sum / (rows.length * columns));
}
