import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plainTraining, type SimulationResult, type StrategyOutcome } from '../../packages/core/src/index.ts';
import { unpackTar } from '../tar.ts';
import { CLAIMS, settings } from './settings.ts';
import { summarise, writtenSummary } from './summary.ts';

function outcome(strategy: string, mean: number, p: number | null, holm: number | null): StrategyOutcome {
  const points = [
    { labels: 4, mean: 0.5, interval: null },
    { labels: 8, mean: 1 / 3, interval: null },
  ];
  return {
    strategy,
    title: strategy,
    aubc: { mean, interval: null },
    accuracy: points,
    macroF1: points,
    calibrationError: points,
    againstBaseline: p === null ? null : { difference: mean - 0.5, interval: null, p, holm },
    forecast: null,
    seconds: { fit: 1, select: 2 },
    peakMemoryBytes: 1000,
  };
}

const simulated: SimulationResult = {
  setting: {
    data: 'things',
    model: null,
    learner: 'softmax-regression',
    training: plainTraining,
    items: 100,
    testItems: 50,
    classes: ['a', 'b'],
    width: 3,
    seedSet: 4,
    batch: 4,
    budget: 4,
    seeds: [0, 1],
    baseline: 'random',
    key: 'k',
  },
  leftOut: [{ strategy: 'mmc', code: 'STRATEGY_NEEDS', message: 'Leave it out.' }],
  strategies: [
    outcome('margin-confidence', 0.7, 0.02, 0.5),
    outcome('badge', 0.6, 0.04, 0.6),
    outcome('random', 0.5, null, null),
    outcome('entropy', 0.4, 0.01, 0.3),
  ],
  penalties: [[0]],
  runs: [],
};
const summary = summarise({ name: 'things', title: 'Things', about: 'Some.' }, simulated, {
  measuredOn: { cores: 2, node: '24.0.0' },
  leftOut: [{ strategy: 'bait', code: 'TOO_SLOW', message: 'It took long.' }],
});

test('a claim holds when the difference is above 0 and sure after the correction for the claims alone', () => {
  // 0.01 x 3, 0.02 x 2, 0.04 x 1
  expect(summary.claims.map(({ strategy, holm, holds }) => [strategy, holm, holds])).toEqual([
    ['margin-confidence', 0.04, true],
    ['entropy', 0.03, false],
    ['badge', 0.04, true],
  ]);
  expect(summary.claims.map(({ strategy }) => strategy)).toEqual(CLAIMS.map(({ strategy }) => strategy));
});

test('a summary keeps what was left out, the last accuracy and the number of classes, and no picks', () => {
  expect(summary.leftOut.map(({ strategy }) => strategy)).toEqual(['bait', 'mmc']);
  expect(summary.strategies[0]?.lastAccuracy.mean).toBe(1 / 3);
  expect(summary.setting.classes).toBe(2);
  expect(Object.keys(summary)).not.toContain('runs');
});

test('a written summary is JSON with six digits a number', () => {
  const written = writtenSummary(summary);
  const read = JSON.parse(written) as typeof summary;
  expect(read.strategies[0]?.lastAccuracy.mean).toBe(0.333333);
  expect({ ...read, strategies: [] }).toEqual({ ...summary, strategies: [], claims: read.claims });
  expect(written.split('\n').filter((line) => line.startsWith('    {"strategy":"badge"'))).toHaveLength(2);
});

test('pool and test items of one file share none', () => {
  for (const { name, pool, test } of settings) {
    const isShared = JSON.stringify(pool.from) === JSON.stringify(test.from);
    if (isShared) expect(test.skip ?? 0, name).toBeGreaterThanOrEqual(pool.take);
  }
});

/** One file in the POSIX ustar form: a header of 512 bytes, then the content in blocks. */
function tarOf(name: string, content: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0, 'latin1');
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  header.write('0', 156, 'latin1');
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content, 'latin1');
  return Buffer.concat([header, body]);
}

test('an archive is unpacked file by file, and none of them outside of the folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'alaas-tar-'));
  try {
    unpackTar(Buffer.concat([tarOf('a/one.txt', 'x'.repeat(600)), tarOf('two.txt', 'y'), Buffer.alloc(1024)]), folder);
    expect(readFileSync(join(folder, 'a/one.txt'), 'latin1')).toBe('x'.repeat(600));
    expect(readFileSync(join(folder, 'two.txt'), 'latin1')).toBe('y');
    expect(() => unpackTar(tarOf('../out.txt', 'z'), join(folder, 'a'))).toThrow('leads out of the archive');
    expect(existsSync(join(folder, 'out.txt'))).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
