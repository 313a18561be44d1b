import type { Client } from '@alaas/client';
import type { Command } from 'commander';
import { loadConfig } from './config-file.ts';
import { connect } from './service.ts';
import type { World } from './world.ts';

/** Flags of every command that works with a running service. */
export interface RemoteFlags {
  readonly config?: string;
  readonly server?: string;
  readonly json?: boolean;
}

/** Adds {@link RemoteFlags} to a command. */
export function withRemoteFlags(command: Command): Command {
  return command
    .option(
      '--server <url>',
      'the service, with the token in ALAAS_TOKEN (default: ALAAS_URL, or where the config puts it)',
    )
    .option('-c, --config <file>', 'config of the service; without one, http://127.0.0.1:60035')
    .option('--json', 'print JSON');
}

/** A client of the running service that the flags, the environment or the config name. */
export async function openRemote(flags: RemoteFlags, world: World): Promise<Client> {
  const { config } = await loadConfig(flags.config, world);
  const { host, port } = config.active_learning.al_worker;
  // what listens everywhere is reached on this machine
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const configured = `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
  return connect(flags.server ?? (world.env.ALAAS_URL || configured), world, config);
}

/** Prints `value` as one line of JSON where that was asked for, and else the text. */
export function print(world: World, { json }: Pick<RemoteFlags, 'json'>, value: unknown, text: () => string): void {
  world.stdout.write(`${json ? JSON.stringify(value) : text()}\n`);
}
