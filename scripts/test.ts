/**
 * Checks everything: `npm test`. Runs under the Node of the lock file.
 *
 *     npm test                      all steps
 *     npm test -- --quick           without the tests of the whole
 *     npm test -- --only types      one step
 *     npm test -- top-b api         only test files whose path holds one of these words
 *     npm run e2e                   the tests in a browser, which are none of the steps above
 *
 * The last line is `N passed, N failed` (and `, N skipped`): every test, and one for each other step.
 * Exits with 0 when nothing failed, 1 when something did, 2 on wrong arguments, 130 when interrupted.
 */
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { addCounts, type Counts, countsLine } from './test/counts.ts';
import { runStep, type StepResult } from './test/run-step.ts';
import { type Step, steps } from './test/steps.ts';

const root = join(import.meta.dirname, '..');
const { chosen, words } = readArguments();
const abort = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => abort.abort());

// checks keep one processor busy each, and go side by side; tests take all of them
const checks = chosen.filter((step) => step.counts === undefined);
const tests = chosen.filter((step) => step.counts !== undefined);
const counts: Counts[] = [];
const begun = sideBySide(checks, availableParallelism(), runTimed);
for (const [i, step] of checks.entries()) counts.push(await show(step, begun[i] as Promise<Timed>));
for (const step of tests) counts.push(await show(step, runTimed(step)));
const total = addCounts(counts);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
console.log(`\n${countsLine(total)}`);

interface Timed extends StepResult {
  readonly seconds: number;
}

/** Starts the first few at once, and each other one when the one as many places before it has ended. */
function sideBySide<Item, Result>(
  items: readonly Item[],
  most: number,
  run: (item: Item) => Promise<Result>,
): Promise<Result>[] {
  const begun: Promise<Result>[] = [];
  for (const [i, item] of items.entries()) begun.push(Promise.resolve(begun[i - most]).then(() => run(item)));
  return begun;
}

async function runTimed(step: Step): Promise<Timed> {
  const start = performance.now();
  // a word may name files of one group of tests only
  const args = step.counts === undefined || words.length === 0 ? [] : ['--passWithNoTests', ...words];
  const result = await runStep(step, { cwd: root, env: environment(), args, signal: abort.signal });
  return { ...result, seconds: (performance.now() - start) / 1000 };
}

async function show(step: Step, running: Promise<Timed>): Promise<Counts> {
  const isTerminal = process.stdout.isTTY;
  if (isTerminal) process.stdout.write(`  ... ${step.title}`);
  const result = await running;
  if (abort.signal.aborted) {
    console.log('\nInterrupted.');
    process.exit(130);
  }
  const hasFailed = result.counts.failed > 0;
  if (isTerminal) process.stdout.write('\r\x1b[K');
  const detail = step.counts === undefined ? '' : `: ${countsLine(result.counts)}`;
  console.log(`${hasFailed ? 'FAIL' : '  ok'}  ${step.title}${detail} (${result.seconds.toFixed(1)} s)`);
  if (hasFailed) console.log(`\n$ ${step.command.join(' ')}\n${result.output.trimEnd()}\n`);
  for (const skip of result.skips) console.log(`      skipped: ${skip}`);
  return result.counts;
}

function readArguments(): { chosen: readonly Step[]; words: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { quick: { type: 'boolean', default: false }, only: { type: 'string', multiple: true, default: [] } },
    });
    const names = steps.map((step) => step.name);
    const unknown = values.only.find((name) => !names.includes(name));
    if (unknown !== undefined) throw new Error(`There is no step "${unknown}"; the steps are: ${names.join(', ')}.`);
    const chosen = steps
      .filter((step) => (values.only.length === 0 ? !step.isSeparate : values.only.includes(step.name)))
      .filter((step) => !values.quick || step.quick)
      .filter((step) => positionals.length === 0 || step.counts !== undefined);
    return { chosen, words: positionals };
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(2);
  }
}

/**
 * The environment of the steps: the workspace's programs first, and no setting of the user's that a test could feel. What
 * Node made of the source once is kept for all the processes and threads that tests start: reading it is half of their work.
 */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('ALAAS_') && name !== 'FORCE_COLOR' && name !== 'NODE_OPTIONS',
  );
  const path = `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`;
  const compiled = join(root, 'node_modules/.cache/alaas');
  return { ...Object.fromEntries(kept), PATH: path, NO_COLOR: '1', NODE_COMPILE_CACHE: compiled };
}
