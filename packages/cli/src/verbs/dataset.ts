import type { Client } from '@alaas/client';
import { AlaasError, type Dataset, type ItemsPushed } from '@alaas/core';
import type { Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import { readInput } from '../query/input.ts';
import { type ColumnFlags, columnsOf, FEATURES_HELP, featureColumns, modelOf } from '../query/request.ts';
import { openRemote, print, type RemoteFlags, withRemoteFlags } from '../remote.ts';
import { formatHeadedTable } from '../terminal/heading-table.ts';
import { formatCount, formatCountOf } from '../terminal/numbers.ts';
import { createProgress } from '../terminal/progress.ts';
import type { World } from '../world.ts';

interface PushFlags extends RemoteFlags, ColumnFlags {
  readonly input?: string;
  readonly model?: string;
  readonly wait: boolean;
  readonly quiet?: boolean;
}

/** `alaas dataset`: the items that projects and queries take. */
export function addDataset(program: Command, world: World, end: (code: ExitCode) => void): void {
  const group = program.command('dataset').description('Make, fill, list and delete datasets of a running service.');
  group.addHelpText(
    'after',
    `
Examples:
  ${world.command} dataset create sms --input sms.tsv --text-column text
  ${world.command} dataset push photos --input more-photos
  ${world.command} dataset list`,
  );
  withPushFlags(
    withRemoteFlags(group.command('create').argument('<id>', 'letters, digits, dot, dash and underscore'))
      .description('Make a dataset, and fill it where --input is given.')
      .option('-i, --input <place>', 'folder, glob (quoted), manifest file, URL of a manifest, or - for standard input')
      .option(
        '-m, --model <model>',
        'makes the features: a name, or file:PATH of an ONNX file (default: of the service)',
      ),
  ).action(async (id: string, flags: PushFlags) => end(await create(id, flags, world)));
  withPushFlags(
    withRemoteFlags(group.command('push').argument('<id>', 'id of the dataset'))
      .description('Add items, and scan them. Items whose id is there already change nothing.')
      .requiredOption('-i, --input <place>', 'folder, glob (quoted), manifest file, URL of a manifest, or -'),
  ).action(async (id: string, flags: PushFlags & { readonly input: string }) => {
    const client = await openRemote(flags, world);
    end(await push(client, id, flags.input, { flags, world }));
  });
  withRemoteFlags(group.command('list').description('List the datasets.')).action(async (flags: RemoteFlags) => {
    const datasets = await (await openRemote(flags, world)).datasets.list({ signal: world.interrupted });
    print(world, flags, datasets, () => table(datasets, world));
    end(0);
  });
  withRemoteFlags(group.command('show').argument('<id>', 'id of the dataset').description('Show one dataset.')).action(
    async (id: string, flags: RemoteFlags) => {
      const dataset = await (await openRemote(flags, world)).datasets.get(id, { signal: world.interrupted });
      print(world, flags, dataset, () => table([dataset], world));
      end(0);
    },
  );
  withRemoteFlags(group.command('delete').argument('<id>', 'id of the dataset'))
    .description("Forget a dataset's items; what was computed stays cached by content.")
    .action(async (id: string, flags: RemoteFlags) => {
      await (await openRemote(flags, world)).datasets.delete(id, { signal: world.interrupted });
      print(world, flags, { deleted: id }, () => `Deleted dataset ${id}.`);
      end(0);
    });
}

function withPushFlags(command: Command): Command {
  return command
    .option('--id-column <name>', 'column of the ids in a manifest (default: id)')
    .option('--uri-column <name>', 'column of the URIs (default: uri, url, path, file, image, audio or filename)')
    .option('--text-column <name>', 'column of the texts (default: text, sentence, content or document)')
    .option('--label-column <name>', 'column of known labels (default: none)')
    .option('--feature-columns <names>', FEATURES_HELP, featureColumns)
    .option('--no-wait', 'leave the scan to go on in the background')
    .option('-q, --quiet', 'no progress')
    .addHelpText('after', '\nPaths are relative to the working directory, and on the machine of the service.');
}

async function create(id: string, flags: PushFlags, world: World): Promise<ExitCode> {
  const client = await openRemote(flags, world);
  const model = flags.model === undefined ? {} : { model: modelOf(flags.model, world.cwd) };
  const dataset = await client.datasets.create({ id, ...model }, { signal: world.interrupted });
  if (flags.input !== undefined) return await push(client, id, flags.input, { flags, world });
  print(world, flags, dataset, () => `Made dataset ${id}.\nNext: ${world.command} dataset push ${id} --input PLACE`);
  return 0;
}

async function push(
  client: Client,
  id: string,
  input: string,
  { flags, world }: { flags: PushFlags; world: World },
): Promise<ExitCode> {
  const signal = world.interrupted;
  const progress = flags.quiet || flags.json ? undefined : createProgress(world.stderr, { now: world.now });
  const columns = columnsOf(flags);
  let pushed: ItemsPushed;
  try {
    progress?.update({ stage: 'list', done: 0, total: 0, failed: 0 });
    const given = await readInput(input, world);
    pushed = await client.datasets.push(id, { ...given, ...(columns === undefined ? {} : { columns }) }, { signal });
    if (flags.wait) await waitForScan(client, pushed.job, { signal, onProgress: progress?.update });
  } finally {
    progress?.end();
  }
  const dataset = await client.datasets.get(id, { signal });
  print(world, flags, { ...pushed, dataset }, () => describePush(pushed, dataset, flags.wait, world));
  return 0;
}

async function waitForScan(client: Client, job: string, options: Parameters<Client['jobs']['wait']>[1]): Promise<void> {
  const { state, error } = await client.jobs.wait(job, options);
  if (state === 'done') return;
  if (state === 'failed' && error !== undefined) throw new AlaasError(error.code, error.detail);
  throw new AlaasError('CANCELLED', `The scan ${job} was cancelled. Push the items again to start another.`);
}

function describePush({ added, known }: ItemsPushed, dataset: Dataset, isScanned: boolean, { command }: World): string {
  const { id, ready, failed, items } = dataset;
  const before = known === 0 ? '' : `, ${formatCount(known)} were there already`;
  const broken = failed === 0 ? '' : `, ${formatCount(failed)} could not be read`;
  const scanned = isScanned
    ? `${formatCount(ready)} of ${formatCount(items)} have features${broken}`
    : 'The scan goes on';
  return [
    `Added ${formatCountOf(added, 'item')} to ${id}${before}. ${scanned}.`,
    `Next: ${command} project create NAME --dataset ${id} --labels ONE,OTHER`,
  ].join('\n');
}

function table(datasets: readonly Dataset[], { stdout, command }: World): string {
  if (datasets.length === 0) return `No dataset yet. Make one: ${command} dataset create ID --input PLACE`;
  const rows = datasets.map(({ id, items, ready, failed, labelled, model }) => [
    id,
    ...[items, ready, failed, labelled].map(formatCount),
    model,
  ]);
  return formatHeadedTable(stdout, ['ID', 'ITEMS', 'READY', 'FAILED', 'LABELLED', 'MODEL'], rows);
}
