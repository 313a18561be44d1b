import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SimulationResult } from '../../packages/core/src/index.ts';
import { type Asked, choose } from './choose.ts';
import { settings } from './settings.ts';

const [first] = settings;
if (first === undefined) throw new Error('there are no settings');
const setting = { ...first, batch: 60, budget: 300 };
const { signal } = new AbortController();
let simulations: string;

beforeEach(() => {
  simulations = mkdtempSync(join(tmpdir(), 'alaas-choose-'));
});

afterEach(() => {
  vi.useRealTimers();
  rmSync(simulations, { recursive: true });
});

/** What an engine answers whose first and second batches take so many seconds. */
function timed(asked: Asked, secondsOf: (strategy: string) => readonly [number, number]): SimulationResult {
  const runs = asked.strategies.map((strategy) => ({
    strategy,
    measured: [...secondsOf(strategy), 0].map((selectSeconds) => ({ selectSeconds })),
  }));
  return { leftOut: [], runs } as unknown as SimulationResult;
}

test('leaves out what has needs that no simulation meets, and what is slow in its first batches', async () => {
  const asks: Asked[] = [];
  const answer = async (asked: Asked): Promise<SimulationResult> => {
    asks.push(asked);
    const slow: Record<string, [number, number]> = { badge: [400, 200], 'k-center-greedy': [200, 1] };
    return timed(asked, (strategy) => slow[strategy] ?? [1, 1]);
  };
  const { chosen, leftOut } = await choose(setting, answer, { simulations, signal });
  expect(asks).toHaveLength(1);
  expect(asks[0]).toMatchObject({ budget: 2 * setting.batch, seeds: [0] });
  expect(asks[0]?.strategies).not.toContain('binary-entropy');
  expect(leftOut.find(({ strategy }) => strategy === 'binary-entropy')?.code).toBe('STRATEGY_NEEDS');
  // five batches of five seeds: 5 x (400 + 4 x 200)
  expect(leftOut.find(({ strategy }) => strategy === 'badge')).toMatchObject({
    code: 'TOO_SLOW',
    message: expect.stringContaining('took 400.0 s and 200.0 s, so that 5 times 5 would take about 6000 s'),
  });
  expect(chosen).toContain('margin-confidence');
  // what takes long once is not slow
  expect(chosen).toContain('k-center-greedy');
  expect(chosen).not.toContain('badge');
  expect([...chosen, ...leftOut.map(({ strategy }) => strategy)].toSorted()).toEqual(
    [...new Set([...chosen, ...leftOut.map(({ strategy }) => strategy)])].toSorted(),
  );
});

test('gives up those that every core waits for, and times the rest', async () => {
  vi.useFakeTimers();
  const asks: Asked[] = [];
  const answer = async (asked: Asked): Promise<SimulationResult> => {
    asks.push(asked);
    if (asks.length > 1) return timed(asked, () => [1, 1]);
    mkdirSync(join(simulations, 'key'));
    for (const strategy of asked.strategies.slice(0, 3)) {
      writeFileSync(join(simulations, 'key', `${strategy}.json`), JSON.stringify({ strategy }));
    }
    // something is done within the time, and then nothing any more
    await vi.advanceTimersByTimeAsync(250_000);
    asked.onProgress?.();
    await vi.advanceTimersByTimeAsync(250_000);
    expect(asked.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(51_000);
    expect(asked.signal.aborted).toBe(true);
    throw new Error('stopped');
  };
  const { chosen, leftOut } = await choose(setting, answer, { simulations, signal });
  const stuck = asks[0]?.strategies.slice(3, 3 + availableParallelism());
  expect(leftOut.filter(({ code }) => code === 'TOO_SLOW').map(({ strategy }) => strategy)).toEqual(stuck);
  expect(chosen).toEqual(asks[1]?.strategies);
  expect(chosen).toEqual(asks[0]?.strategies.filter((id) => !stuck?.includes(id)));
});

test('times and names those alone that are wanted', async () => {
  const asks: Asked[] = [];
  const answer = async (asked: Asked): Promise<SimulationResult> => {
    asks.push(asked);
    return timed(asked, () => [1, 1]);
  };
  const only = ['binary-entropy', 'badge'];
  const { chosen, leftOut } = await choose(setting, answer, { simulations, signal, only });
  expect(asks.map((asked) => asked.strategies)).toEqual([['badge']]);
  expect(chosen).toEqual(['badge']);
  expect(leftOut.map(({ strategy }) => strategy)).toEqual(['binary-entropy']);
});

test('passes on what goes wrong otherwise', async () => {
  const answer = async (): Promise<SimulationResult> => {
    throw new Error('out of memory');
  };
  await expect(choose(setting, answer, { simulations, signal })).rejects.toThrow('out of memory');
});
