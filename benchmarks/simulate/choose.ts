import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { SimulationResult, SimulationRun, Strategy } from '../../packages/core/src/index.ts';
import { roundsOf, simulatedSignals } from '../../packages/engine/src/simulate-run.ts';
import { findLearner, strategies } from '../../packages/zoo/src/index.ts';
import { BASELINE, SEEDS, type SimulateSetting } from './settings.ts';

/**
 * Seconds of one core that all runs of one strategy may take in one setting. What would take longer, by its first two batches,
 * is left out, and the result says so: most take a hundredth of it.
 */
const CAP_SECONDS = 3600;
/** First batches on all cores that give nothing for so long are not waited for. */
const STALL_SECONDS = 300;

/** One simulation of a setting: what differs from the setting. */
export interface Asked {
  readonly title: string;
  readonly strategies: readonly string[];
  readonly budget?: number;
  readonly seeds?: readonly number[];
  readonly signal: AbortSignal;
  /** Told that something is done. */
  readonly onProgress?: () => void;
}

export interface Chosen {
  readonly chosen: readonly string[];
  readonly leftOut: SimulationResult['leftOut'];
}

/**
 * Times the first two batches of every strategy, and leaves out those that would take too long.
 *
 * @param simulations folder in which the engine keeps the runs of a simulation that was stopped
 * @param only the strategies that are wanted. Default: all.
 */
export async function choose(
  setting: SimulateSetting,
  ask: (asked: Asked) => Promise<SimulationResult>,
  { simulations, signal, only }: { simulations: string; signal: AbortSignal; only?: readonly string[] | undefined },
): Promise<Chosen> {
  const wanted = strategies.filter(({ id }) => only?.includes(id) ?? true);
  const unmet = wanted.flatMap((strategy) => unmetNeeds(strategy, setting.learner));
  const able = wanted.map(({ id }) => id).filter((id) => unmet.every(({ strategy }) => strategy !== id));
  const stuck: SimulationResult['leftOut'][number][] = [];
  const message = `Its first batches had given nothing after ${STALL_SECONDS} s.`;
  let asked = able;
  let timed = await firstBatches(setting, asked, ask, signal);
  while (timed === undefined) {
    const finished = finishedRuns(simulations);
    // runs begin in this order, one on each core, and all of these cores were waited for
    const underWay = asked.filter((id) => !finished.has(id)).slice(0, availableParallelism());
    stuck.push(...underWay.map((strategy) => ({ strategy, code: 'TOO_SLOW', message })));
    asked = asked.filter((id) => !underWay.includes(id));
    timed = await firstBatches(setting, asked, ask, signal);
  }
  const leftOut = [...unmet, ...stuck, ...timed.leftOut, ...slowOnes(setting, timed)];
  const without = new Set(leftOut.map(({ strategy }) => strategy));
  return { chosen: able.filter((id) => !without.has(id)), leftOut };
}

/** The first two batches of each strategy, from one seed set; undefined when nothing came of any of them for too long. */
async function firstBatches(
  { name, batch }: SimulateSetting,
  chosen: readonly string[],
  ask: (asked: Asked) => Promise<SimulationResult>,
  signal: AbortSignal,
): Promise<SimulationResult | undefined> {
  const stall = new AbortController();
  const timer = setTimeout(() => stall.abort(), 1000 * STALL_SECONDS);
  try {
    return await ask({
      title: `${name}, first batches`,
      strategies: chosen,
      budget: 2 * batch,
      seeds: SEEDS.slice(0, 1),
      signal: AbortSignal.any([signal, stall.signal]),
      onProgress: () => void timer.refresh(),
    });
  } catch (error) {
    if (!stall.signal.aborted || signal.aborted) throw error;
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** Why a strategy can run in no simulation with this learner, if it cannot. */
function unmetNeeds({ id, needs, options }: Strategy, learner: string): SimulationResult['leftOut'] {
  if (needs.includes('head') && findLearner(learner).isLinear !== true) {
    const message = `It needs a linear head, and those of ${learner} are not.`;
    return [{ strategy: id, code: 'STRATEGY_NEEDS', message }];
  }
  const missing = needs.filter((need) => !simulatedSignals.includes(need));
  if (missing.length > 0) {
    const message = `It needs ${missing.join(' and ')}, which no simulation of classes has.`;
    return [{ strategy: id, code: 'STRATEGY_NEEDS', message }];
  }
  if (options.safeParse({}).success) return [];
  return [{ strategy: id, code: 'INVALID_OPTION', message: 'It has an option that only the user can know.' }];
}

/** Names of the strategies whose run is through in a simulation that was stopped. */
function finishedRuns(folder: string): Set<string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  const runs = files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as SimulationRun);
  return new Set(runs.map(({ strategy }) => strategy));
}

/** Strategies whose runs would take longer than the cap: the first batch of each may hold work that is done once a pool. */
function slowOnes(setting: SimulateSetting, { runs }: SimulationResult): SimulationResult['leftOut'] {
  const batches = roundsOf(setting) - 1;
  return runs.flatMap(({ strategy, measured }) => {
    const [first = 0, second = first] = measured.map(({ selectSeconds }) => selectSeconds);
    const all = SEEDS.length * (first + (batches - 1) * second);
    if (strategy === BASELINE || all <= CAP_SECONDS) return [];
    const message = `Its first batches took ${first.toFixed(1)} s and ${second.toFixed(1)} s, so that ${SEEDS.length} times ${batches} would take about ${all.toFixed(0)} s; the comparison stops at ${CAP_SECONDS} s a strategy.`;
    return [{ strategy, code: 'TOO_SLOW', message }];
  });
}
