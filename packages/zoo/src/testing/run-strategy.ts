import {
  type Block,
  createRandom,
  parseOptions,
  type Scorer,
  type Selector,
  type SignalName,
  type Signals,
  type WholePool,
} from '@alaas/core';
import { evaluate } from '../geometry/evaluate.fixture.ts';

/** What a scorer says about every row, given signals of any kind. */
export function score(
  scorer: Scorer,
  size: number,
  signals: Partial<Signals>,
  options: Record<string, unknown> = {},
): number[] {
  const block = { size, rowAt: (i: number) => i, ...signals } as Block<SignalName>;
  const context = { options: parseOptions(scorer, options), seed: 0, floor: Number.NEGATIVE_INFINITY };
  return [...scorer.score(block, context)];
}

interface Pool {
  readonly size: number;
  readonly signals: Partial<Signals>;
  /** Labelled rows; all others are candidates. */
  readonly labelled?: readonly number[];
}

interface Asked {
  readonly n: number;
  readonly seed?: number;
  readonly options?: Record<string, unknown>;
}

/** What a selector chooses, given signals of any kind. */
export async function choose(
  selector: Selector,
  { size, signals, labelled = [] }: Pool,
  { n, seed = 1, options = {} }: Asked,
): Promise<{ rows: number[]; utilities: number[] }> {
  const pool = {
    ...signals,
    size,
    candidates: Uint32Array.from(Array(size).keys()).filter((row) => !labelled.includes(row)),
    labelled: { rows: Uint32Array.from(labelled), labels: new Int32Array(labelled.length) },
  } as WholePool<SignalName>;
  const { rows, utilities } = await selector.select(pool, {
    n,
    options: parseOptions(selector, options),
    random: createRandom(seed),
    compute: evaluate,
    checkpoint: () => undefined,
    progress: () => undefined,
  });
  return { rows: [...rows], utilities: [...utilities] };
}

/** Numbers in [0, 1), as float32 holds them. */
export function randomNumbers(count: number, seed = 1): number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => Math.fround(random.next()));
}
