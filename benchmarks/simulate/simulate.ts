import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createProgress } from '../../packages/cli/src/terminal/progress.ts';
import { configSchema, type SimulationResult } from '../../packages/core/src/index.ts';
import { type Engine, type LabelledPool, openEngine, type Watch } from '../../packages/engine/src/index.ts';
import { roundsOf } from '../../packages/engine/src/simulate-run.ts';
import { strategies } from '../../packages/zoo/src/index.ts';
import type { BenchRequest, BenchResult, Ratio } from '../result.ts';
import { loadParts, missingFile } from './data.ts';
import { CLAIMS, SEEDS, type SimulateSetting, settings } from './settings.ts';
import { type SettingSummary, summarise, writtenSummary } from './summary.ts';

const BASELINE = 'random';
/**
 * Seconds of one core that all runs of one strategy may take in one setting. What would take longer, by its first batch, is
 * left out, and the result says so: sixty strategies at this cap would take hours, most take a hundredth of it.
 */
const CAP_SECONDS = 180;

const results = fileURLToPath(new URL('../../docs/results', import.meta.url));

/**
 * Every strategy of the zoo on every setting, against random. After an interruption the same command goes on where it was:
 * the store is kept in the folder of temporary files until a whole run is through.
 */
export async function run({ only, write = false }: BenchRequest): Promise<BenchResult> {
  const wanted = settings.filter(({ name }) => only === undefined || name === only);
  if (wanted.length === 0) {
    return { ratios: [], skipped: `there is no ${only}; there are ${settings.map(({ name }) => name).join(', ')}` };
  }
  const folder = join(tmpdir(), `alaas-bench-simulate-${digest([strategies.map(({ id }) => id), settings])}`);
  mkdirSync(folder, { recursive: true });
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const { limits, sources } = configSchema.parse({});
  const engine = await openEngine({ storage: join(folder, 'store'), limits, sources, replicas: 'auto' });
  const ratios: Ratio[] = [];
  const skipped: string[] = [];
  try {
    for (const setting of wanted) {
      const reason = missingFile(setting);
      if (reason !== undefined) skipped.push(`${setting.name}: ${reason}`);
      else {
        const summary = await keptOr(join(folder, `${setting.name}.json`), () =>
          compare(setting, { engine, config: { limits, sources }, folder, signal: stop.signal }),
        );
        say(setting, summary, write);
        ratios.push(...ratiosOf(summary));
      }
    }
  } finally {
    await engine.close();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
  rmSync(folder, { recursive: true });
  return { ratios, ...(skipped.length > 0 && { skipped: skipped.join('\n         ') }) };
}

interface Tools {
  readonly engine: Engine;
  readonly config: Pick<Parameters<typeof openEngine>[0], 'limits' | 'sources'>;
  readonly folder: string;
  readonly signal: AbortSignal;
}

async function compare(setting: SimulateSetting, tools: Tools): Promise<SettingSummary> {
  const started = performance.now();
  const parts = await loadParts(setting, tools);
  const cost = await keptOr(join(tools.folder, `${setting.name}-cost.json`), () =>
    simulate(setting, parts, tools, { title: `${setting.name}, first batch`, budget: setting.batch, seeds: [0] }),
  );
  const tooSlow = slowOnes(setting, cost);
  const slow = new Set(tooSlow.map(({ strategy }) => strategy));
  const chosen = cost.strategies.filter(({ strategy }) => !slow.has(strategy)).map(({ strategy }) => strategy);
  const result = await simulate(setting, parts, tools, { title: setting.name, strategies: chosen });
  console.log(`${setting.name}: ${((performance.now() - started) / 1000).toFixed(0)} s in this run`);
  const measuredOn = { cores: availableParallelism(), node: process.versions.node };
  const unmet = [...cost.leftOut, ...tooSlow];
  return summarise(setting, result, { measuredOn, tooSlow: unmet });
}

interface Asked {
  readonly title: string;
  readonly strategies?: readonly string[];
  readonly budget?: number;
  readonly seeds?: readonly number[];
}

async function simulate(
  { title: name, learner, seedSet, batch, budget }: SimulateSetting,
  parts: { pool: LabelledPool; test: LabelledPool },
  { engine, signal }: Tools,
  asked: Asked,
): Promise<SimulationResult> {
  const { stderr } = process;
  const progress = createProgress(
    {
      isTerminal: stderr.isTTY,
      hasColours: false,
      columns: stderr.columns ?? 80,
      write: (text) => void stderr.write(text),
    },
    { now: () => performance.now(), title: asked.title },
  );
  const watch: Watch = { signal, onProgress: progress.update };
  try {
    return await engine.simulate(
      {
        ...parts,
        name,
        strategies: asked.strategies?.map((type) => ({ type, options: {} })) ?? 'all',
        baseline: BASELINE,
        learner: { type: learner, options: {} },
        seedSet,
        batch,
        budget: asked.budget ?? budget,
        seeds: asked.seeds ?? SEEDS,
        stopping: [],
      },
      'local',
      watch,
    );
  } finally {
    progress.end();
  }
}

/** Strategies whose runs would take longer than the cap, as their first batch says. */
function slowOnes(setting: SimulateSetting, { strategies }: SimulationResult): SimulationResult['leftOut'] {
  const batches = (roundsOf(setting) - 1) * SEEDS.length;
  return strategies.flatMap(({ strategy, seconds }) => {
    // the mean is over two rounds, and the second of them asks for nothing
    const once = 2 * seconds.select;
    const all = once * batches;
    if (strategy === BASELINE || all <= CAP_SECONDS) return [];
    const message = `Its first batch took ${once.toFixed(1)} s, so that ${batches} would take about ${all.toFixed(0)} s; the comparison stops at ${CAP_SECONDS} s a strategy.`;
    return [{ strategy, code: 'TOO_SLOW', message }];
  });
}

/** What is in a file; else what `make` gives, written there. */
async function keptOr<T>(path: string, make: () => Promise<T>): Promise<T> {
  if (existsSync(path)) {
    console.log(`${path} is kept from an interrupted run`);
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  }
  const made = await make();
  writeFileSync(path, JSON.stringify(made), { flush: true });
  return made;
}

function say({ name }: SimulateSetting, summary: SettingSummary, write: boolean): void {
  for (const { strategy, aubc, seconds } of summary.strategies) {
    console.log(
      `  ${name} ${strategy.padEnd(30)} aubc ${aubc.mean.toFixed(4)}  ${seconds.fit.toFixed(2)} s to fit, ${seconds.select.toFixed(2)} s to select`,
    );
  }
  for (const { strategy, code, message } of summary.leftOut) {
    console.log(`  ${name} ${strategy.padEnd(30)} left out, ${code}: ${message}`);
  }
  if (!write) return;
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, `${name}.json`), writtenSummary(summary));
}

function ratiosOf({ name, strategies, claims }: SettingSummary): Ratio[] {
  const mean = (id: string): number => strategies.find(({ strategy }) => strategy === id)?.aubc.mean ?? Number.NaN;
  return claims.map(({ strategy, difference, p, holm, holds }) => {
    const short = CLAIMS.find((claim) => claim.strategy === strategy)?.short ?? strategy;
    const all = strategies.find((outcome) => outcome.strategy === strategy)?.againstBaseline?.holm ?? null;
    return {
      ratio: `${name} aubc ${short}/random`,
      value: Number((mean(strategy) / mean(BASELINE)).toPrecision(4)),
      reach: 1,
      holds,
      note: `difference ${difference.toFixed(4)}, p ${written(p)}, Holm ${written(holm)} among the claims, ${written(all)} among all`,
    };
  });
}

function written(p: number | null): string {
  if (p === null) return 'unknown';
  return p < 0.0001 ? '< 0.0001' : p.toFixed(4);
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
}
