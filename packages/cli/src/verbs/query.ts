import type { Client } from '@alaas/client';
import { AlaasError, type QueryRequest, type QueryResult, type WrapChoice } from '@alaas/core';
import type { Command } from 'commander';
import { loadConfig } from '../config-file.ts';
import type { ExitCode } from '../exit-codes.ts';
import { wholeNumber } from '../flag-values.ts';
import { readInput } from '../query/input.ts';
import { type OutputFile, prepareOutput } from '../query/output-file.ts';
import {
  buildRequest,
  FEATURES_HELP,
  featureColumns,
  parseOption,
  type QueryFlags,
  TRAINING_HELP,
} from '../query/request.ts';
import { errorLines, pickLines } from '../query/result-lines.ts';
import { summarise } from '../query/summary.ts';
import { parseWrap } from '../query/wrap.ts';
import { connect, withEmbeddedService } from '../service.ts';
import { describePlan } from '../terminal/plan.ts';
import { createProgress } from '../terminal/progress.ts';
import type { World } from '../world.ts';

interface Flags extends QueryFlags {
  readonly config?: string;
  readonly input?: string;
  readonly dataset?: string;
  readonly out?: string;
  readonly errors?: string;
  readonly server?: string;
  readonly storage?: string;
  readonly plan?: boolean;
  readonly strict?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `alaas query`: asks which items to label. */
export function addQuery(program: Command, world: World, end: (code: ExitCode) => void): void {
  program
    .command('query')
    .description('Ask which items of a pool to label, best first.')
    .option('-c, --config <file>', 'config; without one, every key has its default')
    .option('-i, --input <place>', 'folder, glob (quoted), manifest file, URL of a manifest, or - for standard input')
    .option('--dataset <id>', 'a dataset pushed before, in place of --input')
    .option('-b, --budget <n>', 'how many items to ask for (default: of the config)', wholeNumber)
    .option('-o, --out <file>', 'where the picks go, one JSON object per line (default: standard output)')
    .option('--errors <file>', 'where the items go that could not be read, and why')
    .option('-s, --strategy <name>', 'query strategy, by id or alias (default: of the config)')
    .option('--option <name=value>', 'an option of the strategy; repeat for more', option)
    .option('--wrap <name:option=value,...>', 'a wrapper around the strategy; repeat for more, the nearest first', wrap)
    .option('-m, --model <model>', 'name of a model, or file:PATH of an ONNX file (default: of the config)')
    .option('--learner <name>', 'turns labelled items into a head (default: of the config)')
    .option('--learner-option <name=value>', 'an option of the learner; repeat for more', option)
    .option('--train <name=value>', TRAINING_HELP, option)
    .option('--seed <n>', 'seed of everything random (default: of the config)', wholeNumber)
    .option('--id-column <name>', 'column of the ids in a manifest (default: id)')
    .option('--uri-column <name>', 'column of the URIs (default: uri, url, path, file, image, audio or filename)')
    .option('--text-column <name>', 'column of the texts (default: text, sentence, content or document)')
    .option('--label-column <name>', 'column of known labels (default: none)')
    .option('--feature-columns <names>', FEATURES_HELP, featureColumns)
    .option('--keep-duplicates', 'ask for items of equal content more than once')
    .option('--server <url>', 'ask this service, with the token in ALAAS_TOKEN (default: one started for this query)')
    .option('--storage <dir>', 'folder of the store, without --server (default: of the config)')
    .option('--plan', 'say how much memory and time the selection would take; scan and select nothing')
    .option('--strict', 'exit with 3 when some items could not be read')
    .option('--json', 'print one JSON object { picks, errors, summary } on standard output')
    .option('-q, --quiet', 'no progress and no summary')
    .addHelpText(
      'after',
      `
Paths are relative to the working directory, and on the machine of the service.

Examples:
  ${world.command} query --config alaas.yml --input photos --budget 100 --out picks.jsonl
  ${world.command} query --input sms.tsv --text-column text --budget 20 --strategy random
  find photos -name '*.jpg' | ${world.command} query --input - --budget 10 --json`,
    )
    .action(async (flags: Flags) => end(await query(flags, world)));
}

async function query(flags: Flags, world: World): Promise<ExitCode> {
  if ((flags.input === undefined) === (flags.dataset === undefined)) {
    throw new AlaasError('INVALID_REQUEST', 'Give a pool: either --input or --dataset, and not both.');
  }
  if (flags.plan) {
    const plan = await withService(flags, world, (client, request) =>
      client.planQuery(request, { signal: world.interrupted }),
    );
    world.stdout.write(`${flags.json ? JSON.stringify(plan) : describePlan(plan)}\n`);
    return 0;
  }
  const out = flags.out === undefined || flags.out === '-' ? undefined : flags.out;
  const outFile = out === undefined ? undefined : await prepareOutput(out, '--out', world.cwd);
  const errorsFile = flags.errors === undefined ? undefined : await prepareOutput(flags.errors, '--errors', world.cwd);
  if (outFile !== undefined && outFile.path === errorsFile?.path) {
    throw new AlaasError('INVALID_REQUEST', `--out and --errors are both ${outFile.path}. Give them two files.`);
  }
  const result = await ask(flags, world);
  await writeFiles(result, outFile, errorsFile, world.interrupted);
  if (flags.json) world.stdout.write(`${JSON.stringify(forPrograms(result))}\n`);
  else if (outFile === undefined) for (const line of pickLines(result.picks)) world.stdout.write(`${line}\n`);
  if (!flags.quiet && !flags.json) world.stderr.write(`${summarise(result, { out, errors: flags.errors })}\n`);
  return flags.strict && result.summary.failed > 0 ? 3 : 0;
}

async function ask(flags: Flags, world: World): Promise<QueryResult> {
  const progress = flags.quiet ? undefined : createProgress(world.stderr, { now: world.now });
  const options = { signal: world.interrupted, onProgress: progress?.update };
  try {
    return await withService(flags, world, (client, request) => client.query(request, options));
  } finally {
    progress?.end();
  }
}

async function withService<T>(
  flags: Flags,
  world: World,
  use: (client: Client, request: QueryRequest) => Promise<T>,
): Promise<T> {
  const config = await loadConfig(flags.config, world);
  const pool = flags.input === undefined ? { dataset: flags.dataset } : await readInput(flags.input, world);
  const isConfigKnown = flags.server === undefined || flags.config !== undefined;
  const request = buildRequest(pool, flags, { config: isConfigKnown ? config.config : undefined, cwd: world.cwd });
  if (flags.server !== undefined) return await use(connect(flags.server, world, config.config), request);
  return await withEmbeddedService(world, { config, storage: flags.storage }, (client) => use(client, request));
}

/** Both files appear, or none; the picks last, so that whoever waits for them finds the errors too. */
async function writeFiles(
  result: QueryResult,
  out: OutputFile | undefined,
  errors: OutputFile | undefined,
  signal: AbortSignal,
): Promise<void> {
  try {
    await errors?.write(errorLines(result.errors));
    await out?.write(pickLines(result.picks));
    if (signal.aborted) throw new AlaasError('CANCELLED', 'The query was cancelled before its picks were written.');
    await errors?.commit();
    await out?.commit();
  } finally {
    await errors?.discard();
    await out?.discard();
  }
}

function forPrograms({ picks, errors, summary }: QueryResult): QueryResult {
  return { picks, errors, summary };
}

function option(text: string, earlier: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> {
  return parseOption(text, earlier);
}

function wrap(text: string, earlier: readonly WrapChoice[] | undefined): WrapChoice[] {
  return parseWrap(text, earlier);
}
