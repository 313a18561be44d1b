import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './testing/temporary-folder.ts';

const script = fileURLToPath(new URL('./testing/scan-process.ts', import.meta.url));
const TEXTS = 12_000;

interface Line {
  readonly ready?: number;
  readonly report?: { readonly items: number; readonly failed: number; readonly inferred: number };
  readonly code?: string;
  readonly message?: string;
}

async function* linesOf(child: ChildProcess): AsyncGenerator<Line> {
  if (child.stdout === null) throw new Error('the process has no output');
  for await (const line of createInterface(child.stdout)) yield JSON.parse(line) as Line;
}

async function lastLine(child: ChildProcess): Promise<Line | undefined> {
  let last: Line | undefined;
  for await (const line of linesOf(child)) last = line;
  return last;
}

function scanProcess(storage: string): ChildProcess {
  return spawn(process.execPath, [script, storage, String(TEXTS)], { stdio: ['ignore', 'pipe', 'inherit'] });
}

function canMount(): boolean {
  try {
    execFileSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('a scan that is killed', () => {
  it('goes on where it was: no finished shard is repeated, no item is lost', async () => {
    const storage = temporaryFolder();
    const first = scanProcess(storage);
    let ready = 0;
    for await (const line of linesOf(first)) {
      ready = line.ready ?? ready;
      if (ready > 0) first.kill('SIGKILL');
    }
    expect(first.signalCode ?? (await once(first, 'exit'))[1]).toBe('SIGKILL');
    expect(ready).toBeGreaterThan(0);
    const { report } = (await lastLine(scanProcess(storage))) ?? {};
    expect(report).toMatchObject({ items: TEXTS, failed: 0 });
    expect(report?.inferred).toBeGreaterThan(0);
    // what the first process had committed is not done again
    expect(report?.inferred).toBeLessThanOrEqual(TEXTS - ready);
  }, 60_000);
});

describe('a disk that is full', () => {
  const mountable = canMount();

  it.skipIf(!mountable)(
    `ends the scan with a clear error and a store that still opens${mountable ? '' : ' (skipped: mounting a small file system is not permitted here)'}`,
    async () => {
      const folder = temporaryFolder();
      const commands = [
        'mount -t tmpfs -o size=6m tmpfs "$1"',
        '"$2" "$3" "$1/store" "$4"',
        '"$2" "$3" "$1/store" "$4"',
      ].join(' && ');
      const child = spawn(
        'unshare',
        ['-rm', 'bash', '-c', commands, 'bash', folder, process.execPath, script, String(TEXTS)],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const codes: Line[] = [];
      for await (const line of linesOf(child)) if (line.code !== undefined) codes.push(line);
      expect(codes.map(({ code }) => code)).toEqual(['STORE_FULL', 'STORE_FULL']);
      expect(codes[0]?.message).toContain('No space left');
    },
    60_000,
  );
});
