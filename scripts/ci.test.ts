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

/** Runs the script with an npm that only does what `body` says, and nothing that installs. */
function runWith(body: string): { status: number | null; last: string | undefined; lines: string[] } {
  const programs = { npm: `[ "$*" = test ] || exit 64\n${body}`, 'apt-get': 'exit 0', sudo: 'exec "$@"' };
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  const { status, stdout } = spawnSync(script, { env, encoding: 'utf8' });
  const lines = stdout.trimEnd().split('\n');
  return { status, last: lines.at(-1), lines };
}

test('ends with the counts of the tests, and succeeds when they do', () => {
  const { status, last, lines } = runWith("echo 'some output'; echo '12 passed, 0 failed, 1 skipped'");
  expect(status).toBe(0);
  expect(last).toBe('12 passed, 0 failed, 1 skipped');
  expect(lines[0]).toBe('some output');
});

test('ends with the counts even when npm adds lines after a failure, and fails as it did', () => {
  const { status, last } = runWith("echo '10 passed, 2 failed'; echo 'npm error' >&2; exit 1");
  expect(status).toBe(1);
  expect(last).toBe('10 passed, 2 failed');
});

test('fails when a test failed although npm says that all is well', () => {
  expect(runWith("echo '10 passed, 2 failed'")).toMatchObject({ status: 1, last: '10 passed, 2 failed' });
});

test('counts a run that ended before its counts as one failure', () => {
  expect(runWith('exit 3')).toMatchObject({ status: 3, last: '0 passed, 1 failed' });
  expect(runWith('exit 0')).toMatchObject({ status: 1, last: '0 passed, 1 failed' });
});
