import { expect, test } from 'vitest';
import { runStep } from './run-step.ts';
import type { Step } from './steps.ts';

function run(script: string, counts?: 'vitest', signal: AbortSignal = new AbortController().signal) {
  const step: Step = {
    name: 'x',
    title: 'x',
    command: [process.execPath, '--eval', script],
    quick: true,
    ...(counts === undefined ? {} : { counts }),
  };
  return runStep(step, { cwd: import.meta.dirname, env: {}, args: [], signal });
}

/** A program that writes these counts where vitest's reporter does, and ends with `code`. */
function reports(counts: object, code: number): string {
  const text = JSON.stringify(JSON.stringify(counts));
  return `require('node:fs').writeFileSync(process.env.ALAAS_TEST_COUNTS, ${text}); process.exit(${code});`;
}

test('a program that ends well counts as one passed, and what it printed is kept in order', async () => {
  const { counts, output } = await run("console.log('a'); console.log('b')");
  expect(counts).toEqual({ passed: 1, failed: 0, skipped: 0 });
  expect(output).toBe('a\nb\n');
});

test('a program that ends badly counts as one failed, with its error output', async () => {
  const { counts, output } = await run("console.error('wrong'); process.exit(3)");
  expect(counts).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(output).toBe('wrong\n');
});

test('a program that is missing counts as one failed and is named', async () => {
  const step: Step = { name: 'x', title: 'x', command: ['no-such-program-here'], quick: true };
  const signal = new AbortController().signal;
  const { counts, output } = await runStep(step, { cwd: import.meta.dirname, env: {}, args: [], signal });
  expect(counts.failed).toBe(1);
  expect(output).toContain('no-such-program-here');
});

test('takes the counts that a test run reported', async () => {
  const result = await run(reports({ passed: 5, failed: 2, skipped: 1, skips: ['a: why'] }, 1), 'vitest');
  expect(result.counts).toMatchObject({ passed: 5, failed: 2, skipped: 1 });
  expect(result.skips).toEqual(['a: why']);
});

test('a test run that ends badly although no test failed counts as one failed', async () => {
  const result = await run(reports({ passed: 5, failed: 0, skipped: 0, skips: [] }, 1), 'vitest');
  expect(result.counts).toMatchObject({ passed: 5, failed: 1 });
});

test('a test run that dies before it counts is one failed', async () => {
  const { counts, output } = await run('process.exit(0)', 'vitest');
  expect(counts).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(output).toContain('before it counted');
});

test('stops the program when it is interrupted', async () => {
  const abort = new AbortController();
  const running = run('setInterval(() => {}, 1000)', undefined, abort.signal);
  abort.abort();
  expect((await running).counts.failed).toBe(1);
});
