/**
 * Query strategies compared on labelled data: every strategy and seed is a run of its own, done side by side in processes,
 * and kept on disk when it is through, so that an interrupted simulation goes on where it was.
 */
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import {
  AlaasError,
  isAlaasError,
  type Learner,
  parseOptions,
  planStopping,
  type SimulationResult,
  type StoppingConfig,
  type Strategy,
  type Wrapper,
} from '@alaas/core';
import { findLearner, findStrategy, findWraps, stoppingRules, strategies } from '@alaas/zoo';
import { checkNotCancelled } from './cancellable.ts';
import type { Watch } from './engine.ts';
import { compareRuns } from './evaluate/index.ts';
import { checkWraps } from './query-wraps.ts';
import { digestOf } from './simulate-data.ts';
import { type RunSpec, type SimulationData, simulatedSignals } from './simulate-run.ts';
import { performRuns } from './simulate-runs.ts';

/** What to compare, every default filled in but for the size of the seed set. */
export interface SimulationPlan {
  /** `all`: every strategy whose needs can be met. */
  readonly strategies: 'all' | readonly RunSpec['strategy'][];
  readonly baseline: string;
  readonly learner: RunSpec['learner'];
  readonly training: RunSpec['training'];
  /** Default: two per class. */
  readonly seedSet?: number | undefined;
  readonly batch: number;
  readonly budget: number;
  readonly seeds: readonly number[];
  readonly target?: number | undefined;
  readonly stopping: readonly StoppingConfig[];
  /** Whether runs that failed when the same was asked for before are tried again. Default: false. */
  readonly retryFailed?: boolean | undefined;
}

export interface SimulationParts {
  readonly plan: SimulationPlan;
  readonly data: SimulationData;
  /** Of that data; see `digestOf`. Default: made here, which blocks while it goes through all numbers. */
  readonly digest?: string;
  /** Names for the report. */
  readonly named: { readonly data: string; readonly model: string | null };
  /** Where finished runs are kept until all are. */
  readonly folder: string;
  /** Refuses work that there is no memory for. */
  readonly checkMemory: (bytes: number) => void;
  readonly watch: Watch;
}

/** The learner whose heads are a committee. */
const COMMITTEE = 'bootstrap-committee';

/**
 * Compares the strategies.
 *
 * @throws AlaasError `UNKNOWN_STRATEGY`, `UNKNOWN_LEARNER`, `INVALID_OPTION`, `STRATEGY_NEEDS`, `POOL_EXHAUSTED`,
 * `NOT_ENOUGH_MEMORY` before any work; `CANCELLED`; what the baseline's own runs throw
 */
export async function simulate(parts: SimulationParts): Promise<SimulationResult> {
  const { plan, data, named, watch } = parts;
  const planned = planRuns(plan, data);
  const { seedSet, entries, leftOut } = planned;
  const setting = {
    ...named,
    learner: plan.learner.type,
    training: plan.training,
    items: data.pool.labels.length,
    testItems: data.test.labels.length,
    classes: [...data.classes],
    width: data.pool.embeddings.columns,
    seedSet,
    batch: plan.batch,
    budget: plan.budget,
    seeds: [...plan.seeds],
    baseline: planned.baseline,
    ...(plan.target === undefined ? {} : { target: plan.target }),
    key: keyOf(parts.digest ?? digestOf(data), plan, seedSet),
  };
  // processes side by side, each with the vectors and what a selection makes of them
  const bytes = data.pool.embeddings.data.byteLength + data.test.embeddings.data.byteLength;
  const processes = Math.min(availableParallelism(), entries.length * plan.seeds.length);
  parts.checkMemory(2 * processes * bytes);

  const specs = entries.flatMap(({ strategy, name }) =>
    plan.seeds.map((seed): RunSpec => {
      const { learner, training, batch, budget, target, stopping } = plan;
      return {
        name,
        strategy,
        learner,
        training,
        committee: COMMITTEE,
        seed,
        seedSet,
        batch,
        budget,
        target,
        stopping,
      };
    }),
  );
  const { runs, failed } = await performRuns(specs, {
    data,
    folder: join(parts.folder, setting.key.slice(0, 32)),
    processes,
    retryFailed: plan.retryFailed ?? false,
    watch,
  });
  const broken = new Set(failed.map(({ name }) => name));
  const ownFault = failed.find(({ name }) => name === planned.baseline)?.error;
  if (ownFault !== undefined) throw ownFault;
  checkNotCancelled(watch.signal);
  const whole = entries.filter(({ name }) => !broken.has(name));
  const compared = compareRuns(runs, {
    strategies: whole.map(({ name, title }) => ({ strategy: name, title })),
    seeds: plan.seeds,
    baseline: planned.baseline,
    target: plan.target,
    testItems: setting.testItems,
  });
  const names = new Set(whole.map(({ name }) => name));
  return {
    setting,
    leftOut: [
      ...leftOut,
      ...failed.map(({ name, seed, error: { code, message } }) => ({ strategy: name, code, message, seed })),
    ],
    ...compared,
    runs: runs.filter(({ strategy }) => names.has(strategy)),
  };
}

