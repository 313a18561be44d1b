import { AlaasError, type ModelVersion, type ProjectRound } from '@alaas/core';
import { type Command, InvalidArgumentError } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import { metricsPage } from '../project/metrics-page.ts';
import { openRemote, print, type RemoteFlags, withRemoteFlags } from '../remote.ts';
import { formatShare } from '../terminal/estimate.ts';
import { formatHeadedTable } from '../terminal/heading-table.ts';
import { formatCount } from '../terminal/numbers.ts';
import { createProgress } from '../terminal/progress.ts';
import type { World } from '../world.ts';

/** `alaas project metrics`, `rounds`, `models` and `serve`: how it is going, and which head serves. */
export function addProgress(group: Command, world: World, end: (code: ExitCode) => void): void {
  of('metrics', 'See labels, honest accuracy, labels saved, forecast, and whether to stop.')
    .option('--settled', 'first wait until the head has learnt from every answer, and was measured')
    .action(async (id: string, flags: RemoteFlags & { readonly settled?: boolean }) => {
      const project = (await openRemote(flags, world)).project(id);
      const signal = world.interrupted;
      const progress = flags.settled && !flags.json ? createProgress(world.stderr, { now: world.now }) : undefined;
      try {
        progress?.update({ stage: 'train', done: 0, total: 1, failed: 0 });
        const metrics = await (flags.settled
          ? project.settled({ measured: true, signal })
          : project.metrics({ signal }));
        progress?.end();
        print(world, flags, metrics, () => metricsPage(id, metrics, world.stdout));
      } finally {
        progress?.end();
      }
      end(0);
    });
  of('rounds', 'List what was chosen, round by round, the newest first.').action(
    async (id: string, flags: RemoteFlags) => {
      const rounds = await (await openRemote(flags, world)).project(id).rounds({ signal: world.interrupted });
      print(world, flags, rounds, () => roundTable(id, rounds, world));
      end(0);
    },
  );
  of('models', 'List the versions of the head, the newest first.').action(async (id: string, flags: RemoteFlags) => {
    const models = await (await openRemote(flags, world)).project(id).models({ signal: world.interrupted });
    print(world, flags, models, () => modelTable(models, world));
    end(0);
  });
  withRemoteFlags(
    group
      .command('serve')
      .argument('<project>', 'id of the project')
      .argument('<version>', 'number of a version, or latest', version)
      .description('Choose the version of the head that suggests, predicts and is exported; latest follows training.'),
  ).action(async (id: string, chosen: number | 'latest', flags: RemoteFlags) => {
    const models = await (await openRemote(flags, world)).project(id).serve(chosen, { signal: world.interrupted });
    const serving = models.find(({ isServing }) => isServing);
    if (serving === undefined && chosen === 'latest') throw new AlaasError('CONFLICT', 'There is no head yet.');
    print(world, flags, serving ?? { version: chosen }, () => {
      const follow = chosen === 'latest' ? ', and those that come' : '. Training goes on; "latest" follows it again';
      return `Version ${serving?.version ?? chosen} of the head serves${follow}.`;
    });
    end(0);
  });

  function of(name: string, description: string): Command {
    return withRemoteFlags(group.command(name).argument('<project>', 'id of the project').description(description));
  }
}

function version(text: string): number | 'latest' {
  if (text === 'latest') return text;
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('Write the number of a version, or latest.');
  return Number(text);
}

function roundTable(project: string, rounds: readonly ProjectRound[], { stdout, command }: World): string {
  if (rounds.length === 0) return `No round yet: nobody has asked for records. Begin: ${command} label ${project}`;
  const rows = rounds.map(({ number, at, items, pool, modelVersion, strategy, seed }) => [
    String(number),
    at.slice(0, 19).replace('T', ' '),
    formatCount(items.length),
    formatCount(items.filter(({ arm }) => arm === 'control').length),
    formatCount(pool.items),
    modelVersion === 0 ? '-' : String(modelVersion),
    String(seed),
    typeof strategy === 'string' ? strategy : strategy.type,
  ]);
  const titles = ['ROUND', 'AT', 'ITEMS', 'RANDOM', 'OF', 'MODEL', 'SEED', 'STRATEGY'];
  return `${formatHeadedTable(stdout, titles, rows)}\n\nMake one again: ${command} replay ${project} ${rounds[0]?.number}`;
}

function modelTable(models: readonly ModelVersion[], { stdout }: World): string {
  if (models.length === 0) return 'No head yet: it takes answers of two labels.';
  const rows = models.map(({ version: number, at, labels, learner, accuracy, isServing, isKept }) => [
    String(number),
    at.slice(0, 19).replace('T', ' '),
    formatCount(labels),
    learner,
    formatShare(accuracy),
    isServing ? 'serves' : isKept ? '' : 'not kept',
  ]);
  return formatHeadedTable(stdout, ['VERSION', 'AT', 'LABELS', 'LEARNER', 'ACCURACY', ''], rows);
}
