import { resolve } from 'node:path';
import { createClient } from '@alaas/client';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { loadConfig } from '../config-file.ts';
import type { ExitCode } from '../exit-codes.ts';
import { runSample } from '../serve/sample.ts';
import { uiFolder } from '../serve/ui-folder.ts';
import { paint } from '../terminal/paint.ts';
import type { World } from '../world.ts';

type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug';

interface Flags {
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
  readonly storage?: string;
  readonly sample?: boolean;
  /** false: none. Absent: the one that is installed. */
  readonly ui?: string | false;
  readonly log: LogLevel;
}

/** `alaas serve`: the service, until Ctrl-C. */
export function addServe(program: Command, world: World, end: (code: ExitCode) => void): void {
  program
    .command('serve')
    .description('Start the service, and keep it running until Ctrl-C.')
    .option('-c, --config <file>', 'config; without one, every key has its default')
    .option('--host <address>', 'address to listen on; other than loopback needs a token (default: of the config)')
    .option('-p, --port <n>', 'TCP port, 0 for a free one (default: of the config, 60035)', port)
    .option('--storage <dir>', 'folder of the store (default: of the config, ./.alaas)')
    .option('--ui <dir>', 'folder of a built web interface (default: the one that is installed)')
    .option('--no-ui', 'serve no web interface')
    .option('--sample', 'also make a sample pool and run a query on it')
    .addOption(
      new Option('--log <level>', 'what goes to standard error as JSON lines')
        .choices(['silent', 'error', 'warn', 'info', 'debug'])
        .default('error'),
    )
    .addHelpText(
      'after',
      `
A token in ALAAS_TOKEN is demanded of every request. ALAAS_DATABASE is the URL of a PostgreSQL database.

Examples:
  ${world.command} serve --sample
  ALAAS_TOKEN=... ${world.command} serve --config alaas.yml --host 0.0.0.0`,
    )
    .action(async (flags: Flags) => {
      await serve(flags, world);
      end(0);
    });
}

async function serve(flags: Flags, world: World): Promise<void> {
  const { stdout, interrupted } = world;
  const { config, folder } = await loadConfig(flags.config, world);
  const token = world.env.ALAAS_TOKEN || config.token;
  const ui = chooseUi(flags.ui, world);
  const server = await world.loadServer();
  const service = await server.startServer({
    config: flags.storage === undefined ? config : { ...config, storage: resolve(world.cwd, flags.storage) },
    folder,
    log: flags.log,
    ui,
    ...(flags.host === undefined ? {} : { host: flags.host }),
    ...(flags.port === undefined ? {} : { port: flags.port }),
    ...(token === undefined ? {} : { token }),
    ...(world.env.ALAAS_DATABASE ? { database: world.env.ALAAS_DATABASE } : {}),
  });
  try {
    // a more talkative log has them already
    if (flags.log === 'silent' || flags.log === 'error') warn(service.warnings, world);
    stdout.write(`ALaaS listens on ${paint(stdout, 'bold', service.url)}\n`);
    if (ui !== undefined) stdout.write(`  label      ${service.url}/ in a browser\n`);
    stdout.write(`  store      ${service.storage}\n  reference  ${service.url}/docs\n`);
    if (flags.sample) await runSample(createClient({ url: service.url, token }), world);
    const steps = { url: service.url, isSampled: flags.sample === true, hasToken: token !== undefined };
    stdout.write(nextSteps({ ...steps, hasPage: ui !== undefined }, world));
    await aborted(interrupted);
    stdout.write('Stopping: running work is put aside and goes on at the next start.\n');
  } catch (error) {
    // Ctrl-C is how a service ends
    if (!interrupted.aborted) throw error;
  } finally {
    await service.close();
  }
}

function chooseUi(flag: Flags['ui'], { cwd }: World): string | undefined {
  if (flag === false) return undefined;
  return flag === undefined ? uiFolder() : resolve(cwd, flag);
}

function warn(warnings: readonly string[], { stderr }: World): void {
  for (const warning of warnings) stderr.write(`${paint(stderr, 'yellow', 'warning')}: ${warning}\n`);
}

interface Steps {
  readonly url: string;
  readonly isSampled: boolean;
  readonly hasToken: boolean;
  /** Whether there is a web interface. */
  readonly hasPage: boolean;
}

function nextSteps({ url, isSampled, hasToken, hasPage }: Steps, { command }: World): string {
  const auth = hasToken ? ` -H "authorization: Bearer $ALAAS_TOKEN"` : '';
  const body = isSampled ? '{"dataset":"sample-texts","budget":5}' : '{"input":"/path/to/photos","budget":5}';
  const page = hasPage ? `open ${url}/ in a browser${hasToken ? ', which asks for the token' : ''}.\nOr ` : '';
  return `
What to do next: ${page}type, in another terminal:
  curl -s${auth} ${url}/v1/strategies
  curl -s${auth} ${url}/v1/queries -H 'content-type: application/json' -H 'prefer: wait=60' -d '${body}'
  ${command} query --server ${url} --input /path/to/photos --budget 10 --out picks.jsonl${isSampled ? labelSteps(url, command) : ''}

Ctrl-C stops the service.
`;
}

/** Labelling the sample's texts while a head learns from the answers. */
function labelSteps(url: string, command: string): string {
  const labels = 'delivery,refund,account,safety';
  return `
  ${command} project create help-desk --server ${url} --dataset sample-texts --labels ${labels}
  ${command} label help-desk --server ${url}`;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function port(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > 65535) throw new InvalidArgumentError('It is not a port: 0 to 65535.');
  return Number(text);
}
