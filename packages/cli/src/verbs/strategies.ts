import type { Client } from '@alaas/client';
import { isAlaasError, type StrategySummary, type WrapperSummary } from '@alaas/core';
import type { Command } from 'commander';
import { loadConfig } from '../config-file.ts';
import type { ExitCode } from '../exit-codes.ts';
import { connect, withTemporaryService } from '../service.ts';
import { paint } from '../terminal/paint.ts';
import { formatTable } from '../terminal/table.ts';
import type { Output, World } from '../world.ts';

interface Flags {
  readonly server?: string;
  readonly json?: boolean;
}

/** `alaas strategies`: what there is to choose from, wrappers too, and one in full. */
export function addStrategies(program: Command, world: World, end: (code: ExitCode) => void): void {
  program
    .command('strategies')
    .argument('[id]', 'one strategy or wrapper, by id or alias, in full')
    .description('List the query strategies and their wrappers, or show one in full.')
    .option('--server <url>', 'ask this service (default: the ones of this installation)')
    .option('--json', 'print JSON')
    .addHelpText('after', `\nExample:\n  ${world.command} strategies margin-confidence`)
    .action(async (id: string | undefined, flags: Flags) => {
      const ask = <T>(use: (client: Client) => Promise<T>) => askService(flags.server, world, use);
      if (id === undefined) {
        const [strategies, wrappers] = await ask((client) =>
          Promise.all([client.strategies.list(), client.wrappers.list()]),
        );
        const isJson = flags.json === true;
        world.stdout.write(
          isJson ? `${JSON.stringify([...strategies, ...wrappers])}\n` : list(strategies, wrappers, world),
        );
      } else {
        const entry = await ask((client) => find(client, id));
        world.stdout.write(flags.json ? `${JSON.stringify(entry)}\n` : show(entry, world.stdout));
      }
      end(0);
    });
}

async function askService<T>(
  server: string | undefined,
  world: World,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  if (server !== undefined) return use(connect(server, world));
  return withTemporaryService(world, await loadConfig(undefined, world), use);
}

/** The strategy of this name, or else the wrapper. */
async function find(client: Client, id: string): Promise<StrategySummary | WrapperSummary> {
  try {
    return await client.strategies.get(id);
  } catch (error) {
    if (!isAlaasError(error, 'UNKNOWN_STRATEGY')) throw error;
    const wrapper = await client.wrappers.get(id).catch(() => undefined);
    if (wrapper !== undefined) return wrapper;
    throw error;
  }
}

function list(
  strategies: readonly StrategySummary[],
  wrappers: readonly WrapperSummary[],
  { stdout, command }: World,
): string {
  return [
    table(stdout, ['ID', 'NEEDS', 'ASKS FOR'], strategies),
    '',
    table(stdout, ['WRAPPER', 'NEEDS', 'CHANGES'], wrappers),
    '',
    `One in full: ${command} strategies ID. Around a strategy: ${command} query --strategy ID --wrap WRAPPER`,
    '',
  ].join('\n');
}

function table(output: Output, titles: string[], entries: readonly (StrategySummary | WrapperSummary)[]): string {
  const rows = entries.map(({ id, needs, summary }) => [id, needs.join(' ') || 'nothing', summary]);
  const [head, ...lines] = formatTable([titles, ...rows]).split('\n');
  return [paint(output, 'bold', head ?? ''), ...lines].join('\n');
}

function show(entry: StrategySummary | WrapperSummary, output: Output): string {
  const { id, title, kind, summary, aliases, needs, formula, cost, reference } = entry;
  const isWrapper = kind === 'reweigher' || kind === 'splitter';
  const rows = [
    ['also called', aliases.join(', ') || '-'],
    ['kind', kind],
    ...('family' in entry ? [['family', entry.family]] : []),
    ['needs', needs.join(', ') || 'nothing'],
    [kind === 'splitter' ? 'candidates' : 'utility', formula],
    ['cost', cost],
    ['reference', reference],
  ];
  const options = optionsOf(entry);
  const how = isWrapper ? `--wrap ${id}:name=value,name=value` : '--option name=value';
  return [
    `${paint(output, 'bold', id)}  ${title}`,
    summary,
    '',
    formatTable(rows),
    '',
    options.length === 0 ? 'It takes no options.' : `Options, as ${how}:\n${formatTable(options)}`,
    '',
  ].join('\n');
}

/** Name, default and description of each option, from their JSON Schema. */
function optionsOf({ options }: StrategySummary | WrapperSummary): string[][] {
  const properties = options.properties;
  if (typeof properties !== 'object' || properties === null) return [];
  return Object.entries(properties as Record<string, { default?: unknown; description?: string }>).map(
    ([name, property]) => [
      `  ${name}`,
      property.default === undefined ? '' : `default ${JSON.stringify(property.default)}`,
      property.description ?? '',
    ],
  );
}
