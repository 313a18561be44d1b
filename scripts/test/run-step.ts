import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countsFileVariable, type VitestCounts } from './count-reporter.ts';
import type { Counts } from './counts.ts';
import type { Step } from './steps.ts';

/** What a step said and counted. */
export interface StepResult {
  readonly counts: Counts;
  /** Why each skipped test was skipped. */
  readonly skips: readonly string[];
  /** Everything the step printed, in order. */
  readonly output: string;
}

/**
 * Runs one step to its end and never throws on what the step does: a program that is missing, ends badly or dies
 * before it reports its counts is one failure.
 *
 * @param options.cwd where it runs
 * @param options.args appended to the command
 */
export async function runStep(
  step: Step,
  options: { cwd: string; env: NodeJS.ProcessEnv; args: readonly string[]; signal: AbortSignal },
): Promise<StepResult> {
  const folder = await mkdtemp(join(tmpdir(), 'alaas-test-'));
  try {
    const countsFile = join(folder, 'counts.json');
    const env = { ...options.env, [countsFileVariable]: countsFile };
    const { code, output } = await run([...step.command, ...options.args], { ...options, env });
    if (step.counts === undefined) return { ...one(code === 0), output };
    const counted = await readCounts(countsFile);
    if (counted === undefined) return { ...one(false), output: `${output}\nIt ended before it counted its tests.\n` };
    const failed = code !== 0 && counted.failed === 0 ? 1 : counted.failed;
    return { counts: { ...counted, failed }, skips: counted.skips, output };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function one(isPassed: boolean): Omit<StepResult, 'output'> {
  return { counts: { passed: isPassed ? 1 : 0, failed: isPassed ? 0 : 1, skipped: 0 }, skips: [] };
}

async function readCounts(path: string): Promise<VitestCounts | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as VitestCounts;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function run(
  command: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<{ code: number | null; output: string }> {
  const [program = '', ...args] = command;
  const { promise, resolve } = Promise.withResolvers<{ code: number | null; output: string }>();
  const chunks: Buffer[] = [];
  const child = spawn(program, args, { cwd: options.cwd, env: options.env, stdio: ['ignore', 'pipe', 'pipe'] });
  // SIGINT, so that vitest stops its own processes too
  const stop = (): void => void child.kill('SIGINT');
  options.signal.addEventListener('abort', stop, { once: true });
  if (options.signal.aborted) stop();
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.on('error', (error) => chunks.push(Buffer.from(`${program} did not start: ${error.message}\n`)));
  child.on('close', (code) => {
    options.signal.removeEventListener('abort', stop);
    resolve({ code, output: Buffer.concat(chunks).toString('utf8') });
  });
  return promise;
}
