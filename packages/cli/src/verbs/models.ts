import type { ModelSummary } from '@alaas/core';
import type { Command } from 'commander';
import { loadConfig } from '../config-file.ts';
import type { ExitCode } from '../exit-codes.ts';
import { connect, withTemporaryService } from '../service.ts';
import { paint } from '../terminal/paint.ts';
import { formatTable } from '../terminal/table.ts';
import type { World } from '../world.ts';

interface Flags {
  readonly config?: string;
  readonly server?: string;
  readonly json?: boolean;
}

/** `alaas models`: the models a query can name. */
export function addModels(program: Command, world: World, end: (code: ExitCode) => void): void {
  program
    .command('models')
    .description('List the models that a query can name with --model.')
    .option('-c, --config <file>', 'also the model of this config')
    .option('--server <url>', 'ask this service (default: the ones of this installation)')
    .option('--json', 'print JSON')
    .addHelpText('after', `\nExample:\n  ${world.command} models --config alaas.yml`)
    .action(async (flags: Flags) => {
      const config = await loadConfig(flags.config, world);
      const models =
        flags.server === undefined
          ? await withTemporaryService(world, config, (client) => client.models.list())
          : await connect(flags.server, world, config.config).models.list();
      world.stdout.write(flags.json ? `${JSON.stringify(models)}\n` : list(models, world));
      end(0);
    });
}

function list(models: readonly ModelSummary[], { stdout }: World): string {
  const rows = models.map(({ name, modality, hub, configured, summary }) => [
    configured ? `${name} (config)` : name,
    modality ?? 'any',
    hub === 'zoo' ? 'built in' : hub,
    summary,
  ]);
  const [head, ...lines] = formatTable([['NAME', 'FOR', 'FROM', 'WHAT'], ...rows]).split('\n');
  return `${[paint(stdout, 'bold', head ?? ''), ...lines].join('\n')}\n\nAny ONNX file: --model file:PATH, or a model entry in the config.\n`;
}
