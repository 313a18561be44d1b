import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

/** The program as a user's shell finds it. */
const program = join(import.meta.dirname, '../packages/cli/bin/alaas.mjs');

/** How a command ended and what it printed. */
export interface Ended {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly out: string;
  readonly err: string;
}

/** A folder that is removed at the end of the scope. */
export async function createFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'alaas-e2e-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Starts `alaas` in a folder, without the environment's own token and database. */
export function startAlaas(cwd: string, args: readonly string[], env: Record<string, string> = {}) {
  const { ALAAS_TOKEN: _token, ALAAS_DATABASE: _database, ...inherited } = process.env;
  return spawn(process.execPath, [program, ...args], { cwd, env: { ...inherited, ...env } });
}

/** The end of a started command. */
export function endOf(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code: code ?? undefined, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }),
    );
  });
}

/** Runs `alaas` in a folder to its end. @param input what it reads from standard input */
export function alaas(cwd: string, args: readonly string[], input = ''): Promise<Ended> {
  const child = startAlaas(cwd, args);
  child.stdin.end(input);
  return endOf(child);
}

/** The values of lines that are JSON each. */
export function parseLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** A PNG of side x side pixels, each channel at `(x * a + y * b + c) % 256` with factors of its own from `seed`. */
export function png(side: number, seed: number): Buffer {
  const rows = Buffer.alloc(side * (side * 3 + 1));
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const value = x * (seed + channel + 1) + y * (seed * 3 + channel) + seed * 37 * (channel + 1);
        rows[y * (side * 3 + 1) + 1 + x * 3 + channel] = value % 256;
      }
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // 8 bits per channel, RGB
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
