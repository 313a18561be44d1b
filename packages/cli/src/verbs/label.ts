import { randomUUID } from 'node:crypto';
import { AlaasError, type Project, pairwiseAnswers } from '@alaas/core';
import type { Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import { wholeNumber } from '../flag-values.ts';
import type { Asker } from '../label/ask.ts';
import { askByKey } from '../label/ask-by-key.ts';
import { askByLine } from '../label/ask-by-line.ts';
import { createKeymap } from '../label/keymap.ts';
import { labelSession, type SessionOutcome } from '../label/session.ts';
import { openRemote, type RemoteFlags, withRemoteFlags } from '../remote.ts';
import { formatCount, formatCountOf } from '../terminal/numbers.ts';
import { createProgress } from '../terminal/progress.ts';
import type { World } from '../world.ts';

interface Flags extends RemoteFlags {
  readonly count?: number;
  readonly lines?: boolean;
  readonly anyway?: boolean;
}

/** `alaas label`: labels records in the terminal, or from a script that answers line by line. */
export function addLabel(program: Command, world: World, end: (code: ExitCode) => void): void {
  withRemoteFlags(
    program
      .command('label')
      .argument('<project>', 'id of the project')
      .description('Label records in the terminal, the most useful first: one key, one answer.')
      .option('-n, --count <n>', 'stop after so many answers', wholeNumber)
      .option('--lines', 'type answers as lines, also in a terminal')
      .option('--anyway', 'go on when the project advises to stop'),
  )
    .addHelpText(
      'after',
      `
Keys: those of the labels, Enter accepts what the head says (or sends the chosen labels of a multi-label task), Space
skips, u takes the last answer back, q stops. What is answered is kept at once.

Where standard input is no terminal, one line is one answer: a label or its key; of a multi-label task several with
commas between, or - for none; an empty line skips, u undoes, q stops. With --json each record is one line of JSON.

Examples:
  ${world.command} label spam
  printf 'ham\\nspam\\n' | ${world.command} label spam --count 2`,
    )
    .action(async (id: string, flags: Flags) => {
      const outcome = await label(id, flags, world);
      if (flags.json) world.stdout.write(`${JSON.stringify(outcome)}\n`);
      else world.stderr.write(`\n${describe(id, outcome, world)}\n`);
      end(outcome.refused > 0 && world.openKeyboard === undefined ? 1 : 0);
    });
}

async function label(id: string, flags: Flags, world: World): Promise<SessionOutcome> {
  const client = (await openRemote(flags, world)).project(id);
  const project = await client.get({ signal: world.interrupted });
  const progress = flags.json ? undefined : createProgress(world.stderr, { now: world.now });
  const asker = openAsker(project, flags, world);
  try {
    return await labelSession(
      client,
      {
        ...asker,
        ask(lease, answered) {
          progress?.end();
          return asker.ask(lease, answered);
        },
      },
      {
        most: flags.count,
        anyway: flags.anyway,
        signal: world.interrupted,
        now: world.now,
        pause: world.pause,
        newKey: randomUUID,
        isTimed: world.openKeyboard !== undefined,
        onWait: () => progress?.update({ stage: 'waiting', done: 0, total: 1, failed: 0 }),
      },
    );
  } finally {
    progress?.end();
    asker.close();
  }
}

function openAsker(project: Project, flags: Flags, world: World): Asker {
  const { task, keys } = project;
  if (task === 'spans' || task === 'boxes') {
    throw new AlaasError(
      'INVALID_REQUEST',
      `${project.id} asks for ${task}, which a terminal cannot mark. Import them from another tool: ${world.command} import --help.`,
    );
  }
  const labels = task === 'pairwise' ? pairwiseAnswers.map((name) => ({ name, description: '' })) : project.labels;
  if (labels.length === 0) {
    throw new AlaasError(
      'INVALID_REQUEST',
      `${project.id} has no labels. Give it some: ${world.command} project change ${project.id} --labels ONE,OTHER`,
    );
  }
  const keymap = createKeymap(labels, keys);
  const common = { project: { task, labels }, keymap, screen: world.stdout, signal: world.interrupted };
  if (world.openKeyboard === undefined || flags.lines || flags.json || !keymap.isComplete) {
    return askByLine({ ...common, input: world.stdin, isJson: flags.json === true });
  }
  return askByKey({ ...common, keyboard: world.openKeyboard() });
}

function describe(id: string, outcome: SessionOutcome, { command }: World): string {
  const { answered, skipped, undone, refused, empty } = outcome;
  const parts = [
    formatCountOf(answered - undone, 'answer'),
    ...(skipped > 0 ? [`${formatCount(skipped)} skipped`] : []),
    ...(undone > 0 ? [`${formatCount(undone)} taken back`] : []),
    ...(refused > 0 ? [`${formatCount(refused)} refused`] : []),
  ];
  return [
    `${parts.join(', ')}.${empty === undefined ? '' : ` ${empty.detail}`}`,
    `Next: ${command} project metrics ${id}`,
  ].join('\n');
}
