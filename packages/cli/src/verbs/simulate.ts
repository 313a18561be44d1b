import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AlaasError, type SimulationResult } from '@alaas/core';
import { type Command, InvalidArgumentError } from 'commander';
import { loadConfig } from '../config-file.ts';
import type { ExitCode } from '../exit-codes.ts';
import { type OutputFile, prepareOutput } from '../query/output-file.ts';
import { FEATURES_HELP, featureColumns, parseOption, TRAINING_HELP } from '../query/request.ts';
import { connect, withEmbeddedService } from '../service.ts';
import { reportPage } from '../simulate/report.ts';
import { buildSimulation, type SimulateFlags } from '../simulate/request.ts';
import { summariseSimulation } from '../simulate/summary.ts';
import { createProgress } from '../terminal/progress.ts';
import type { World } from '../world.ts';

interface Flags extends SimulateFlags {
  readonly config?: string;
  readonly out: string;
  readonly server?: string;
  readonly storage?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `alaas simulate`: compares query strategies on items whose labels are known. */
export function addSimulate(program: Command, world: World, end: (code: ExitCode) => void): void {
  program
    .command('simulate')
    .description('Compare query strategies on labelled items: curves, paired tests, a report to open in a browser.')
    .option('-c, --config <file>', 'config; without one, every key has its default')
    .option(
      '-i, --input <place>',
      'labelled items: a folder of one folder per class, or a manifest with a label column',
    )
    .option('--dataset <id>', 'a dataset pushed before, in place of --input')
    .option('--embeddings <file>', 'vectors, in place of --input: [N x D] in NPY, NPZ, Arrow or Parquet')
    .option('--labels <file>', 'with --embeddings: the class of each row, one a line')
    .option('--test-input <place>', 'labelled items to measure on (default: a share of the pool)')
    .option('--test-dataset <id>', 'the same, as a dataset')
    .option('--test-embeddings <file>', 'the same, as vectors')
    .option('--test-labels <file>', 'with --test-embeddings: the class of each row')
    .option('--test-share <p>', 'share of the pool that is set aside to measure on (default: 0.2)', share)
    .option('-s, --strategies <names>', 'strategies to compare, with commas between; all: every one that can run here')
    .option('--strategy <name:k=v,k=v+wrapper>', 'a strategy with options and wrappers; repeat for more', collect)
    .option('--baseline <name>', 'what the others are tested against (default: random)')
    .option('--learner <name>', 'trains a head after each batch (default: of the config)')
    .option('--learner-option <name=value>', 'an option of the learner; repeat for more', option)
    .option('--train <name=value>', TRAINING_HELP, option)
    .option(
      '-m, --model <model>',
      'makes the embeddings: a name, or file:PATH of an ONNX file (default: of the config)',
    )
    .option('--seed-set <n>', 'items labelled at the start (default: two per class)', wholeNumber)
    .option('--batch <n>', 'items labelled per round (default: 20)', wholeNumber)
    .option('-b, --budget <n>', 'items labelled in all, beyond the seed set (default: 200)', wholeNumber)
    .option('--seeds <n>', 'runs per strategy, or a list of seeds such as 3,7,11 (default: 5)')
    .option('--target <p>', 'accuracy to reach: report the labels that took', share)
    .option('--stop <rule:k=v,k=v>', 'report where this stopping rule would have stopped; repeat for more', collect)
    .option('--retry-failed', 'try runs again that failed when the same command was given before')
    .option('--id-column <name>', 'column of the ids in a manifest (default: id)')
    .option('--uri-column <name>', 'column of the URIs (default: uri, url, path, file, image, audio or filename)')
    .option('--text-column <name>', 'column of the texts (default: text, sentence, content or document)')
    .option('--label-column <name>', 'column of the labels')
    .option('--feature-columns <names>', FEATURES_HELP, featureColumns)
    .option('-o, --out <dir>', 'folder for results.json and report.html, made when absent', 'simulation')
    .option('--server <url>', 'ask this service, with the token in ALAAS_TOKEN (default: one started for this)')
    .option('--storage <dir>', 'folder of the store, without --server (default: of the config)')
    .option('--json', 'print the result on standard output too')
    .option('-q, --quiet', 'no progress and no summary')
    .addHelpText(
      'after',
      `
An interrupted simulation goes on where it was when the same command is given again; a run that failed is not repeated,
unless with --retry-failed. Equal inputs give equal results,
but for seconds and memory.

Examples:
  ${world.command} simulate --input sms.tsv --text-column text --label-column label --strategies random,entropy,badge
  ${world.command} simulate --embeddings h.npy --labels classes.txt --strategies all --seeds 5 --target 0.9 --out report`,
    )
    .action(async (flags: Flags) => end(await simulate(flags, world)));
}

async function simulate(flags: Flags, world: World): Promise<ExitCode> {
  const folder = resolve(world.cwd, flags.out);
  await makeFolder(folder);
  const results = await prepareOutput(join(folder, 'results.json'), '--out', world.cwd);
  const report = await prepareOutput(join(folder, 'report.html'), '--out', world.cwd);
  const result = await ask(flags, world);
  await writeFiles(result, results, report, world.interrupted);
  if (flags.json) world.stdout.write(`${JSON.stringify(result)}\n`);
  if (!flags.quiet && !flags.json) {
    world.stdout.write(`${summariseSimulation(result)}\n`);
    world.stderr.write(`Results in ${results.path}\nReport in ${report.path}\n`);
  }
  return 0;
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new AlaasError('INVALID_REQUEST', `The folder ${folder} cannot be made (${said}). Change --out.`, { cause });
  }
}

async function ask(flags: Flags, world: World): Promise<SimulationResult> {
  const config = await loadConfig(flags.config, world);
  const isConfigKnown = flags.server === undefined || flags.config !== undefined;
  const request = await buildSimulation(flags, { config: isConfigKnown ? config.config : undefined, world });
  const progress = flags.quiet ? undefined : createProgress(world.stderr, { now: world.now });
  const options = { signal: world.interrupted, onProgress: progress?.update };
  try {
    if (flags.server !== undefined) {
      return await connect(flags.server, world, config.config).simulate(request, options);
    }
    return await withEmbeddedService(world, { config, storage: flags.storage }, (client) =>
      client.simulate(request, options),
    );
  } finally {
    progress?.end();
  }
}

/** Both files appear, or none. */
async function writeFiles(
  result: SimulationResult,
  results: OutputFile,
  report: OutputFile,
  interrupted: AbortSignal,
): Promise<void> {
  try {
    await results.write([JSON.stringify(result, null, 1)]);
    await report.write([reportPage(result)]);
    if (interrupted.aborted) throw new AlaasError('CANCELLED', 'Cancelled before the results were written.');
    await results.commit();
    await report.commit();
  } finally {
    await results.discard();
    await report.discard();
  }
}

function wholeNumber(text: string): number {
  if (!/^[+-]?\d+$/.test(text) || !Number.isSafeInteger(Number(text))) {
    throw new InvalidArgumentError('It is not a whole number.');
  }
  return Number(text);
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value <= 1))
    throw new InvalidArgumentError('It is no number above 0 and up to 1.');
  return value;
}

function collect(text: string, earlier: readonly string[] = []): string[] {
  return [...earlier, text];
}

function option(text: string, earlier: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> {
  return parseOption(text, earlier);
}
