import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, matrix, type SimulationPoint, type SimulationResult } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { areaUnderBudgetCurve } from './evaluate/index.ts';
import { type SimulationParts, type SimulationPlan, simulate } from './simulate.ts';
import { numbered } from './simulate-data.ts';
import { codeOf } from './testing/code-of.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

/** Three clouds on a line, the last one rare. */
function clouds(count: number, seed: number) {
  const random = createRandom(seed);
  const data = new Float32Array(count * 2);
  const labels = Array.from({ length: count }, (_, i) => {
    const label = i % 10 === 9 ? 2 : i % 2;
    data[2 * i] = 3 * label + 2 * (random.next() - 0.5);
    data[2 * i + 1] = 2 * (random.next() - 0.5);
    return `class ${label}`;
  });
  return { embeddings: matrix(data, 2), labels };
}

const data = numbered(clouds(200, 1), clouds(100, 2));
const plan: SimulationPlan = {
  strategies: [
    { type: 'margin-confidence', options: {} },
    { type: 'k-center-greedy', options: {} },
  ],
  baseline: 'random',
  learner: { type: 'softmax-regression', options: {} },
  training: { mode: 'cumulative', keep: 0.5, calibrate: 0, pseudoLabels: false },
  batch: 8,
  budget: 20,
  seeds: [3, 4],
  target: 0.9,
  stopping: [{ rule: 'label-budget', options: { labels: 14 } }],
};

function run(change: Partial<SimulationPlan> = {}, extra: Partial<SimulationParts> = {}): Promise<SimulationResult> {
  return simulate({
    plan: { ...plan, ...change },
    data,
    named: { data: 'clouds', model: null },
    folder: temporaryFolder(),
    checkMemory: () => undefined,
    watch: { signal: new AbortController().signal, onProgress: () => undefined },
    ...extra,
  });
}

/** What does not depend on the machine. */
function lasting({ strategies, runs, ...rest }: SimulationResult) {
  return {
    ...rest,
    strategies: strategies.map(({ seconds: _, peakMemoryBytes: __, ...strategy }) => strategy),
    runs: runs.map(({ measured: _, ...lasts }) => lasts),
  };
}

