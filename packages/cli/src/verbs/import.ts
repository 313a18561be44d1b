import { open } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { AlaasError, type ExchangeFormat, exchangeFormats, type ImportResult } from '@alaas/core';
import { type Command, Option } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import { openRemote, print, type RemoteFlags, withRemoteFlags } from '../remote.ts';
import { formatBytes, formatCount, formatCountOf } from '../terminal/numbers.ts';
import { createProgress } from '../terminal/progress.ts';
import type { World } from '../world.ts';

interface Flags extends RemoteFlags {
  readonly format?: ExchangeFormat;
  readonly annotator?: string;
  readonly addItems: boolean;
  readonly strict?: boolean;
  readonly quiet?: boolean;
}

/** `alaas import`: labelled records of another tool. */
export function addImport(program: Command, world: World, end: (code: ExitCode) => void): void {
  withRemoteFlags(
    program
      .command('import')
      .argument('<project>', 'id of the project')
      .argument('<file>', 'what to import; - for standard input')
      .description('Import labelled records. Bad rows change nothing, and are reported; a second time changes nothing.')
      .addOption(
        new Option('-f, --format <format>', 'how it is written (default: by the name of the file)').choices([
          ...exchangeFormats,
        ]),
      )
      .option('--annotator <name>', 'whose answers they are, where a row does not say (default: import)')
      .option('--no-add-items', 'refuse rows of items that the dataset lacks')
      .option('--strict', 'exit with 3 when some rows are bad')
      .option('-q, --quiet', 'no progress'),
  )
    .addHelpText(
      'after',
      `
Examples:
  ${world.command} import spam labels.csv
  ${world.command} import spam export.json --format label-studio`,
    )
    .action(async (id: string, file: string, flags: Flags) => end(await importFile(id, file, flags, world)));
}

async function importFile(id: string, file: string, flags: Flags, world: World): Promise<ExitCode> {
  const format = flags.format ?? formatOf(file);
  const client = await openRemote(flags, world);
  const source = file === '-' ? { stream: streamOf(world.stdin), size: 0 } : await openFile(resolve(world.cwd, file));
  const isSilent = flags.quiet === true || flags.json === true;
  const progress = isSilent ? undefined : createProgress(world.stderr, { now: world.now, format: formatBytes });
  let sent = 0;
  const counted = source.stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        sent += chunk.byteLength;
        progress?.update({ stage: 'send', done: sent, total: source.size, failed: 0 });
        controller.enqueue(chunk);
      },
    }),
  );
  let result: ImportResult;
  try {
    const { annotator, addItems } = flags;
    const options = { annotator, ...(addItems ? {} : { addItems }), signal: world.interrupted };
    result = await client.project(id).import(format, counted, options);
  } finally {
    progress?.end();
  }
  print(world, flags, result, () => describe(result));
  if (!flags.json)
    for (const { line, code, detail } of result.errors) world.stderr.write(`  line ${line}: ${code}: ${detail}\n`);
  return flags.strict && result.failed > 0 ? 3 : 0;
}

const byEnding: Readonly<Record<string, ExchangeFormat>> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.csv': 'csv',
  '.parquet': 'parquet',
  '.conll': 'conll',
};

function formatOf(file: string): ExchangeFormat {
  const format = byEnding[extname(file).toLowerCase()];
  if (format !== undefined) return format;
  const all = exchangeFormats.join(', ');
  throw new AlaasError('INVALID_REQUEST', `The name ${file} does not say its format. Give --format, one of ${all}.`);
}

async function openFile(path: string): Promise<{ stream: ReadableStream<Uint8Array>; size: number }> {
  try {
    const handle = await open(path, 'r');
    const { size } = await handle.stat();
    return { stream: streamOf(handle.createReadStream()), size };
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new AlaasError('INVALID_REQUEST', `The file ${path} cannot be read (${reason}).`, { cause });
  }
}

function streamOf(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  return ReadableStream.from(chunks);
}

function describe({ rows, items, responses, known, failed }: ImportResult): string {
  const parts = [`${formatCountOf(responses, 'answer')} taken`];
  if (known > 0) parts.push(`${formatCount(known)} known already`);
  if (items > 0) parts.push(`${formatCountOf(items, 'item')} added`);
  if (failed > 0) parts.push(`${formatCountOf(failed, 'bad row')}`);
  return `Read ${formatCountOf(rows, 'row')}: ${parts.join(', ')}.`;
}
