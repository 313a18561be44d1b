import { resolve } from 'node:path';
import type { Client } from '@alaas/client';
import {
  AlaasError,
  type SelectionRequest,
  type SelectionResult,
  type SignalInfo,
  type SignalName,
  signalFlag,
  signalNames,
  signalTable,
  type WrapChoice,
} from '@alaas/core';
import type { Command } from 'commander';
import { loadConfig } from '../config-file.ts';
import type { ExitCode } from '../exit-codes.ts';
import { wholeNumber } from '../flag-values.ts';
import { type OutputFile, prepareOutput } from '../query/output-file.ts';
import { parseOption, strategyChoice } from '../query/request.ts';
import { parseWrap, withWraps } from '../query/wrap.ts';
import { connect, withTemporaryService } from '../service.ts';
import { formatCount, formatCountOf, formatSeconds } from '../terminal/numbers.ts';
import { describePlan } from '../terminal/plan.ts';
import { createProgress } from '../terminal/progress.ts';
import type { World } from '../world.ts';

interface Flags extends Partial<Record<SignalName, string>> {
  readonly strategy: string;
  readonly budget: number;
  readonly seed?: number;
  readonly labelled?: string;
  readonly labels?: string;
  readonly option?: Readonly<Record<string, unknown>>;
  readonly wrap?: readonly WrapChoice[];
  readonly out?: string;
  readonly server?: string;
  readonly plan?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `alaas select`: asks which rows of probabilities or embeddings to label; no model runs. */
export function addSelect(program: Command, world: World, end: (code: ExitCode) => void): void {
  const command = program
    .command('select')
    .description('Ask which rows of your own probabilities or embeddings to label, best first. No model runs.')
    .requiredOption('-s, --strategy <name>', 'query strategy, by id or alias')
    .requiredOption('-b, --budget <n>', 'how many rows to ask for', wholeNumber)
    .option('--seed <n>', 'seed of everything random (default: 0)', wholeNumber);
  for (const name of signalNames) {
    const { shape, rows, summary }: SignalInfo = signalTable[name];
    const formats = rows === 'members' ? 'NPY or NPZ' : 'NPY, NPZ, Arrow or Parquet';
    command.option(`--${signalFlag(name)} <file>`, `${shape} ${summary}: ${formats}`);
  }
  command
    .option('--labelled <file>', 'rows whose label is known: one number a line, counted from 0')
    .option('--labels <file>', 'the class number of each of them: one a line, counted from 0')
    .option('--option <name=value>', 'an option of the strategy; repeat for more', option)
    .option('--wrap <name:option=value,...>', 'a wrapper around the strategy; repeat for more, the nearest first', wrap)
    .option('-o, --out <file>', 'where the picks go, one JSON object per line (default: standard output)')
    .option('--server <url>', 'ask this service, with the token in ALAAS_TOKEN (default: one started for this)')
    .option('--plan', 'say how much memory and time it would take, and select nothing')
    .option('--json', 'print one JSON object { picks, summary } on standard output')
    .option('-q, --quiet', 'no progress and no summary')
    .addHelpText(
      'after',
      `
Paths are relative to the working directory, and on the machine of the service. In an NPZ file the array of the
signal's name is read; in Arrow and Parquet a column of lists, or columns of numbers.

Examples:
  ${world.command} select --strategy margin-confidence --budget 100 --probabilities p.npy --out picks.jsonl
  ${world.command} select --strategy k-center-greedy --budget 100 --embeddings h.npy --labelled rows.txt --labels classes.txt`,
    )
    .action(async (flags: Flags) => end(await select(flags, world)));
}

async function select(flags: Flags, world: World): Promise<ExitCode> {
  const request = requestOf(flags, world.cwd);
  if (flags.plan) {
    const plan = await withService(flags, world, (client) => client.plan(request, { signal: world.interrupted }));
    world.stdout.write(`${flags.json ? JSON.stringify(plan) : describePlan(plan)}\n`);
    return 0;
  }
  const out = flags.out === undefined || flags.out === '-' ? undefined : flags.out;
  const outFile = out === undefined ? undefined : await prepareOutput(out, '--out', world.cwd);
  const result = await ask(request, flags, world);
  await writePicks(outFile, result, world.interrupted);
  if (flags.json) world.stdout.write(`${JSON.stringify(result)}\n`);
  else if (outFile === undefined) for (const line of lines(result)) world.stdout.write(`${line}\n`);
  if (!flags.quiet && !flags.json) world.stderr.write(`${summarise(result)}\n`);
  return 0;
}

/** @throws AlaasError `INVALID_REQUEST` when there is no signal, or labels without rows */
function requestOf(flags: Flags, cwd: string): SelectionRequest {
  const { strategy, budget, seed = 0, labelled } = flags;
  if (signalNames.every((name) => flags[name] === undefined)) {
    const all = signalNames.map((name) => `--${signalFlag(name)}`);
    throw new AlaasError('INVALID_REQUEST', `Give at least one of ${all.join(', ')}.`);
  }
  const known = [flags.labels, flags.targets, flags.labelSets].some((file) => file !== undefined);
  if (known !== (labelled !== undefined)) {
    throw new AlaasError(
      'INVALID_REQUEST',
      '--labelled and --labels (or --targets, --label-sets) belong together: give both or neither.',
    );
  }
  const names = [...signalNames, 'labelled', 'labels'] as const;
  const files = names.flatMap((name) => {
    const file = flags[name];
    return file === undefined ? [] : [[name, /^file:/i.test(file) ? file : resolve(cwd, file)]];
  });
  return {
    strategy: strategyChoice(strategy, flags),
    budget,
    seed,
    ...Object.fromEntries(files),
  };
}

async function ask(request: SelectionRequest, flags: Flags, world: World): Promise<SelectionResult> {
  const progress = flags.quiet ? undefined : createProgress(world.stderr, { now: world.now });
  const options = { signal: world.interrupted, onProgress: progress?.update };
  try {
    return await withService(flags, world, (client) => client.select(request, options));
  } finally {
    progress?.end();
  }
}

async function withService<T>({ server }: Flags, world: World, use: (client: Client) => Promise<T>): Promise<T> {
  if (server !== undefined) return await use(connect(server, world));
  return await withTemporaryService(world, await loadConfig(undefined, world), use);
}

async function writePicks(
  out: OutputFile | undefined,
  result: SelectionResult,
  interrupted: AbortSignal,
): Promise<void> {
  try {
    await out?.write(lines(result));
    if (interrupted.aborted) throw new AlaasError('CANCELLED', 'Cancelled before the picks were written.');
    await out?.commit();
  } finally {
    await out?.discard();
  }
}

function* lines({ picks }: SelectionResult): Generator<string> {
  for (const { rank, row, utility } of picks) yield JSON.stringify({ rank, row, utility });
}

function summarise({ picks, summary }: SelectionResult): string {
  const { pool, labelled, strategy, wrap, seed, seconds } = summary;
  const known = labelled === 0 ? '' : `, ${formatCount(labelled)} more labelled already`;
  return [
    `Chose ${formatCount(picks.length)} of ${formatCountOf(pool, 'row')} by ${withWraps(strategy, wrap)}, seed ${seed}${known}.`,
    `  time     load ${formatSeconds(seconds.load)}, select ${formatSeconds(seconds.select)}`,
  ].join('\n');
}

function option(text: string, earlier: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> {
  return parseOption(text, earlier);
}

function wrap(text: string, earlier: readonly WrapChoice[] | undefined): WrapChoice[] {
  return parseWrap(text, earlier);
}
