import { resolve } from 'node:path';
import { AlaasError, type Config } from '@alaas/core';
import { type Engine, openEngine } from '@alaas/engine';
import { createApp } from './app.ts';
import { Closers } from './closers.ts';
import { chooseAddress } from './listen-address.ts';
import { createLog, type Log, type LogLevel } from './log.ts';

export interface ServerOptions {
  readonly config: Config;
  /** Where the config's relative paths start: as a rule the folder of its file. */
  readonly folder: string;
  /** Address to listen on. Default: the config's. */
  readonly host?: string | undefined;
  /** Default: the config's; 0 takes a free one. */
  readonly port?: number | undefined;
  /** What every request must carry, at least 16 characters. Default: the config's, or none. */
  readonly token?: string | undefined;
  /** URL of a PostgreSQL database for what the service itself remembers. Default: the config's, or a file in the store. */
  readonly database?: string | undefined;
  /** Folder of the built web interface. Default: none is served. */
  readonly ui?: string | undefined;
  /** The least serious kind of line that is written to standard error. Default: info. */
  readonly log?: LogLevel | undefined;
  /** Does the work instead of an engine on the config's storage, and is closed with the server. */
  readonly engine?: Engine | undefined;
}

export interface RunningServer {
  /** Where it answers: `http://127.0.0.1:60035`. */
  readonly url: string;
  readonly token?: string;
  /** What the person who starts it should know. */
  readonly warnings: readonly string[];
  /** Absolute folder of the store. */
  readonly storage: string;
  /** Stops listening, puts unfinished jobs back for the next start, and closes the store. */
  close(): Promise<void>;
}

/**
 * Starts the service and listens.
 *
 * @throws AlaasError `TOKEN_REQUIRED` for another address than loopback without a token, `ADDRESS_IN_USE`,
 *   `INVALID_CONFIG`, `STORE_LOCKED` when another process has the store, `STORE_CORRUPT`, `NOT_READY` when the
 *   PostgreSQL database cannot be reached, and what is wrong with the config's strategy and learner
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const config = withAbsolutePaths(options.config, resolve(options.folder));
  const { protocol, replicas, host: configHost, port: configPort } = config.active_learning.al_worker;
  if (protocol !== 'http') {
    throw new AlaasError(
      'INVALID_CONFIG',
      `active_learning.al_worker.protocol: ${protocol} is not served yet, only http is. Write protocol: http.`,
    );
  }
  const token = checkToken(options.token ?? config.token);
  const database = options.database || config.database;
  const address = chooseAddress({ asked: options.host, configured: configHost, hasToken: token !== undefined });
  const log = createLog(options.log ?? 'info');
  for (const warning of address.warnings) log.warn(warning);
  const closers = new Closers();
  try {
    const engine =
      options.engine ??
      (await openEngine({
        storage: config.storage,
        limits: config.limits,
        sources: config.sources,
        replicas,
        folder: resolve(options.folder),
      }));
    closers.add(() => engine.close());
    // 0.0.0.0 is no name of this service, yet some browsers take it for this machine
    const hosts = address.isLoopback ? [configHost, address.host].filter((host) => !isWildcard(host)) : 'any';
    const app = await createApp({
      config,
      engine,
      log,
      storage: config.storage,
      database,
      token,
      hosts,
      ui: options.ui,
    });
    closers.add(() => app.close());
    const port = await listen(app, address.host, options.port ?? configPort);
    return {
      url: `http://${urlHost(address.host)}:${port}`,
      ...(token === undefined ? {} : { token }),
      warnings: address.warnings,
      storage: config.storage,
      close: () => closers.close(),
    };
  } catch (error) {
    await closers.close().catch((failure: unknown) => logFailure(log, failure));
    throw error;
  }
}

function withAbsolutePaths(config: Config, folder: string): Config {
  return {
    ...config,
    storage: resolve(folder, config.storage),
    sources: { ...config.sources, roots: config.sources.roots.map((root) => resolve(folder, root)) },
  };
}

/** Characters; short ones could be guessed, rate limit or not. */
const minTokenLength = 16;

function checkToken(token: string | undefined): string | undefined {
  if (token === undefined || token === '') return undefined;
  if (token.length >= minTokenLength && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new AlaasError(
    'INVALID_CONFIG',
    `The token must have at least ${minTokenLength} visible ASCII characters and no space. \`openssl rand -hex 32\` makes a good one.`,
  );
}

async function listen(app: Awaited<ReturnType<typeof createApp>>, host: string, port: number): Promise<number> {
  try {
    await app.http.listen({ host, port });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === 'EADDRINUSE') {
      throw new AlaasError(
        'ADDRESS_IN_USE',
        `Port ${port} of ${host} is taken by another program. Stop it, or choose another port: --port 0 takes a free one.`,
        { cause },
      );
    }
    if (code === '') throw cause;
    throw new AlaasError(
      'INVALID_CONFIG',
      `The service cannot listen on ${host}, port ${port} (${code}). Change al_worker.host or port.`,
      {
        cause,
      },
    );
  }
  const bound = app.http.server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : port;
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/** A host that a client on this machine can connect to. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function logFailure(log: Log, failure: unknown): void {
  log.error({ err: failure }, 'closing failed');
}
