import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alaas-main-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** The program with an environment of its own: its exit code, and what it wrote. */
function run(env: Record<string, string>, onLine: (line: string, kill: (signal: NodeJS.Signals) => void) => void) {
  const { NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: { NODE_COMPILE_CACHE, ALAAS_STORAGE: join(folder, 'store'), ALAAS_PORT: '0', ...env },
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    onLine(line, (signal) => child.kill(signal));
  });
  return new Promise<{ code: number | null; lines: string[] }>((resolve) => {
    child.on('close', (code) => resolve({ code, lines }));
  });
}

describe('main', () => {
  it('starts from the environment and closes in order on a signal', async () => {
    writeFileSync(join(folder, 'alaas.yml'), 'budget: 7\nactive_learning: { al_worker: { host: 0.0.0.0 } }');
    let asked: Promise<Response> | undefined;
    const { code, lines } = await run({ ALAAS_CONFIG: join(folder, 'alaas.yml') }, (line, kill) => {
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (url === undefined || asked !== undefined) return;
      asked = fetch(`${url}/readyz`);
      asked.finally(() => kill('SIGTERM')).catch(() => undefined);
    });
    expect({ code, status: (await asked)?.status }).toEqual({ code: 0, status: 200 });
    expect(lines.join()).toContain('0.0.0.0, but there is no token');
  });

  it.each([
    [{ ALAAS_PORT: 'http' }, 'INVALID_CONFIG: ALAAS_PORT is "http"'],
    [{ ALAAS_CONFIG: '/nowhere/alaas.yml' }, 'INVALID_CONFIG: The config file /nowhere/alaas.yml cannot be read'],
    [{ ALAAS_HOST: '0.0.0.0' }, 'TOKEN_REQUIRED: '],
    [
      { ALAAS_DATABASE: 'postgres://ann:hunter2@127.0.0.1:1/labels' },
      'NOT_READY: PostgreSQL database labels at 127.0.0.1:1 cannot be reached (ECONNREFUSED)',
    ],
  ])('says what is wrong with %j, and exits with 2', async (env, message) => {
    const { code, lines } = await run(env, () => undefined);
    expect(code).toBe(2);
    expect(lines.join('\n')).toContain(message);
    expect(lines.join('\n')).not.toContain('hunter2');
  });
});
