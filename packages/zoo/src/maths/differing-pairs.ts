import type { Committee, Random } from '@alaas/core';
import { z } from 'zod';
import { sampleRows } from './sample-rows.ts';

const ROWS_PER_CHECKPOINT = 1024;

/** Options of the strategies that ask what tells members apart. */
export const pairOptions = {
  hammingPool: z
    .int()
    .min(1)
    .max(100_000)
    .default(500)
    .describe('On how many items of the pool, drawn by the seed, the answers of two members are compared.'),
  accuracy: z
    .union([z.literal('estimated'), z.number().min(0).max(1)])
    .default('estimated')
    .describe(
      'Held-out accuracy of the model; "estimated" takes the mean chance of the likeliest class over the compared items.',
    ),
  anneal: z
    .number()
    .min(0)
    .max(10)
    .default(0.25)
    .describe('Two members count as different when they differ on (1 - accuracy) times this share of the items.'),
};

export interface PairSettings {
  readonly hammingPool: number;
  readonly accuracy: 'estimated' | number;
  readonly anneal: number;
}

/** Members side by side: each of the first half with its like of the second. */
export interface MemberPairs {
  /** Pairs there are: M / 2 rounded down; the last of an odd number of members has no partner. */
  readonly total: number;
  /** The members of the pairs that differ. */
  readonly differing: readonly (readonly [number, number])[];
}

/**
 * The pairs of members whose most likely classes differ on a share of at least (1 - accuracy) anneal of some items.
 *
 * O(S M K) for S items.
 */
export function differingPairs(
  committee: Committee,
  candidates: Uint32Array,
  { settings, random, checkpoint }: { settings: PairSettings; random: Random; checkpoint: () => void },
): MemberPairs {
  const { data, members, rows: size, columns } = committee;
  const rows = sampleRows(candidates, settings.hammingPool, random);
  const total = members >> 1;
  const differences = new Float64Array(total);
  const answers = new Int32Array(members);
  const sums = new Float64Array(columns);
  let confidence = 0;
  for (const [i, row] of rows.entries()) {
    if (i % ROWS_PER_CHECKPOINT === 0) checkpoint();
    sums.fill(0);
    for (let m = 0; m < members; m++) {
      const start = (m * size + row) * columns;
      let top = 0;
      for (let k = 0; k < columns; k++) {
        const p = data[start + k] as number;
        sums[k] = (sums[k] as number) + p;
        if (p > (data[start + top] as number)) top = k;
      }
      answers[m] = top;
    }
    confidence += sums.reduce((a, b) => Math.max(a, b), 0) / members / rows.length;
    for (let k = 0; k < total; k++) {
      if (answers[k] !== answers[k + total]) differences[k] = (differences[k] as number) + 1;
    }
  }
  const accuracy = settings.accuracy === 'estimated' ? confidence : settings.accuracy;
  const least = (1 - accuracy) * settings.anneal;
  const differing = Array.from(differences.keys())
    .filter((k) => (differences[k] as number) / rows.length >= least)
    .map((k) => [k, k + total] as const);
  return { total, differing };
}

/** 1 - lambda lambda' for each differing pair and class of an item; lambda is a member's chance over its largest one. */
export class PairGaps {
  /** [pairs x K], each in [0, 1] */
  readonly values: Float64Array;
  readonly #committee: Committee;
  readonly #pairs: MemberPairs['differing'];

  constructor(committee: Committee, { differing }: MemberPairs) {
    this.values = new Float64Array(differing.length * committee.columns);
    this.#committee = committee;
    this.#pairs = differing;
  }

  /** Fills {@link values} for a row of the pool. O(pairs K). */
  read(row: number): void {
    const { data, rows, columns } = this.#committee;
    for (const [pair, [a, b]] of this.#pairs.entries()) {
      const from = (a * rows + row) * columns;
      const to = (b * rows + row) * columns;
      const largest = largestOf(data, from, columns) * largestOf(data, to, columns);
      for (let k = 0; k < columns; k++) {
        this.values[pair * columns + k] = 1 - ((data[from + k] as number) * (data[to + k] as number)) / largest;
      }
    }
  }
}

function largestOf(data: Float32Array, start: number, length: number): number {
  let largest = 0;
  for (let i = start; i < start + length; i++) largest = Math.max(largest, data[i] as number);
  return largest;
}
