import { randomBytes } from 'node:crypto';
import { rm, stat, statfs, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { AlaasError, type Config, toAlaasError } from '@alaas/core';
import type { LoadedConfig } from '../config-file.ts';
import { connect } from '../service.ts';
import { formatBytes } from '../terminal/numbers.ts';
import type { World } from '../world.ts';

/** What one look found. */
export interface Finding {
  readonly check: string;
  readonly isOk: boolean;
  readonly detail: string;
  /** What to do about a problem. */
  readonly next?: string;
}

/** Whether this Node runs TypeScript and has `node:sqlite`. @param version `24.1.0` */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return ok('Node', version);
  return problem(
    'Node',
    `${version} is too old`,
    'Install Node 22.18 or newer, or run `npm install`, which brings one.',
  );
}

/**
 * Whether a package with native parts loads, from where the service would load it.
 *
 * @param chain packages from this one to the wanted one, each found from where the one before it is
 */
export async function checkNative(check: string, chain: readonly string[]): Promise<Finding> {
  try {
    let require = createRequire(import.meta.url);
    for (const name of chain.slice(0, -1)) require = createRequire(require.resolve(name));
    require(chain.at(-1) ?? '');
    return ok(check, `loads on ${process.platform}-${process.arch}`);
  } catch (error) {
    return problem(
      check,
      reasonOf(error),
      'Install the packages again: `npm install`. On Alpine, use a Debian-based image.',
    );
  }
}

/** Bytes below which a store is too tight: a million rows of 256 float32 take one. */
const leastFreeBytes = 1e9;

/** Whether the store can be written to and has room. Nothing is left behind. */
export async function checkStorage(folder: string): Promise<Finding> {
  const check = 'Storage';
  const place = await nearestFolder(folder);
  const probe = join(place, `.alaas-${randomBytes(6).toString('hex')}`);
  try {
    await writeFile(probe, 'probe', { flag: 'wx' });
    await rm(probe);
    const { bavail, bsize } = await statfs(place);
    const free = bavail * bsize;
    const detail = `${folder} can be written to, ${formatBytes(free)} free`;
    if (free >= leastFreeBytes) return ok(check, detail);
    return problem(check, detail, `Free some space, or choose another folder with --storage.`);
  } catch (error) {
    return problem(check, `${folder}: ${reasonOf(error)}`, 'Choose a folder you may write to with --storage.');
  }
}

/** The folder, or where it would be made. */
async function nearestFolder(folder: string): Promise<string> {
  try {
    if ((await stat(folder)).isDirectory()) return folder;
  } catch (error) {
    const parent = dirname(folder);
    if (parent !== folder) return nearestFolder(parent);
    throw error;
  }
  return folder;
}

/**
 * Whether the service's database answers, takes writes, and has a schema that this version knows. It is left as it is.
 *
 * @param place the store's folder, and the URL of a PostgreSQL database that is used instead of a file in it
 */
export async function checkDatabase(
  world: Pick<World, 'loadServer'>,
  place: { readonly folder: string; readonly url: string | undefined },
): Promise<Finding> {
  const check = 'Database';
  try {
    const { inspectDatabase } = await world.loadServer();
    const found = await inspectDatabase(place);
    if (found.version === undefined) return ok(check, `${found.place} will be made`);
    return ok(check, `${found.place} (${found.version}) takes writes, ${schemaOf(found)}`);
  } catch (error) {
    const next =
      place.url === undefined
        ? 'Move the file away, or choose another folder with --storage.'
        : 'Correct ALAAS_DATABASE, or `database` of the config; without it a file in the store is used.';
    return problem(check, reasonOf(error), next);
  }
}

function schemaOf({ steps, due }: { readonly steps: number; readonly due: number }): string {
  if (due === 0) return `its schema is up to date`;
  const first = steps === 0 ? 'is empty yet' : `has ${steps} of ${steps + due} steps`;
  return `its schema ${first}: \`alaas serve\` makes the rest`;
}

/** Whether the service could listen there, or one of ours does already. */
export async function checkPort(world: World, config: Config): Promise<Finding> {
  const { host, port } = config.active_learning.al_worker;
  const check = 'Port';
  const error = await listenOnce(host, port);
  if (error === undefined) return ok(check, port === 0 ? 'a free one will be taken' : `${host}:${port} is free`);
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const health = await checkServer(url, world, config);
  if (health.isOk) return ok(check, `${host}:${port} is in use by an ALaaS service that answers`);
  return problem(
    check,
    `${host}:${port}: ${reasonOf(error)}`,
    'Stop what listens there, or choose another with --port.',
  );
}

function listenOnce(host: string, port: number): Promise<Error | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', done);
    server.listen({ host, port, exclusive: true }, () => server.close(() => done(undefined)));
  });
}

/** What reading the config found. */
export function checkConfig(path: string | undefined, loaded: LoadedConfig | AlaasError): Finding {
  if (loaded instanceof AlaasError) {
    return problem('Config', loaded.message, 'Correct the file; the message says where.');
  }
  return ok('Config', path === undefined ? 'none given, so the defaults' : `${path} is valid`);
}

/** Whether a service answers and is ready. */
export async function checkServer(url: string, world: World, config: Config): Promise<Finding> {
  try {
    await connect(url, world, config).health({
      signal: AbortSignal.any([world.interrupted, AbortSignal.timeout(5000)]),
    });
    return ok('Server', `${url} is ready`);
  } catch (thrown) {
    const error = toAlaasError(thrown);
    const isLocked = error.code === 'UNAUTHORIZED';
    return problem(
      'Server',
      `${error.code}: ${error.code === 'CANCELLED' ? `${url} did not answer within 5 s` : error.message}`,
      isLocked ? 'Put its token into ALAAS_TOKEN.' : 'Start it with `alaas serve`, or check the address.',
    );
  }
}

function ok(check: string, detail: string): Finding {
  return { check, isOk: true, detail };
}

function problem(check: string, detail: string, next: string): Finding {
  return { check, isOk: false, detail, next };
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0] ?? text;
}