interface Entry {
  readonly name: string;
  readonly title: string;
  readonly strategy: RunSpec['strategy'];
}

interface PlannedRuns {
  readonly seedSet: number;
  readonly baseline: string;
  readonly entries: readonly Entry[];
  readonly leftOut: SimulationResult['leftOut'];
}

/** Everything that can be refused is refused here, before any work. */
function planRuns(plan: SimulationPlan, { pool, classes }: SimulationData): PlannedRuns {
  parseOptions(findLearner(plan.learner.type), plan.learner.options);
  for (const [i, part] of plan.stopping.entries()) {
    planStopping(part, { rules: stoppingRules, what: `stopping[${i}]`, code: 'INVALID_REQUEST' });
  }
  const seedSet = plan.seedSet ?? Math.min(2 * classes.length, pool.labels.length - 1);
  const needed = seedSet + plan.budget;
  if (needed > pool.labels.length) {
    throw new AlaasError(
      'POOL_EXHAUSTED',
      `A seed set of ${seedSet} and a budget of ${plan.budget} need ${needed} labelled items, and the pool has ${pool.labels.length}. Lower one of them.`,
    );
  }
  const leftOut: SimulationResult['leftOut'] = [];
  const entries = new Map<string, Entry>();
  const add = (choice: RunSpec['strategy']): string => {
    const strategy = findStrategy(choice.type);
    const entry = entryOf(strategy, { ...choice, options: parseOptions(strategy, choice.options) });
    for (const asker of [strategy, ...checkWraps(strategy, choice.wrap)]) {
      checkSimulated(asker, findLearner(plan.learner.type));
    }
    entries.set(entry.name, entry);
    return entry.name;
  };
  const baseline = add({ type: plan.baseline, options: {} });
  if (plan.strategies !== 'all') for (const strategy of plan.strategies) add(strategy);
  else {
    for (const { id } of strategies) {
      try {
        add({ type: id, options: {} });
      } catch (error) {
        // an option without a default, or a signal that no simulation has
        if (!isAlaasError(error, 'STRATEGY_NEEDS') && !isAlaasError(error, 'INVALID_OPTION')) throw error;
        leftOut.push({ strategy: id, code: error.code, message: error.message });
      }
    }
  }
  return { seedSet, baseline, entries: [...entries.values()], leftOut };
}

/** A name that tells strategies with other options apart: `badge`, `prob-cover (delta=0.5)`, `bald + power (beta=2)`. */
function entryOf(strategy: Strategy, choice: RunSpec['strategy']): Entry {
  const wraps = findWraps(choice.wrap).map(({ wrapper, options }) => [wrapper, changedOf(wrapper, options)] as const);
  const changed = changedOf(strategy, choice.options);
  return {
    name: [`${strategy.id}${changed}`, ...wraps.map(([{ id }, own]) => `${id}${own}`)].join(' + '),
    title: [`${strategy.title}${changed}`, ...wraps.map(([{ title }, own]) => `${title}${own}`)].join(' + '),
    strategy: { ...choice, type: strategy.id },
  };
}

/** Options that are not as by default: ` (delta=0.5)`. */
function changedOf(owner: Pick<Strategy, 'options'>, options: Record<string, unknown>): string {
  const defaults = owner.options.safeParse({}).data ?? {};
  const changed = Object.entries(options).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(defaults[key]),
  );
  return changed.length === 0 ? '' : ` (${changed.map(([key, value]) => `${key}=${String(value)}`).join(', ')})`;
}

/** @throws AlaasError `STRATEGY_NEEDS` */
function checkSimulated({ id, needs }: Strategy | Wrapper, learner: Learner): void {
  if (needs.includes('head') && learner.isLinear !== true) {
    throw new AlaasError(
      'STRATEGY_NEEDS',
      `${id} needs a linear head, and heads of ${learner.id} are not. Choose softmax-regression, or leave it out.`,
    );
  }
  const missing = needs.filter((need) => !simulatedSignals.includes(need));
  if (missing.length === 0) return;
  throw new AlaasError(
    'STRATEGY_NEEDS',
    `${id} needs ${missing.join(' and ')}, and a simulation has ${simulatedSignals.join(', ')} only. Leave it out.`,
  );
}

/** Equal keys have equal runs, but for what is measured. */
function keyOf(data: string, plan: SimulationPlan, seedSet: number): string {
  const { learner, training, batch, budget, target, stopping } = plan;
  return createHash('sha256')
    .update(JSON.stringify([data, learner, training, COMMITTEE, seedSet, batch, budget, target, stopping]))
    .digest('hex');
}
