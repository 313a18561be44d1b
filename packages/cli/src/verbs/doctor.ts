import { resolve } from 'node:path';
import { type AlaasError, toAlaasError } from '@alaas/core';
import type { Command } from 'commander';
import { type LoadedConfig, loadConfig } from '../config-file.ts';
import {
  checkConfig,
  checkDatabase,
  checkNative,
  checkNode,
  checkPort,
  checkServer,
  checkStorage,
  type Finding,
} from '../doctor/checks.ts';
import type { ExitCode } from '../exit-codes.ts';
import { formatCountOf } from '../terminal/numbers.ts';
import { paint } from '../terminal/paint.ts';
import type { World } from '../world.ts';

interface Flags {
  readonly config?: string;
  readonly storage?: string;
  readonly server?: string;
  readonly json?: boolean;
}

/** `alaas doctor`: whether this machine has what the service needs, and what to do where it has not. */
export function addDoctor(program: Command, world: World, end: (code: ExitCode) => void): void {
  program
    .command('doctor')
    .description('Check what the service needs; exit with 1 when something is wrong.')
    .option('-c, --config <file>', 'also check this config')
    .option('--storage <dir>', 'folder of the store (default: of the config)')
    .option('--server <url>', 'also check that this service answers')
    .option('--json', 'print JSON')
    .addHelpText('after', `\nExample:\n  ${world.command} doctor --config alaas.yml`)
    .action(async (flags: Flags) => {
      const findings = await examine(flags, world);
      world.stdout.write(flags.json ? `${JSON.stringify(findings)}\n` : show(findings, world));
      end(findings.every((finding) => finding.isOk) ? 0 : 1);
    });
}

async function examine(flags: Flags, world: World): Promise<Finding[]> {
  const loaded = await tryConfig(flags.config, world);
  const { config, folder } = 'config' in loaded ? loaded : await loadConfig(undefined, world);
  const storage = flags.storage === undefined ? resolve(folder, config.storage) : resolve(world.cwd, flags.storage);
  return [
    checkNode(process.versions.node),
    await checkNative('ONNX Runtime', ['@alaas/server', '@alaas/engine', 'onnxruntime-node']),
    await checkNative('Image decoder', ['@alaas/server', '@alaas/engine', 'sharp']),
    await checkStorage(storage),
    await checkDatabase(world, { folder: storage, url: world.env.ALAAS_DATABASE || config.database }),
    checkConfig(flags.config, loaded),
    await checkPort(world, config),
    ...(flags.server === undefined ? [] : [await checkServer(flags.server, world, config)]),
  ];
}

async function tryConfig(path: string | undefined, world: World): Promise<LoadedConfig | AlaasError> {
  try {
    return await loadConfig(path, world);
  } catch (error) {
    return toAlaasError(error);
  }
}

function show(findings: readonly Finding[], { stdout }: World): string {
  const lines = findings.map(({ check, isOk, detail, next }) => {
    const state = isOk ? paint(stdout, 'green', 'ok     ') : paint(stdout, 'red', 'problem');
    return `${state}  ${check}: ${detail}${next === undefined ? '' : `\n         ${next}`}`;
  });
  const count = findings.filter((finding) => !finding.isOk).length;
  return `${lines.join('\n')}\n${count === 0 ? 'All is well.' : `${formatCountOf(count, 'problem')}.`}\n`;
}
