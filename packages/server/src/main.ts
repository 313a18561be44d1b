import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AlaasError, type Config, parseConfig, toAlaasError } from '@alaas/core';
import { type RunningServer, startServer } from './start-server.ts';

/** Starts the service from the environment: ALAAS_CONFIG, ALAAS_TOKEN, ALAAS_DATABASE, ALAAS_HOST, ALAAS_PORT, ALAAS_STORAGE, ALAAS_UI. */
async function main(): Promise<void> {
  const { ALAAS_TOKEN: token, ALAAS_DATABASE: database, ALAAS_HOST: host, ALAAS_PORT: port } = process.env;
  const { config, folder } = loadConfig(process.env.ALAAS_CONFIG, process.env.ALAAS_STORAGE);
  const server = await startServer({
    config,
    folder,
    token,
    database,
    host,
    ui: process.env.ALAAS_UI,
    port: port === undefined ? undefined : toPort(port),
  });
  closeOnSignals(server);
}

function loadConfig(path: string | undefined, storage: string | undefined): { config: Config; folder: string } {
  const config = path === undefined ? parseConfig('', 'the defaults') : parseConfig(readText(path), path);
  return {
    config: storage === undefined ? config : { ...config, storage: resolve(storage) },
    folder: path === undefined ? process.cwd() : dirname(resolve(path)),
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AlaasError('INVALID_CONFIG', `The config file ${path} cannot be read. Check ALAAS_CONFIG.`, { cause });
  }
}

function toPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new AlaasError('INVALID_CONFIG', `ALAAS_PORT is "${text}". Give a number from 0 to 65535.`);
}

/** The first signal closes in order; the second one does not wait. */
function closeOnSignals(server: RunningServer): void {
  let isClosing = false;
  const stop = () => {
    if (isClosing) process.exit(130);
    isClosing = true;
    server.close().catch(fail);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function fail(error: unknown): void {
  const { code, message } = toAlaasError(error);
  process.stderr.write(`${code}: ${message}\n`);
  process.exitCode = 2;
}

main().catch(fail);
