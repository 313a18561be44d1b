import { type Block, type Matrix, parseOptions, type Reweigher, type SignalName } from '@alaas/core';

interface Given {
  readonly options?: Record<string, unknown>;
  readonly seed?: number;
  /** Row number of the first utility; the others follow. Default: 0. */
  readonly firstRow?: number;
  readonly costs?: Matrix;
}

/** What a reweigher makes of these utilities. */
export function reweighRows(
  reweigher: Reweigher,
  utilities: readonly number[],
  { options = {}, seed = 0, firstRow = 0, ...signals }: Given = {},
): number[] {
  const block = { size: utilities.length, rowAt: (i: number) => firstRow + i, ...signals } as Block<SignalName>;
  const context = { options: parseOptions(reweigher, options), seed, checkpoint: () => undefined };
  return [...reweigher.reweigh(Float64Array.from(utilities), block, context)];
}
