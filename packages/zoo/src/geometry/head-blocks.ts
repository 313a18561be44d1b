import { type Compute, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { type CentredHead, centredHead } from '../maths/centred-head.ts';
import { middleOf, rowsAt } from './points.ts';
import { slices } from './rounding.ts';

/** Products of one block at most: some 10 ms of work, so that it can be cancelled in time. */
const BLOCK_PRODUCTS = 2 ** 27;
const MAX_BLOCK_ROWS = 1024;

const x = ops.input('x', ['rows', 'd']);
const origin = ops.input('origin', [1, 'd']);
const w = ops.input('w', ['k', 'd']);
const b = ops.input('b', [1, 'k']);
const logits = ops.add(ops.matMul(ops.sub(x, origin), w, { transposeB: true }), b);
const logitsGraph = graph({ logits });
const answersGraph = graph({ answers: ops.argMax(logits) });

/** What a linear head says about some rows. */
export interface HeadBlock {
  /** Positions in `rows`: from, to (exclusive). */
  readonly start: number;
  readonly end: number;
  /** [rows x D] the embeddings, valid until the next block is asked for. */
  readonly embeddings: Tensor;
  /** [rows x K] logits less their mean over the classes. */
  readonly logits: Tensor;
  readonly head: CentredHead;
}

export interface HeadTask {
  readonly embeddings: Matrix;
  /** [K x (D + 1)] */
  readonly head: Matrix;
  /** Pool rows, ascending. */
  readonly rows: Uint32Array;
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/** The rows in blocks with the answers of a linear head. O(N K D). @throws AlaasError `CANCELLED` */
export async function* headBlocks({
  embeddings,
  head,
  rows,
  compute,
  checkpoint,
}: HeadTask): AsyncGenerator<HeadBlock> {
  const { columns: d } = embeddings;
  const centred = centredHead(head, middleOf(embeddings, rows));
  const blockRows = rowsAtOnce(head, rows.length);
  const scratch = new Float32Array(blockRows * d);
  for (const [start, end] of slices(0, rows.length, blockRows)) {
    checkpoint();
    const block = { data: rowsAt(embeddings, rows.subarray(start, end), scratch), shape: [end - start, d] };
    const result = await compute.run(logitsGraph, { x: block, ...centred });
    yield { start, end, embeddings: block, logits: result.logits as Tensor, head: centred };
  }
}

/** How many of the rows go through a head in one block. */
export function rowsAtOnce(head: Matrix, rows: number): number {
  return Math.min(rows, MAX_BLOCK_ROWS, Math.ceil(BLOCK_PRODUCTS / head.data.length));
}

/** The likeliest class of each embedding, the first among equals: [rows]. */
export async function headAnswers(embeddings: Tensor, head: CentredHead, compute: Compute): Promise<Float32Array> {
  const { answers } = await compute.run(answersGraph, { x: embeddings, ...head });
  return (answers as Tensor).data;
}
