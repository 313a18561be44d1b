import { createRandom, type Scorer, type Selector, type Signals } from '@alaas/core';
import { evaluate } from './evaluate.ts';
import { scoreRows, selectRows } from './select-rows.ts';

/** What a scorer says about every row, given signals of any kind. */
export function score(
  scorer: Scorer,
  size: number,
  signals: Partial<Signals>,
  options: Record<string, unknown> = {},
): number[] {
  return scoreRows(scorer, signals, { size, options });
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
  const known = new Set(labelled);
  return await selectRows(selector, signals, {
    size,
    candidates: Array.from({ length: size }, (_, row) => row).filter((row) => !known.has(row)),
    labelled: labelled.map((row) => [row, 0]),
    compute: evaluate,
    n,
    seed,
    options,
  });
}

/** Numbers in [0, 1), as float32 holds them. */
export function randomNumbers(count: number, seed = 1): number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => Math.fround(random.next()));
}
