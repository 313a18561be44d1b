import { type Compute, matrix, mix } from '@alaas/core';
import { findStrategy } from '@alaas/zoo';
import { afterAll, expect, it } from 'vitest';
import { createInterpreter, createOrtCompute } from './compute/index.ts';
import { type PoolSignals, selectPool } from './select/index.ts';

const [ROWS, WIDTH, CLASSES, MEMBERS] = [300, 12, 5, 6];
const native = createOrtCompute({ threads: 1 });
const plain = createInterpreter();

afterAll(() => native.close());

function numbers(count: number, salt: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => 4 * (mix(salt, i) / 2 ** 32 - 0.5));
}

function distributions(count: number, salt: number): Float32Array {
  const data = numbers(count * CLASSES, salt).map(Math.exp);
  for (let start = 0; start < data.length; start += CLASSES) {
    const row = data.subarray(start, start + CLASSES);
    const sum = row.reduce((a, b) => a + b, 0);
    row.forEach((value, i) => {
      row[i] = value / sum;
    });
  }
  return data;
}

const pool: PoolSignals = {
  size: ROWS,
  embeddings: matrix(numbers(ROWS * WIDTH, 1), WIDTH),
  head: matrix(numbers(CLASSES * (WIDTH + 1), 2), WIDTH + 1),
  probabilities: matrix(distributions(ROWS, 3), CLASSES),
  committee: { data: distributions(MEMBERS * ROWS, 4), members: MEMBERS, rows: ROWS, columns: CLASSES },
  labelled: { rows: Uint32Array.of(3, 50, 170, 299), labels: Int32Array.of(0, 1, 1, 4) },
};

async function ask(id: string, compute: Compute, budget: number, options: Record<string, unknown>) {
  const { signal } = new AbortController();
  const strategy = findStrategy(id);
  const { rows, utilities } = await selectPool(pool, { strategy, options, budget, seed: 1, compute, signal });
  return { rows: [...rows], utilities: [...utilities] };
}

it.each([
  ['epig', 40, {}],
  ['base', 40, {}],
  ['adversarial-bim', 200, { epsilon: 0.02 }],
  ['batch-balance', 40, { greedyUpTo: 0 }],
  // all that is kept, by its worth: in clusters of two rows both are as near to the centre, and rounding decides
  ['drop-query', 296, {}],
  ['alfa-mix', 296, {}],
] as const)('%s asks the same on ONNX Runtime as in plain TypeScript', async (id, budget, options) => {
  const [one, two] = [await ask(id, native, budget, options), await ask(id, plain, budget, options)];
  // equal utilities are put in order by the seed, near ones by rounding
  expect(one.rows.toSorted((a, b) => a - b)).toEqual(two.rows.toSorted((a, b) => a - b));
  for (const [rank, utility] of one.utilities.entries()) {
    const other = two.utilities[rank] as number;
    expect(Math.abs(utility - other)).toBeLessThan(1e-5 * Math.max(1, Math.abs(other)));
  }
  expect(new Set(one.utilities).size).toBeGreaterThan(3);
  if (budget === 296) expect(one.rows).toEqual(two.rows);
});
