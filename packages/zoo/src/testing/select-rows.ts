import {
  type Block,
  type Committee,
  type Compute,
  createRandom,
  type Matrix,
  matrix,
  parseOptions,
  type Scorer,
  type Selector,
  type SignalName,
  type Signals,
  type WholePool,
} from '@alaas/core';
import { select } from './pool.ts';

/** Rows of numbers as a matrix. */
export function toMatrix(rows: readonly (readonly number[])[]): Matrix {
  return matrix(Float32Array.from(rows.flat()), rows[0]?.length ?? 0);
}

/** Members, each with one list of class probabilities per item. */
export function toCommittee(members: readonly (readonly (readonly number[])[])[]): Committee {
  const rows = members[0]?.length ?? 0;
  const columns = members[0]?.[0]?.length ?? 0;
  return { data: Float32Array.from(members.flat(2)), members: members.length, rows, columns };
}

interface ScoreExtra {
  readonly options?: Record<string, unknown>;
  readonly floor?: number;
  /** Default: the rows of the signals. */
  readonly size?: number;
}

/** What a scorer says about every row. */
export function scoreRows(
  scorer: Scorer,
  signals: Partial<Signals>,
  { options = {}, floor = Number.NEGATIVE_INFINITY, size = sizeOf(signals) }: ScoreExtra = {},
): number[] {
  const block = { size, rowAt: (i: number) => i, ...signals } as Block<SignalName>;
  return [...scorer.score(block, { options: parseOptions(scorer, options), seed: 0, floor })];
}

const noCompute: Compute = { run: () => Promise.reject(new Error('no compute here')) };

interface SelectOptions {
  readonly n: number;
  readonly options?: Record<string, unknown>;
  readonly seed?: number;
  /** Default: the rows of the signals. */
  readonly size?: number;
  /** Default: every row. */
  readonly candidates?: readonly number[];
  /** Rows with their class numbers; default: none. */
  readonly labelled?: readonly (readonly [row: number, label: number])[];
  /** Default: none. */
  readonly compute?: Compute;
}

/** What a selector chooses. */
export async function selectRows(
  selector: Selector,
  signals: Partial<Signals>,
  { n, options = {}, seed = 0, candidates, labelled = [], compute = noCompute, size = sizeOf(signals) }: SelectOptions,
): Promise<{ rows: number[]; utilities: number[] }> {
  const pool = {
    ...signals,
    size,
    candidates: Uint32Array.from(candidates ?? Array.from({ length: size }, (_, row) => row)),
    labelled: {
      rows: Uint32Array.from(labelled, ([row]) => row),
      labels: Int32Array.from(labelled, ([, label]) => label),
    },
  } as WholePool<SignalName>;
  const { rows, utilities } = await select(selector, pool, n, { options, seed, compute });
  return { rows: [...rows], utilities: [...utilities] };
}

/** `count` random distributions over `columns` classes, as float32 holds them; a higher `power` makes surer ones. */
export function randomRows(count: number, columns: number, { seed = 0, power = 3 } = {}): number[][] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const raw = Array.from({ length: columns }, () => random.next() ** power + 1e-9);
    const sum = raw.reduce((a, b) => a + b, 0);
    return raw.map((value) => Math.fround(value / sum));
  });
}

function sizeOf({ probabilities, embeddings, committee }: Partial<Signals>): number {
  return (probabilities ?? embeddings ?? committee)?.rows ?? 0;
}