describe('simulate', { timeout: 120_000 }, () => {
  it('labels batch after batch from one seed set per seed, and measures in between', async () => {
    const result = await run();
    expect(result.runs).toHaveLength(6);
    for (const { strategy, seed, seedSet, rounds, aubc, measured, stops } of result.runs) {
      expect(seedSet).toEqual(result.runs.find((other) => other.seed === seed)?.seedSet);
      // two per class, then 8 + 8 + 4
      expect(rounds.map(({ labels }) => labels)).toEqual([6, 14, 22, 26]);
      expect(rounds.map(({ picks }) => picks.length)).toEqual([8, 8, 4, 0]);
      const asked = [...seedSet, ...rounds.flatMap(({ picks }) => picks.map(({ row }) => row))];
      expect(new Set(asked).size).toBe(26);
      const curve = rounds.map(({ labels, accuracy }) => ({ labels, value: accuracy }));
      expect(aubc).toBe(areaUnderBudgetCurve(curve));
      expect(measured.every(({ peakMemoryBytes }) => peakMemoryBytes > 1e7)).toBe(true);
      expect(stops).toMatchObject([{ labels: 14, accuracy: rounds[1]?.accuracy }]);
      // three clouds that hardly touch
      expect(rounds.at(-1)?.accuracy, strategy).toBeGreaterThan(0.8);
    }
    expect(result.setting).toMatchObject({ items: 200, testItems: 100, seedSet: 6, baseline: 'random', width: 2 });
    expect(result.setting.classes).toEqual(['class 0', 'class 1', 'class 2']);
    expect(result.strategies.find(({ strategy }) => strategy === 'random')?.againstBaseline).toBeNull();
    expect(result.penalties).toHaveLength(3);
  });

  it('tells every head as soon as it is measured, and those of kept runs at once', async () => {
    const told: { strategy: string; seed: number; point: SimulationPoint }[] = [];
    const folder = temporaryFolder();
    const controller = new AbortController();
    const watch = (signal: AbortSignal, stopAt: number) => ({
      signal,
      onProgress: () => undefined,
      onPoint: (measured: (typeof told)[number]) => {
        told.push(measured);
        if (told.length === stopAt) controller.abort();
      },
    });
    // six runs of four heads: whatever the order, after twenty at least two are through
    expect(await codeOf(run({}, { folder, watch: watch(controller.signal, 20) }))).toBe('CANCELLED');
    told.length = 0;
    const { runs } = await run({}, { folder, watch: watch(new AbortController().signal, -1) });
    expect(told).toHaveLength(24);
    for (const { strategy, seed, rounds } of runs) {
      const own = told.filter((measured) => measured.strategy === strategy && measured.seed === seed);
      expect(own.map(({ point }) => point)).toEqual(
        rounds.map(({ labels, accuracy, macroF1 }) => ({ labels, accuracy, macroF1 })),
      );
    }
  });

  it('gives the same again, and goes on with what is finished', async () => {
    const folder = temporaryFolder();
    const controller = new AbortController();
    let rounds = 0;
    // long enough to be interrupted in its middle on a fast machine too
    const long = { batch: 1 };
    const interrupted = run(long, {
      folder,
      watch: {
        signal: controller.signal,
        onProgress: ({ done }) => {
          rounds = done;
          // three runs of 21 rounds: at least one is through
          if (done >= 63) controller.abort();
        },
      },
    });
    expect(await codeOf(interrupted)).toBe('CANCELLED');
    expect(rounds).toBeGreaterThanOrEqual(63);
    const [kept = ''] = readdirSync(folder);
    const files = readdirSync(join(folder, kept));
    expect(files.length).toBeGreaterThan(0);
    expect(files.every((name) => name.endsWith('.json'))).toBe(true);
    // a run that a crash cut short is done again; one that is whole is taken as it is
    const [first = '', ...others] = files;
    writeFileSync(join(folder, kept, first), '{"strategy":');
    const marked = others.map((name) => {
      const path = join(folder, kept, name);
      const content = JSON.parse(readFileSync(path, 'utf8'));
      for (const round of content.measured) round.fitSeconds = 12_345;
      writeFileSync(path, JSON.stringify(content));
      return `${content.strategy} ${content.seed}`;
    });
    const resumed = await run(long, { folder });
    const reused = resumed.runs.filter(({ measured }) => measured[0]?.fitSeconds === 12_345);
    expect(reused.map(({ strategy, seed }) => `${strategy} ${seed}`).sort()).toEqual(marked.sort());
    expect(lasting(resumed)).toEqual(lasting(await run(long)));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('runs all strategies that it can, and says why not the others', async () => {
    const { strategies, leftOut, runs } = await run({ strategies: 'all', seeds: [5], budget: 8, stopping: [] });
    expect(strategies.length).toBeGreaterThan(15);
    const unable = leftOut.find(({ strategy }) => strategy === 'bin-min');
    expect([unable?.code, unable?.seed]).toEqual(['STRATEGY_NEEDS', undefined]);
    for (const { strategy } of leftOut) expect(runs.some((other) => other.strategy === strategy)).toBe(false);
    expect(strategies.every(({ aubc }) => aubc.interval === null)).toBe(true);
  });

  it('remembers which runs failed, and tries them again only when it is told to', async () => {
    const folder = temporaryFolder();
    // there is no class 99, which shows only when the strategy is asked
    const asked = { strategies: [{ type: 'similar', options: { target: [99] } }], budget: 8, stopping: [] };
    const first = await run(asked, { folder });
    expect(first.leftOut).toMatchObject([{ strategy: 'similar (target=99)', code: 'INVALID_LABELS', seed: 3 }]);
    expect(first.strategies.map(({ strategy }) => strategy)).toEqual(['random']);
    const [kept = ''] = readdirSync(folder);
    for (const failure of readdirSync(join(folder, kept)).filter((name) => name.endsWith('.failed.json'))) {
      writeFileSync(
        join(folder, kept, failure),
        JSON.stringify({ code: 'INVALID_LABELS', message: 'As written here.' }),
      );
    }
    const again = await run(asked, { folder });
    expect(again.leftOut[0]?.message).toMatch(/^As written here\. .*--retry-failed/);
    expect(again.runs).toEqual(first.runs);
    const retried = await run({ ...asked, retryFailed: true }, { folder });
    expect(retried.leftOut).toEqual(first.leftOut);
    expect(retried.setting.key).toBe(first.setting.key);
    expect(retried.runs).toEqual(first.runs);
  });

  it('trains as it is told', async () => {
    const asked = { seeds: [1], budget: 16, strategies: [], stopping: [] };
    const usual = (await run(asked)).runs;
    const changes: Partial<SimulationPlan['training']>[] = [
      { mode: 'incremental', keep: 0 },
      { calibrate: 0.3 },
      { pseudoLabels: { start: 1, decay: 0 } },
    ];
    for (const change of changes) {
      const { runs, setting } = await run({ ...asked, training: { ...plan.training, ...change } });
      expect(setting.training).toMatchObject(change);
      const errors = (of: typeof runs) =>
        of.map(({ rounds }) => rounds.map(({ calibrationError }) => calibrationError));
      expect(errors(runs)).not.toEqual(errors(usual));
      // the seed set alone, learnt from as ever
      if (change.mode !== undefined) expect(runs[0]?.rounds[0]?.accuracy).toBe(usual[0]?.rounds[0]?.accuracy);
    }
  });

  it('tells strategies with other options apart', async () => {
    const strategies = [
      { type: 'entropy', options: { normalized: true } },
      { type: 'entropy', options: {} },
    ];
    const result = await run({ strategies, seeds: [1], budget: 8 });
    expect(result.strategies.map(({ strategy }) => strategy).sort()).toEqual([
      'entropy',
      'entropy (normalized=true)',
      'random',
    ]);
  });

  it('refuses before any work what cannot be done', async () => {
    expect(await codeOf(run({ budget: 195 }))).toBe('POOL_EXHAUSTED');
    expect(await codeOf(run({ strategies: [{ type: 'nonsense', options: {} }] }))).toBe('UNKNOWN_STRATEGY');
    expect(await codeOf(run({ learner: { type: 'softmax-regression', options: { nonsense: 1 } } }))).toBe(
      'INVALID_OPTION',
    );
    expect(await codeOf(run({ stopping: [{ rule: 'kappa' }] }))).toBe('INVALID_REQUEST');
    const tooMuch = (): never => {
      throw new Error('no room');
    };
    await expect(run({}, { checkMemory: tooMuch })).rejects.toThrow('no room');
  });
});

describe('numbered', () => {
  it('orders classes that are numbers as numbers', () => {
    const labels = ['10', '2', '1', '2'];
    const test = { embeddings: matrix(new Float32Array(1), 1), labels: ['1'] };
    const { classes, pool } = numbered({ embeddings: matrix(new Float32Array(4), 1), labels }, test);
    expect(classes).toEqual(['1', '2', '10']);
    expect([...pool.labels]).toEqual([2, 1, 0, 1]);
  });

  it('sets aside the same share of the pool every time', () => {
    const first = numbered(clouds(100, 7), 0.25);
    const again = numbered(clouds(100, 7), 0.25);
    expect(first.pool.labels).toHaveLength(75);
    expect(first.test.labels).toHaveLength(25);
    expect(again).toEqual(first);
    const rows = [...first.pool.embeddings.data, ...first.test.embeddings.data].sort();
    expect(rows).toEqual([...clouds(100, 7).embeddings.data].sort());
  });

  it('refuses one class, no items and other widths', () => {
    const one = { embeddings: matrix(new Float32Array(4), 2), labels: ['a', 'a'] };
    expect(() => numbered(one, one)).toThrow(/one class/);
    expect(() => numbered(one, { embeddings: matrix(new Float32Array(), 2), labels: [] })).toThrow(
      /EMPTY|to measure on/,
    );
    const wide = { embeddings: matrix(new Float32Array(6), 3), labels: ['a', 'b'] };
    expect(() => numbered({ ...one, labels: ['a', 'b'] }, wide)).toThrow(/2 columns .* 3/);
  });
});
