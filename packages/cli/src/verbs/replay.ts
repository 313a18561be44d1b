import type { Replay } from '@alaas/core';
import type { Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import { wholeNumber } from '../flag-values.ts';
import { openRemote, print, type RemoteFlags, withRemoteFlags } from '../remote.ts';
import { formatCountOf } from '../terminal/numbers.ts';
import { paint } from '../terminal/paint.ts';
import { oneLine } from '../terminal/plain.ts';
import { createProgress } from '../terminal/progress.ts';
import { formatTable } from '../terminal/table.ts';
import type { World } from '../world.ts';

/** `alaas replay`: makes a round's choice again, and fails when it differs. */
export function addReplay(program: Command, world: World, end: (code: ExitCode) => void): void {
  withRemoteFlags(
    program
      .command('replay')
      .argument('<project>', 'id of the project')
      .argument('<round>', 'number of the round', wholeNumber)
      .description('Make the choice of a round again, and exit with 1 when it differs, saying how.'),
  )
    .addHelpText('after', `\nExample:\n  ${world.command} replay spam 3`)
    .action(async (id: string, round: number, flags: RemoteFlags) => {
      const project = (await openRemote(flags, world)).project(id);
      const progress = flags.json ? undefined : createProgress(world.stderr, { now: world.now });
      let replay: Replay;
      try {
        progress?.update({ stage: 'select', done: 0, total: 1, failed: 0 });
        replay = await project.replay(round, { signal: world.interrupted });
      } finally {
        progress?.end();
      }
      print(world, flags, replay, () => (replay.isSame ? same(replay) : differing(replay, world)));
      end(replay.isSame ? 0 : 1);
    });
}

function same({ round }: Replay): string {
  return `Round ${round.number} again: the same ${formatCountOf(round.items.length, 'item')} in the same order.`;
}

function differing({ round, items, differences }: Replay, { stdout }: World): string {
  const places = Math.max(round.items.length, items.length);
  const rows = Array.from({ length: places }, (_, i) => [
    `  ${i + 1}`,
    oneLine(round.items[i]?.item ?? '-', 40),
    oneLine(items[i]?.item ?? '-', 40),
  ]).filter(([, then, now]) => then !== now);
  return [
    paint(stdout, 'red', `Round ${round.number} again differs.`),
    ...differences.map((difference) => `  ${difference}`),
    ...(rows.length === 0 ? [] : [formatTable([['  PLACE', 'THEN', 'NOW'], ...rows.slice(0, mostRows)])]),
    ...(rows.length > mostRows ? [`  and ${formatCountOf(rows.length - mostRows, 'more place')}`] : []),
  ].join('\n');
}

const mostRows = 20;
