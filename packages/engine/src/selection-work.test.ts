import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findStrategy, findWraps } from '@alaas/zoo';
import { describe, expect, it } from 'vitest';
import { type PlannedSelection, selectionWork, signalBytes } from './selection-work.ts';

const script = fileURLToPath(new URL('./testing/select-process.ts', import.meta.url));

/** Code that is compiled while it runs, and what the runtime keeps. */
const SLACK_BYTES = 4e6;

describe('what a selector says it takes', () => {
  it.each([
    ['k-center-greedy', {}, { n: 200_000, d: 32, k: 2, budget: 200 }],
    ['badge', {}, { n: 100_000, d: 16, k: 10, budget: 100 }],
    ['k-means', { maxIterations: 3 }, { n: 60_000, d: 32, k: 2, budget: 100 }],
    ['facility-location', {}, { n: 8000, d: 16, k: 2, budget: 50 }],
    ['information-density', {}, { n: 200_000, d: 8, k: 20, budget: 50 }],
  ])(
    'is not less than what a run of %s holds, nor beyond all measure',
    async (type, options, { n, d, k, budget }) => {
      const args = ['--expose-gc', script, type, JSON.stringify(options), ...[n, d, k, budget].map(String)];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      const { seen, estimate } = JSON.parse(stdout) as { seen: number; estimate: number };
      expect(seen).toBeGreaterThan(8 * n);
      expect(estimate).toBeGreaterThan(seen - SLACK_BYTES);
      expect(estimate).toBeLessThan(10 * seen);
    },
    60_000,
  );
});

const planned = (strategy: string, more: Partial<PlannedSelection> = {}): PlannedSelection => ({
  strategy: findStrategy(strategy),
  options: {},
  wraps: [],
  budget: 10,
  shape: { n: 100_000, d: 8, k: 4, m: 0, labelled: 0, numbers: { embeddings: 800_000, probabilities: 400_000 } },
  isStreamed: true,
  ...more,
});

it('counts only signals that are in memory as a whole', () => {
  expect(signalBytes(planned('margin-confidence'))).toBe(0);
  expect(signalBytes(planned('k-center-greedy'))).toBe(800_000 * 4);
  expect(signalBytes(planned('margin-confidence', { wraps: findWraps([{ type: 'partitioned', options: {} }]) }))).toBe(
    400_000 * 4,
  );
  expect(signalBytes(planned('k-center-greedy', { isStreamed: false }))).toBe(1_200_000 * 4);
});

it('takes next to nothing for a scorer whose pool streams', () => {
  expect(selectionWork(planned('margin-confidence')).bytes).toBeLessThan(1000);
});

it('takes what a random subset takes where one is around the strategy', () => {
  const wraps = findWraps([{ type: 'random-subset', options: { size: 5000 } }]);
  const [whole, part] = [planned('facility-location'), planned('facility-location', { wraps })].map(selectionWork);
  expect(part?.multiplications).toBe(5000 ** 2 * 8);
  expect(part?.bytes).toBeLessThan((whole?.bytes ?? 0) / 8);
});

it('counts what wrappers hold and do, and a strategy as often as it runs', () => {
  const around = (type: string, options = {}) =>
    selectionWork(planned('k-center-greedy', { wraps: findWraps([{ type, options }]), budget: 1000 }));
  const alone = selectionWork(planned('k-center-greedy', { budget: 1000 }));
  const parted = around('partitioned', { partitions: 10 });
  // ten times 100 of 10,000: a tenth of 1,000 of 100,000
  expect(parted.multiplications).toBe(alone.multiplications / 10);
  expect(around('class-balance').bytes - alone.bytes).toBe(28 * 100_000);
  // the strategy is asked about the neighbours of 20 labelled rows, which have to be found first
  const shape = { ...planned('k-center-greedy').shape, labelled: 20 };
  const seals = planned('k-center-greedy', { shape, wraps: findWraps([{ type: 'seals', options: { k: 100 } }]) });
  expect(selectionWork(seals).multiplications).toBe(20 * 100_000 * 8 + 2000 * 8 * (20 + 10));
});
