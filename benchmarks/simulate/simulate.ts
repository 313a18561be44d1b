import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createProgress } from '../../packages/cli/src/terminal/progress.ts';
import { configSchema, plainTraining, type SimulationResult } from '../../packages/core/src/index.ts';
import { type Engine, type LabelledPool, openEngine, type Watch } from '../../packages/engine/src/index.ts';
import { strategies } from '../../packages/zoo/src/index.ts';
import type { BenchRequest, BenchResult, Ratio } from '../result.ts';
import { type Asked, choose } from './choose.ts';
import { type LoadTools, loadParts, missingFile } from './data.ts';
import { joinSummaries } from './join-summaries.ts';
import { BASELINE, CLAIMS, SEEDS, type SimulateSetting, settings } from './settings.ts';
import { type SettingSummary, summarise, writtenSummary } from './summary.ts';

/** The exit code of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/** As it is where nothing is said about it. */
const training = plainTraining;

const results = fileURLToPath(new URL('../../docs/results', import.meta.url));

/**
 * Every strategy of the zoo on every setting, against random. After an interruption the same command goes on where it was:
 * the store is kept in the folder of temporary files until a whole run is through. Named strategies alone are joined to
 * what is written of the others.
 */
export async function run({ only, strategies: named, write = false }: BenchRequest): Promise<BenchResult> {
  const wanted = settings.filter(({ name }) => only === undefined || name === only);
  if (wanted.length === 0) {
    return { ratios: [], skipped: `there is no ${only}; there are ${settings.map(({ name }) => name).join(', ')}` };
  }
  const unknown = named?.find((name) => strategies.every(({ id }) => id !== name));
  if (unknown !== undefined) return { ratios: [], skipped: `there is no strategy ${unknown}` };
  const folder = join(tmpdir(), `alaas-bench-simulate-${digest([named ?? strategies.map(({ id }) => id), settings])}`);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const { limits, sources } = configSchema.parse({});
  const ratios: Ratio[] = [];
  const skipped: string[] = [];
  try {
    for (const setting of wanted) {
      const reason = missingFile(setting);
      if (reason !== undefined) skipped.push(`${setting.name}: ${reason}`);
      else {
        const own = join(folder, setting.name);
        mkdirSync(own, { recursive: true });
        const measured = await keptOr(join(own, 'summary.json'), () =>
          compare(setting, named, { config: { limits, sources }, folder: own, signal: stop.signal }),
        );
        const summary = named === undefined ? measured : joinedToWritten(measured);
        say(setting, summary, write);
        ratios.push(...ratiosOf(summary));
      }
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    process.exitCode = INTERRUPTED;
    return { ratios, skipped: `interrupted; the same command goes on with what is in ${folder}` };
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
  // not what another setting left when it was interrupted
  for (const { name } of wanted) rmSync(join(folder, name), { recursive: true, force: true });
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
  return { ratios, ...(skipped.length > 0 && { skipped: skipped.join('\n         ') }) };
}

async function compare(
  setting: SimulateSetting,
  only: readonly string[] | undefined,
  tools: Omit<LoadTools, 'engine'>,
): Promise<SettingSummary> {
  const { folder, config } = tools;
  const storage = join(folder, 'store');
  const engine = await openEngine({ storage, ...config, replicas: 'auto' });
  try {
    const started = performance.now();
    const parts = await loadParts(setting, { ...tools, engine });
    const ask = (asked: Asked): Promise<SimulationResult> => simulate(setting, parts, engine, asked);
    const { leftOut, chosen } = await keptOr(join(folder, 'chosen.json'), () =>
      choose(setting, ask, { simulations: join(storage, 'simulations'), signal: tools.signal, only }),
    );
    const result = await ask({ title: setting.name, strategies: chosen, signal: tools.signal });
    console.log(`${setting.name}: ${((performance.now() - started) / 1000).toFixed(0)} s in this run`);
    const measuredOn = { cores: availableParallelism(), node: process.versions.node };
    return summarise(setting, result, { measuredOn, leftOut });
  } finally {
    await engine.close();
  }
}

async function simulate(
  { name, learner, seedSet, batch, budget }: SimulateSetting,
  parts: { pool: LabelledPool; test: LabelledPool },
  engine: Engine,
  asked: Asked,
): Promise<SimulationResult> {
  const { stderr } = process;
  const output = {
    isTerminal: stderr.isTTY,
    hasColours: false,
    columns: stderr.columns ?? 80,
    write: (text: string) => void stderr.write(text),
  };
  const progress = createProgress(output, { now: () => performance.now(), title: asked.title });
  const onProgress: Watch['onProgress'] = (done) => {
    asked.onProgress?.();
    progress.update(done);
  };
  try {
    return await engine.simulate(
      {
        ...parts,
        name,
        strategies: asked.strategies.map((type) => ({ type, options: {} })),
        baseline: BASELINE,
        learner: { type: learner, options: {} },
        training,
        seedSet,
        batch,
        budget: asked.budget ?? budget,
        seeds: asked.seeds ?? SEEDS,
        stopping: [],
      },
      'local',
      { signal: asked.signal, onProgress },
    );
  } finally {
    progress.end();
  }
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

/** What docs/results holds of a setting, with these strategies beside. */
function joinedToWritten(measured: SettingSummary): SettingSummary {
  const path = join(results, `${measured.name}.json`);
  if (!existsSync(path)) return measured;
  return joinSummaries(JSON.parse(readFileSync(path, 'utf8')) as SettingSummary, measured);
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
