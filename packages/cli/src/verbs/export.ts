import type { Client } from '@alaas/client';
import { AlaasError, type ExchangeFormat, exchangeFormats } from '@alaas/core';
import { type Command, Option } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import { type OutputFile, prepareOutput } from '../query/output-file.ts';
import { openRemote, type RemoteFlags, withRemoteFlags } from '../remote.ts';
import { formatBytes } from '../terminal/numbers.ts';
import { createProgress } from '../terminal/progress.ts';
import type { World } from '../world.ts';

interface Flags extends RemoteFlags {
  readonly format: ExchangeFormat | 'onnx';
  readonly out?: string;
  readonly include?: 'completed' | 'answered' | 'all';
  readonly joined?: boolean;
  readonly quiet?: boolean;
}

/** `alaas export`: labelled records in a format of the field, or the head as an ONNX file. */
export function addExport(program: Command, world: World, end: (code: ExitCode) => void): void {
  withRemoteFlags(
    program
      .command('export')
      .argument('<project>', 'id of the project')
      .description('Export labelled records, or the head as an ONNX file.')
      .addOption(
        new Option('-f, --format <format>', 'what is written').choices([...exchangeFormats, 'onnx']).default('jsonl'),
      )
      .option('-o, --out <file>', 'where it goes (default: standard output; onnx and parquet need a file)')
      .addOption(
        new Option('--include <records>', 'which records (default: answered)').choices([
          'completed',
          'answered',
          'all',
        ]),
      )
      .option('--joined', 'with onnx: the head behind the model that makes the embeddings')
      .option('-q, --quiet', 'no progress and no summary'),
  )
    .addHelpText(
      'after',
      `
Examples:
  ${world.command} export spam --format csv --out labels.csv
  ${world.command} export spam --format onnx --out spam.onnx`,
    )
    .action(async (id: string, flags: Flags) => {
      await exportProject(id, flags, world);
      end(0);
    });
}

const binary: ReadonlySet<string> = new Set(['onnx', 'parquet']);

async function exportProject(id: string, flags: Flags, world: World): Promise<void> {
  const { format, include, joined } = flags;
  if (joined && format !== 'onnx') throw new AlaasError('INVALID_REQUEST', '--joined goes with --format onnx.');
  if (include !== undefined && format === 'onnx') {
    throw new AlaasError('INVALID_REQUEST', '--include chooses records; a head has none. Leave it out.');
  }
  const out = flags.out === undefined || flags.out === '-' ? undefined : flags.out;
  if (out === undefined && binary.has(format)) {
    throw new AlaasError('INVALID_REQUEST', `${format} is not text. Name a file for it with --out.`);
  }
  const file = out === undefined ? undefined : await prepareOutput(out, '--out', world.cwd);
  const bytes = await open(await openRemote(flags, world), id, flags, world.interrupted);
  if (file === undefined) await writeText(bytes, world);
  else await writeFile(bytes, file, flags, world);
}

async function open(client: Client, id: string, flags: Flags, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  const project = client.project(id);
  const { format, include, joined } = flags;
  if (format !== 'onnx') return await project.export(format, { signal, ...(include === undefined ? {} : { include }) });
  const file = await project.onnx({ signal, ...(joined === undefined ? {} : { joined }) });
  if (joined && !file.isJoined) {
    throw new AlaasError(
      'CONFLICT',
      `The model of ${id} is no ONNX file, so that the head cannot be joined to it. Leave out --joined: the head alone takes an embedding.`,
    );
  }
  return once(file.bytes);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function writeText(bytes: AsyncIterable<Uint8Array>, { stdout }: World): Promise<void> {
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of bytes) stdout.write(decoder.decode(chunk, { stream: true }));
  stdout.write(decoder.decode());
}

/** The file appears whole or not at all. */
async function writeFile(
  bytes: AsyncIterable<Uint8Array>,
  file: OutputFile,
  flags: Flags,
  world: World,
): Promise<void> {
  const isSilent = flags.quiet === true || flags.json === true;
  const progress = isSilent ? undefined : createProgress(world.stderr, { now: world.now, format: formatBytes });
  let written = 0;
  const counted = async function* () {
    for await (const chunk of bytes) {
      written += chunk.byteLength;
      progress?.update({ stage: 'receive', done: written, total: 0, failed: 0 });
      yield chunk;
    }
  };
  try {
    await file.writeBytes(counted());
    if (world.interrupted.aborted) throw new AlaasError('CANCELLED', 'Cancelled before the file was complete.');
    await file.commit();
  } finally {
    progress?.end();
    await file.discard();
  }
  if (flags.json) world.stdout.write(`${JSON.stringify({ out: file.path, bytes: written })}\n`);
  else if (!flags.quiet) world.stderr.write(`Wrote ${formatBytes(written)} to ${file.path}\n`);
}
