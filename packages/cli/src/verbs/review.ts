import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AlaasError, type AuditEntry, check, type Dispute, goldInputSchema } from '@alaas/core';
import type { Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import { wholeNumber } from '../flag-values.ts';
import { readAnswer, showAnswer } from '../project/answer-text.ts';
import { qualityPage } from '../project/quality-page.ts';
import { openRemote, print, type RemoteFlags, withRemoteFlags } from '../remote.ts';
import { formatHeadedTable } from '../terminal/heading-table.ts';
import { formatCountOf } from '../terminal/numbers.ts';
import { paint } from '../terminal/paint.ts';
import { oneLine } from '../terminal/plain.ts';
import type { World } from '../world.ts';

/** `alaas review`: how good the answers are, and what a reviewer does about it. */
export function addReview(program: Command, world: World, end: (code: ExitCode) => void): void {
  const group = program.command('review').description('See how good the answers are, decide disputes, set gold items.');
  group.addHelpText(
    'after',
    `
Examples:
  ${world.command} review quality spam
  ${world.command} review disputes spam
  ${world.command} review adjudicate spam sms-17 ham --note 'an advertisement he asked for'
  ${world.command} review gold spam sms-3 spam`,
  );
  of('quality', 'See agreement, and how good and fast each annotator is.').action(
    async (id: string, flags: RemoteFlags) => {
      const quality = await (await openRemote(flags, world)).project(id).quality({ signal: world.interrupted });
      print(world, flags, quality, () => qualityPage(id, quality, world.stdout));
      end(0);
    },
  );
  of('disputes', 'List the records that want a reviewer, the most doubtful first.').action(
    async (id: string, flags: RemoteFlags) => {
      const disputes = await (await openRemote(flags, world)).project(id).disputes({ signal: world.interrupted });
      print(world, flags, disputes, () => disputeList(disputes, id, world));
      end(0);
    },
  );
  of('adjudicate', 'Decide the true answer of a record; it outranks those of annotators.')
    .argument('<item>', 'id of the item')
    .argument('<answer>', 'a label; of a multi-label task labels with commas, or - for none; of others JSON')
    .option('--note <text>', 'why')
    .action(async (id: string, item: string, answer: string, flags: RemoteFlags & { readonly note?: string }) => {
      const project = (await openRemote(flags, world)).project(id);
      const signal = world.interrupted;
      const value = readAnswer(answer, (await project.get({ signal })).task);
      await project.adjudicate(item, value, { signal, ...(flags.note === undefined ? {} : { note: flags.note }) });
      print(world, flags, { item, value }, () => `${item} is ${showAnswer(value)}.`);
      end(0);
    });
  of('gold', 'Set items with known answers: they measure annotators, and teach nothing.')
    .argument('[item]', 'id of the item')
    .argument('[answer]', 'its answer, as of adjudicate')
    .option('-i, --input <file>', 'many at once: lines of {"item":"...","value":...}')
    .option('--remove', 'make the item an ordinary one again')
    .action(async (id: string, item: string | undefined, answer: string | undefined, flags: GoldFlags) => {
      end(await gold(id, { item, answer }, flags, world));
    });
  of('audit', 'See who did what, the newest first.')
    .option('--limit <n>', 'at most so many entries (default: 100)', wholeNumber)
    .action(async (id: string, flags: RemoteFlags & { readonly limit?: number }) => {
      const limit = flags.limit === undefined ? {} : { limit: flags.limit };
      const project = (await openRemote(flags, world)).project(id);
      const entries = await project.audit({ ...limit, signal: world.interrupted });
      print(world, flags, entries, () => auditTable(entries, world));
      end(0);
    });

  function of(verb: string, description: string): Command {
    return withRemoteFlags(group.command(verb).argument('<project>', 'id of the project').description(description));
  }
}

interface GoldFlags extends RemoteFlags {
  readonly input?: string;
  readonly remove?: boolean;
}

async function gold(
  id: string,
  { item, answer }: { item: string | undefined; answer: string | undefined },
  flags: GoldFlags,
  world: World,
): Promise<ExitCode> {
  const project = (await openRemote(flags, world)).project(id);
  const signal = world.interrupted;
  if (flags.remove) {
    if (item === undefined || answer !== undefined || flags.input !== undefined) {
      throw new AlaasError('INVALID_REQUEST', '--remove takes the id of one item, and nothing else.');
    }
    await project.removeGold(item, { signal });
    print(world, flags, { removed: item }, () => `${item} is no gold item any more.`);
    return 0;
  }
  const isOne = item !== undefined && answer !== undefined && flags.input === undefined;
  if (!isOne && (item !== undefined || flags.input === undefined)) {
    throw new AlaasError('INVALID_REQUEST', 'Give an item and its answer, or many of them with --input.');
  }
  const items =
    flags.input === undefined
      ? [{ item: item ?? '', value: readAnswer(answer ?? '', (await project.get({ signal })).task) }]
      : await readGold(resolve(world.cwd, flags.input));
  await project.setGold(items, { signal });
  print(world, flags, { items: items.length }, () => `Set ${formatCountOf(items.length, 'gold item')} in ${id}.`);
  return 0;
}

async function readGold(file: string) {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new AlaasError('INVALID_REQUEST', `The file ${file} cannot be read (${reason}). Check --input.`, { cause });
  }
  const items = text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      return [JSON.parse(line) as unknown];
    } catch (cause) {
      throw new AlaasError('INVALID_REQUEST', `Line ${i + 1} of ${file} is not JSON.`, { cause });
    }
  });
  return check(goldInputSchema, { items }, file, 'INVALID_REQUEST').items;
}

function disputeList(disputes: readonly Dispute[], project: string, { stdout, command }: World): string {
  if (disputes.length === 0) return 'Nothing to decide.';
  const blocks = disputes.map(({ item, why, utility, text, uri, answers, consensus }) =>
    [
      `${paint(stdout, 'bold', oneLine(item, 60))}  ${why}, doubt ${utility.toFixed(2)}`,
      `  ${oneLine(text ?? uri, stdout.columns - 3)}`,
      ...answers.map(({ annotator, value, note }) => {
        return `  ${annotator}: ${showAnswer(value)}${note === undefined ? '' : `  (${oneLine(note, 60)})`}`;
      }),
      ...(consensus === undefined ? [] : [`  together: ${showAnswer(consensus)}`]),
    ].join('\n'),
  );
  return `${blocks.join('\n\n')}\n\nDecide: ${command} review adjudicate ${project} ITEM ANSWER`;
}

function auditTable(entries: readonly AuditEntry[], { stdout }: World): string {
  const rows = entries.map(({ number, at, by, action, subject, details }) => [
    String(number),
    at.slice(0, 19).replace('T', ' '),
    by,
    action,
    oneLine(subject, 40),
    details === undefined ? '' : oneLine(JSON.stringify(details), 60),
  ]);
  return formatHeadedTable(stdout, ['NUMBER', 'AT', 'BY', 'DID', 'TO', 'DETAILS'], rows);
}
