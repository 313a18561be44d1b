import type { Client } from '@alaas/client';
import type { StrategySummary } from '@alaas/core';
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

/** `alaas strategies`: what there is to choose from, and one in full. */
export function addStrategies(program: Command, world: World, end: (code: ExitCode) => void): void {
  program
    .command('strategies')
    .argument('[id]', 'one strategy, by id or alias, in full')
    .description('List the query strategies, or show one in full.')
    .option('--server <url>', 'ask this service (default: the ones of this installation)')
    .option('--json', 'print JSON')
    .addHelpText('after', `\nExample:\n  ${world.command} strategies margin-confidence`)
    .action(async (id: string | undefined, flags: Flags) => {
      const ask = <T>(use: (client: Client) => Promise<T>) => askService(flags.server, world, use);
      if (id === undefined) {
        const strategies = await ask((client) => client.strategies.list());
        world.stdout.write(flags.json ? `${JSON.stringify(strategies)}\n` : list(strategies, world));
      } else {
        const strategy = await ask((client) => client.strategies.get(id));
        world.stdout.write(flags.json ? `${JSON.stringify(strategy)}\n` : show(strategy, world.stdout));
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

function list(strategies: readonly StrategySummary[], { stdout, command }: World): string {
  const rows = strategies.map(({ id, needs, summary }) => [id, needs.join(' ') || 'nothing', summary]);
  const [head, ...lines] = formatTable([['ID', 'NEEDS', 'ASKS FOR'], ...rows]).split('\n');
  return `${[paint(stdout, 'bold', head ?? ''), ...lines].join('\n')}\n\nOne in full: ${command} strategies ID\n`;
}

function show(strategy: StrategySummary, output: Output): string {
  const { id, title, summary, aliases, family, needs, formula, cost, reference } = strategy;
  const rows = [
    ['also called', aliases.join(', ') || '-'],
    ['family', family],
    ['needs', needs.join(', ') || 'nothing'],
    ['utility', formula],
    ['cost', cost],
    ['reference', reference],
  ];
  const options = optionsOf(strategy);
  return [
    `${paint(output, 'bold', id)}  ${title}`,
    summary,
    '',
    formatTable(rows),
    '',
    options.length === 0 ? 'It takes no options.' : `Options, as --option name=value:\n${formatTable(options)}`,
    '',
  ].join('\n');
}

/** Name, default and description of each option, from their JSON Schema. */
function optionsOf({ options }: StrategySummary): string[][] {
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
