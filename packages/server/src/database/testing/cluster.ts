import { execFile, spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { chown, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

/** A PostgreSQL of its own, in a folder that is removed with it, reached through a socket in that folder. */
export interface Cluster {
  /** Of the administrator's database. */
  readonly url: string;
  /**
   * Kills a process that works for the program of this name, with SIGKILL: PostgreSQL ends all others then, and recovers from
   * its log.
   */
  killBackend(application: string): Promise<void>;
  /** Ends it without a word to anybody, as a crash would, and starts it again on its data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Folder of PostgreSQL's programs where Debian puts them, the newest version; they are on no PATH. */
export function findPrograms(): string | undefined {
  const [newest] = globSync('/usr/lib/postgresql/*/bin/initdb').sort((a, b) => versionOf(b) - versionOf(a));
  return newest?.replace(/\/initdb$/, '');
}

function versionOf(path: string): number {
  return Number(/postgresql\/(\d+)\//.exec(path)?.[1] ?? 0);
}

/** PostgreSQL refuses to run as root; this is nobody in Debian. */
const nobody = { uid: 65534, gid: 65534 };

/** Data that nobody keeps need not reach the disk, and a deadlock is to be noticed soon. */
const settings = [
  ...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'wal_level=minimal', 'max_wal_senders=0'],
  ...['listen_addresses=', 'shared_buffers=32MB', 'deadlock_timeout=50ms', 'autovacuum=off', 'jit=off'],
];

/**
 * Ends the server at each line of standard input, and starts it again. At the end of input, which comes with the end of the
 * process that started it, however it ends, the server ends too, and its folder is removed.
 */
const leash = '"$@" & while read -r _; do kill -QUIT $!; wait; "$@" & done; kill -QUIT $!; wait; cd /; rm -rf "$0"';

/** @param programs of {@link findPrograms} */
export async function startCluster(programs: string): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'alaas-pg-'));
  const data = join(folder, 'data');
  const identity = process.getuid?.() === 0 ? nobody : undefined;
  if (identity !== undefined) await chown(folder, identity.uid, identity.gid);
  const account = ['--username=alaas', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8'];
  // texts in a dictionary's order, as on most servers: what relies on another order is to fail
  const order = versionOf(`${programs}/`) >= 15 ? ['--locale-provider=icu', '--icu-locale=en'] : [];
  const choices = [...account, ...order, '--no-sync', '--no-instructions'];
  await promisify(execFile)(join(programs, 'initdb'), ['-D', data, ...choices], { cwd: folder, ...identity });
  const log = await open(join(folder, 'postgres.log'), 'w');
  const options = settings.flatMap((setting) => ['-c', setting]);
  const shell = spawn(
    '/bin/sh',
    ['-c', leash, folder, join(programs, 'postgres'), '-D', data, '-k', folder, ...options],
    {
      cwd: folder,
      stdio: ['pipe', log.fd, log.fd],
      ...identity,
    },
  );
  const ended = new Promise<void>((resolve) => shell.once('close', () => resolve()));
  const cluster = {
    url: `postgres://alaas@/postgres?host=${encodeURIComponent(folder)}`,
    killBackend: (application: string) => killBackend(cluster.url, application),
    async restart() {
      const started = await startTime(cluster.url);
      shell.stdin?.write('\n');
      while ((await startTime(cluster.url).catch(() => started)) === started) await setTimeout(20);
    },
    async stop() {
      shell.stdin?.end();
      await ended;
      await log.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await waitUntilReady(cluster.url);
  } catch (error) {
    const said = await readFile(join(folder, 'postgres.log'), 'utf8');
    await cluster.stop();
    throw new Error(`PostgreSQL did not start. It says:\n${said}`, { cause: error });
  }
  return cluster;
}

async function killBackend(url: string, application: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  // it is ended too
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>(
    `select pid from pg_stat_activity where application_name = $1 order by state = 'active' desc limit 1`,
    [application],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`No connection is of ${application}.`);
  process.kill(row.pid, 'SIGKILL');
  await client.end().catch(() => undefined);
}

/** When the server that answers was started. */
async function startTime(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  // it may break between two answers
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ at: string }>('select pg_postmaster_start_time()::text as at');
  await client.end();
  return rows[0]?.at ?? '';
}

/** Tries of 20 ms; a start takes a few. */
const maxTries = 1000;

async function waitUntilReady(url: string): Promise<void> {
  for (let i = 1; ; i++) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (i === maxTries) throw error;
      await setTimeout(20);
    }
  }
}
