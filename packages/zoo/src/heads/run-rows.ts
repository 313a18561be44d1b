import { type Compute, type Graph, type Matrix, rowsOf, type Tensor } from '@alaas/core';

/** Multiplications of one run, a few tens of milliseconds on one core. */
const STEP_PRODUCTS = 5e8;
const MIN_ROWS = 64;
const MAX_ROWS = 4096;

export interface RunContext {
  readonly compute: Compute;
  /** Called between blocks of rows. @throws AlaasError `CANCELLED` */
  readonly checkpoint: () => void;
}

/**
 * Runs a program over the rows of `embeddings`, block by block.
 *
 * @param parameters the program's other inputs
 * @param take gets the outputs of each block and the row it starts at
 */
export async function runRows(
  program: Graph,
  parameters: Readonly<Record<string, Tensor>>,
  embeddings: Matrix,
  { compute, checkpoint }: RunContext,
  take: (outputs: Readonly<Record<string, Tensor>>, start: number) => void,
): Promise<void> {
  const step = rowsAtOnce(parameters);
  for (let start = 0; start < embeddings.rows; start += step) {
    checkpoint();
    const { data, rows, columns } = rowsOf(embeddings, start, Math.min(embeddings.rows, start + step));
    take(await compute.run(program, { embeddings: { data, shape: [rows, columns] }, ...parameters }), start);
  }
}

/** Each row meets each parameter about once. */
function rowsAtOnce(parameters: Readonly<Record<string, Tensor>>): number {
  const numbers = Object.values(parameters).reduce((sum, { data }) => sum + data.length, 1);
  return Math.min(MAX_ROWS, Math.max(MIN_ROWS, Math.floor(STEP_PRODUCTS / numbers)));
}
