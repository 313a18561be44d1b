/**
 * A process that selects once, with what it takes at most and what it was seen to take: arrays and objects that are left
 * after garbage collection, looked at while the selection runs. Start it with --expose-gc.
 */
import { createRandom, type Matrix } from '@alaas/core';
import { findStrategy } from '@alaas/zoo';
import { createOrtCompute } from '../compute/index.ts';
import { selectPool } from '../select/index.ts';
import { selectionWork } from '../selection-work.ts';

const SAMPLE_MS = 25;
const FEW_ROWS = 64;

const [type = '', options = '{}', ...sizes] = process.argv.slice(2);
const [n = 0, d = 0, k = 0, budget = 0] = sizes.map(Number);
const random = createRandom(1);
const embeddings = { data: Float32Array.from({ length: n * d }, () => random.next() - 0.5), rows: n, columns: d };
const probabilities = { data: new Float32Array(n * k), rows: n, columns: k };
for (let row = 0; row < n; row++) {
  const own = Array.from({ length: k }, () => random.next());
  const sum = own.reduce((a, b) => a + b, 0);
  for (const [c, value] of own.entries()) probabilities.data[row * k + c] = value / sum;
}

const strategy = findStrategy(type);
const compute = createOrtCompute({ threads: 1 });
const pool = { embeddings, probabilities, size: n, labelled: { rows: new Uint32Array(), labels: new Int32Array() } };
const request = { strategy, options: JSON.parse(options) as Record<string, unknown>, budget, compute };

let most = 0;
let sampledAt = 0;
const held = (): number => {
  globalThis.gc?.();
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
};
// what is built and compiled once is no part of it
const few = { ...request, budget: 2, seed: 1, signal: { aborted: false } };
const cut = ({ data, columns }: Matrix): Matrix => ({
  data: data.slice(0, FEW_ROWS * columns),
  rows: FEW_ROWS,
  columns,
});
const part = { ...pool, size: FEW_ROWS, embeddings: cut(embeddings), probabilities: cut(probabilities) };
await selectPool(part, few);

const before = held();
const signal = {
  get aborted(): boolean {
    if (performance.now() - sampledAt < SAMPLE_MS) return false;
    most = Math.max(most, held());
    sampledAt = performance.now();
    return false;
  },
};
await selectPool(pool, { ...request, seed: 1, signal });
const shape = { n, d, k, m: 0, labelled: 0, numbers: {} };
const { bytes } = selectionWork({ ...request, wraps: [], shape, isStreamed: false });
process.stdout.write(JSON.stringify({ seen: most - before, estimate: bytes }));
await compute.close();
