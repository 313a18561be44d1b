/**
 * Query strategies compared on labelled data: every strategy and seed is a run of its own, done side by side in processes,
 * and kept on disk when it is through, so that an interrupted simulation goes on where it was.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import {
  AlaasError,
  isAlaasError,
  type Learner,
  parseOptions,
  planStopping,
  type SimulationResult,
  type SimulationRun,
  type StoppingConfig,
  type Strategy,
  type Wrapper,
} from '@alaas/core';
import { findLearner, findStrategy, findWraps, stoppingRules, strategies } from '@alaas/zoo';
import { cancellable, checkNotCancelled } from './cancellable.ts';
import type { Watch } from './engine.ts';
import { compareRuns } from './evaluate/index.ts';
import { checkWraps } from './query-wraps.ts';
import { createReporter } from './report-progress.ts';
import type { SimulateSetup } from './simulate-message.ts';
import { SimulateProcess } from './simulate-process.ts';
import { type LabelledVectors, type RunSpec, roundsOf, type SimulationData, simulatedSignals } from './simulate-run.ts';

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
}

export interface SimulationParts {
  readonly plan: SimulationPlan;
  readonly data: SimulationData;
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
    key: keyOf(data, plan, seedSet),
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
  const { runs, failed } = await performRuns(specs, { ...parts, key: setting.key, processes });
  const broken = new Map(failed.map(({ name, error }) => [name, error]));
  const ownFault = broken.get(planned.baseline);
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
    leftOut: [...leftOut, ...[...broken].map(([strategy, { code, message }]) => ({ strategy, code, message }))],
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
function keyOf({ pool, test, classes }: SimulationData, plan: SimulationPlan, seedSet: number): string {
  const hash = createHash('sha256');
  for (const { embeddings, labels } of [pool, test]) {
    hash.update(JSON.stringify([embeddings.rows, embeddings.columns]));
    hash.update(bytesOf(embeddings.data)).update(bytesOf(labels));
  }
  const { learner, batch, budget, target, stopping } = plan;
  return hash
    .update(JSON.stringify([classes, learner, COMMITTEE, seedSet, batch, budget, target, stopping]))
    .digest('hex');
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

interface Failure {
  readonly name: string;
  readonly error: AlaasError;
}

/** Does the runs that are not on disk yet. What goes wrong in one strategy's run ends that strategy alone. */
async function performRuns(
  specs: readonly RunSpec[],
  { data, folder, key, processes, watch }: SimulationParts & { readonly key: string; readonly processes: number },
): Promise<{ runs: SimulationRun[]; failed: Failure[] }> {
  const kept = new KeptRuns(join(folder, key.slice(0, 32)));
  const rounds = roundsOf(specs[0] as RunSpec);
  const progress = createReporter(watch.onProgress, 'simulate', specs.length * rounds);
  const runs = specs.map((spec) => kept.read(spec));
  progress.add(runs.filter((run) => run !== undefined).length * rounds, 0);
  const waiting = [...specs.keys()].filter((i) => runs[i] === undefined);
  const failed = new Map<string, AlaasError>();
  const setup = kept.writeVectors(data);

  const work = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const process = await SimulateProcess.start(setup);
    const stop = (): void => void process.stop();
    watch.signal.addEventListener('abort', stop, { once: true });
    try {
      for (let i = waiting.shift(); i !== undefined; i = waiting.shift()) {
        checkNotCancelled(watch.signal);
        const spec = specs[i] as RunSpec;
        if (failed.has(spec.name)) continue;
        try {
          const run = await process.run(spec, () => progress.add(1, 0));
          kept.write(spec, run);
          runs[i] = run;
        } catch (error) {
          checkNotCancelled(watch.signal);
          if (!isAlaasError(error) || isAlaasError(error, 'INTERNAL')) throw error;
          failed.set(spec.name, error);
        }
      }
    } finally {
      watch.signal.removeEventListener('abort', stop);
      await process.stop();
    }
  };
  try {
    const works = Array.from({ length: Math.min(processes, waiting.length) }, work);
    const first = Promise.all(works);
    try {
      await cancellable(first, watch.signal);
      await first;
    } finally {
      // whatever one of them met, the others stop before the vectors go
      waiting.length = 0;
      await Promise.allSettled(works);
    }
  } finally {
    kept.removeVectors();
  }
  progress.end();
  kept.remove();
  return {
    runs: runs.filter((run) => run !== undefined),
    failed: [...failed].map(([name, error]) => ({ name, error })),
  };
}

/** Finished runs of one simulation on disk, and the vectors while it is under way. */
class KeptRuns {
  readonly #folder: string;
  readonly #vectors: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.#vectors = join(folder, `vectors-${randomUUID()}`);
    mkdirSync(this.#vectors, { recursive: true });
  }

  read(spec: RunSpec): SimulationRun | undefined {
    try {
      return JSON.parse(readFileSync(this.#path(spec), 'utf8')) as SimulationRun;
    } catch {
      // not there, or cut short by a crash: it is done again
      return undefined;
    }
  }

  /** Whole or not at all, so that a crash leaves no half of a run. */
  write(spec: RunSpec, run: SimulationRun): void {
    const temporary = join(this.#vectors, 'run.json');
    writeFileSync(temporary, JSON.stringify(run), { flush: true });
    renameSync(temporary, this.#path(spec));
  }

  writeVectors({ pool, test, classes }: SimulationData): SimulateSetup {
    const write = (name: string, { embeddings, labels }: LabelledVectors): { path: string; labels: Int32Array } => {
      const path = join(this.#vectors, name);
      writeFileSync(path, bytesOf(embeddings.data));
      return { path, labels };
    };
    return {
      pool: write('pool.f32', pool),
      test: write('test.f32', test),
      classes,
      width: pool.embeddings.columns,
    };
  }

  removeVectors(): void {
    rmSync(this.#vectors, { recursive: true, force: true });
  }

  /** The whole simulation is through. */
  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #path(spec: RunSpec): string {
    const digest = createHash('sha256').update(JSON.stringify(spec)).digest('hex');
    return join(this.#folder, `${digest.slice(0, 32)}.json`);
  }
}
