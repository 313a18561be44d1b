import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const script = join(import.meta.dirname, '../.ci/run');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alaas-ci-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the script with an npm that only does what is said for `npm test` and `npm run e2e`, and nothing that installs. */
function runWith(
  tests: string,
  browser = "echo '1 passed, 0 failed'",
): { status: number | null; last: string | undefined; lines: string[] } {
  const npm = `case "$*" in\ntest) ${tests} ;;\n'run e2e') ${browser} ;;\n*) exit 64 ;;\nesac`;
  const programs = { npm, 'apt-get': 'exit 0', sudo: 'exec "$@"' };
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  const { status, stdout } = spawnSync(script, { env, encoding: 'utf8' });
  const lines = stdout.trimEnd().split('\n');
  return { status, last: lines.at(-1), lines };
}

test('ends with the sum of the counts, and succeeds when they do', () => {
  const { status, last, lines } = runWith(
    "echo 'some output'; echo '12 passed, 0 failed, 1 skipped'",
    "echo '3 passed, 0 failed, 2 skipped'",
  );
  expect(status).toBe(0);
  expect(last).toBe('15 passed, 0 failed, 3 skipped');
  expect(lines[0]).toBe('some output');
});

test('ends with the counts even when npm adds lines after a failure, and fails as it did', () => {
  const { status, last } = runWith("echo '10 passed, 2 failed'; echo 'npm error' >&2; exit 5");
  expect(status).toBe(5);
  expect(last).toBe('11 passed, 2 failed');
});

test('fails when the tests in a browser do', () => {
  const { status, last } = runWith("echo '10 passed, 0 failed'", "echo '4 passed, 1 failed'; exit 1");
  expect(status).toBe(1);
  expect(last).toBe('14 passed, 1 failed');
});

test('fails when a test failed although npm says that all is well', () => {
  expect(runWith("echo '10 passed, 2 failed'")).toMatchObject({ status: 1, last: '11 passed, 2 failed' });
});

test('counts a run that ended before its counts as one failure', () => {
  expect(runWith('exit 3')).toMatchObject({ status: 3, last: '1 passed, 1 failed' });
  expect(runWith('exit 0', 'exit 0')).toMatchObject({ status: 1, last: '0 passed, 2 failed' });
});
