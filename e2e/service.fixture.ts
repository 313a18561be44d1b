import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const program = join(import.meta.dirname, '../packages/server/src/main.ts');

export interface ServiceOptions {
  /** Its data folder. */
  readonly folder: string;
  /** URL of a PostgreSQL database. Default: a file in the folder. */
  readonly database?: string | undefined;
  readonly token?: string | undefined;
  /** Folder of the built web interface. Default: none. */
  readonly ui?: string | undefined;
  /** TCP port. Default: a free one. */
  readonly port?: number | undefined;
  /** Path of a config file. */
  readonly config?: string | undefined;
  /** Words of a command that becomes the service, before the service's own. */
  readonly before?: readonly string[];
}

/** The service in a process of its own. */
export interface Service {
  readonly url: string;
  readonly pid: number;
  /** Lines of its log. */
  readonly log: readonly string[];
  /** How it ended; undefined while it runs. */
  readonly ended: { readonly code: number | null; readonly signal: string | null } | undefined;
  /** Ends it as when the machine loses power. */
  kill(): Promise<void>;
}

/** A service that may not live to say where it listens. */
export interface StartingService {
  /** Rejects with its log when it ends before it listens. */
  readonly listening: Promise<Service>;
  kill(): Promise<void>;
}

/** Starts the service; the address is its own choice. */
export function startService(options: ServiceOptions): StartingService {
  const { folder, database, token, ui, port = 0, config, before = [] } = options;
  const { ALAAS_TOKEN: _token, ALAAS_DATABASE: _database, ALAAS_CONFIG: _config, ...inherited } = process.env;
  const [command = process.execPath, ...words] = [...before, process.execPath, program];
  const child = spawn(command, words, {
    env: {
      ...inherited,
      ALAAS_STORAGE: folder,
      ALAAS_PORT: String(port),
      ...(ui === undefined ? {} : { ALAAS_UI: ui }),
      ...(database === undefined ? {} : { ALAAS_DATABASE: database }),
      ...(token === undefined ? {} : { ALAAS_TOKEN: token }),
      ...(config === undefined ? {} : { ALAAS_CONFIG: config }),
    },
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const log: string[] = [];
  let ended: Service['ended'];
  const end = once(child, 'close').then(([code, signal]) => {
    ended = { code: code as number | null, signal: signal as string | null };
  });
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await end;
  };
  const listening = new Promise<Service>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      log.push(line);
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (url === undefined) return;
      resolve({
        url,
        pid: child.pid as number,
        log,
        get ended() {
          return ended;
        },
        kill,
      });
    });
    end.then(() => reject(new Error(`The service ended before it listened:\n${log.join('\n')}`)), reject);
  });
  // whoever kills it before it listens does not ask
  listening.catch(() => undefined);
  return { listening, kill };
}
