import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { PredictItem } from '@alaas/client';
import { AlaasError, type Predictions } from '@alaas/core';
import type { Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import { collect } from '../flag-values.ts';
import { openRemote, type RemoteFlags, withRemoteFlags } from '../remote.ts';
import { oneLine } from '../terminal/plain.ts';
import { createProgress } from '../terminal/progress.ts';
import type { World } from '../world.ts';

interface Flags extends RemoteFlags {
  readonly input?: string;
  readonly uri?: readonly string[];
  readonly item?: readonly string[];
  readonly strict?: boolean;
}

/** Items of one call. */
const AT_ONCE = 500;

/** `alaas predict`: what the head of a project says of texts, files or items. */
export function addPredict(program: Command, world: World, end: (code: ExitCode) => void): void {
  withRemoteFlags(
    program
      .command('predict')
      .argument('<project>', 'id of the project')
      .argument('[texts...]', 'texts, each quoted')
      .description('Ask the head of a project about texts, files or items.')
      .option('-i, --input <file>', 'one text a line, or objects with text, uri or item; - for standard input')
      .option('--uri <uri>', 'a file or address, as the service sees it; repeat for more', collect)
      .option('--item <id>', 'an item of the pool; repeat for more', collect)
      .option('--strict', 'exit with 3 when some items could not be read'),
  )
    .addHelpText(
      'after',
      `
With --json one JSON object a line: { value, score, probabilities } or { error }, in the order of what was asked.

Examples:
  ${world.command} predict spam 'You have won a prize' 'see you at home'
  ${world.command} predict spam --input messages.txt --json > said.jsonl`,
    )
    .action(async (id: string, texts: readonly string[], flags: Flags) => end(await predict(id, texts, flags, world)));
}

async function predict(id: string, texts: readonly string[], flags: Flags, world: World): Promise<ExitCode> {
  const named = [
    ...texts.map((text) => ({ text })),
    ...(flags.uri ?? []).map((uri) => ({ uri })),
    ...(flags.item ?? []).map((item) => ({ item })),
  ];
  if (named.length === 0 && flags.input === undefined) {
    throw new AlaasError('INVALID_REQUEST', 'Give texts to predict on, or --input, --uri or --item.');
  }
  const project = (await openRemote(flags, world)).project(id);
  const progress = createProgress(world.stderr, { now: world.now });
  let [done, failed] = [0, 0];
  try {
    for await (const part of inParts(asked(named, flags.input, world))) {
      progress.update({ stage: 'predict', done, total: 0, failed });
      const { items } = await project.predict(part, { signal: world.interrupted });
      progress.end();
      for (const [i, said] of items.entries()) {
        if ('error' in said) failed++;
        world.stdout.write(`${flags.json ? JSON.stringify(said) : line(part[i], said)}\n`);
      }
      done += items.length;
    }
  } finally {
    progress.end();
  }
  return flags.strict && failed > 0 ? 3 : 0;
}

async function* asked(named: readonly PredictItem[], input: string | undefined, world: World) {
  yield* named;
  if (input === undefined) return;
  const stream = input === '-' ? Readable.from(world.stdin) : createReadStream(resolve(world.cwd, input));
  let number = 0;
  try {
    for await (const text of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      if (text.trim() !== '') yield readLine(text, number);
    }
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause && 'code' in cause)) throw cause;
    throw new AlaasError('INVALID_REQUEST', `The file ${resolve(world.cwd, input)} cannot be read (${cause.code}).`, {
      cause,
    });
  }
}

function readLine(text: string, number: number): PredictItem {
  if (!text.startsWith('{')) return { text };
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(text);
  } catch {
    return { text };
  }
  for (const kind of ['text', 'uri', 'item'] as const) {
    const given = value[kind];
    if (typeof given === 'string') return { [kind]: given } as unknown as PredictItem;
  }
  throw new AlaasError('INVALID_REQUEST', `Line ${number} has neither "text" nor "uri" nor "item" as a text.`);
}

async function* inParts<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  let part: T[] = [];
  for await (const item of items) {
    part.push(item);
    if (part.length < AT_ONCE) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

function line(asked: PredictItem | undefined, said: Predictions['items'][number]): string {
  const content = oneLine(Object.values(asked ?? {})[0] ?? '', 70);
  if ('error' in said) return `${said.error.code}  ${said.error.detail}  ${content}`;
  const value = typeof said.value === 'string' ? said.value : said.value.join(', ') || '(none)';
  return `${value}  ${said.score.toFixed(3)}  ${content}`;
}
