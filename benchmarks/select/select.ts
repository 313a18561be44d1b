import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Block, createRandom, type Scorer, type SignalName } from '../../packages/core/src/index.ts';
import { selectTop } from '../../packages/engine/src/index.ts';
import { strategies } from '../../packages/zoo/src/index.ts';
import { type BenchResult, median, type Ratio, ratio } from '../result.ts';

const ROWS = 1_000_000;
const CLASSES = 10;
const BUDGET = 1000;
const BLOCK = 4096;
const REPEATS = 7;

interface Timed {
  readonly ms: number;
  readonly rows: readonly number[];
}

/** Top-B of a million rows for every strategy, against NumPy's argpartition; one thread on both sides. */
export async function run(): Promise<BenchResult> {
  const python = process.env.PYTHON ?? 'python3';
  const probabilities = randomProbabilities();
  const folder = mkdtempSync(join(tmpdir(), 'alaas-bench-'));
  try {
    const file = join(folder, 'probabilities.f32');
    writeFileSync(file, probabilities);
    const numpy = await measureNumpy(python, file);
    if (typeof numpy === 'string') return { ratios: [], skipped: numpy };
    const ratios: Ratio[] = [];
    for (const strategy of strategies) {
      const theirs = numpy[strategy.id];
      if (theirs === undefined || strategy.kind !== 'scorer') continue;
      const ours = await measureOurs(strategy, probabilities);
      const note = `${ours.ms.toFixed(1)} ms against ${theirs.ms.toFixed(1)} ms${agreement(strategy, ours, theirs)}`;
      ratios.push(ratio(strategy.id, theirs.ms / ours.ms, 1, note));
    }
    return { ratios };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function randomProbabilities(): Float32Array {
  const random = createRandom(1);
  const values = new Float32Array(ROWS * CLASSES);
  for (let row = 0; row < ROWS; row++) {
    let sum = 0;
    for (let i = row * CLASSES; i < (row + 1) * CLASSES; i++) {
      // exponential numbers over their sum: uniform over all distributions
      const value = -Math.log(1 - random.next());
      values[i] = value;
      sum += value;
    }
    for (let i = row * CLASSES; i < (row + 1) * CLASSES; i++) values[i] = (values[i] as number) / sum;
  }
  return values;
}

async function measureNumpy(python: string, file: string): Promise<Record<string, Timed> | string> {
  const script = fileURLToPath(new URL('./numpy-top.py', import.meta.url));
  const options = { env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' }, maxBuffer: 2 ** 26 };
  try {
    await promisify(execFile)(python, ['-c', 'import numpy'], options);
  } catch {
    return `${python} with NumPy is not here; install it or set PYTHON`;
  }
  const sizes = [ROWS, CLASSES, BUDGET, REPEATS].map(String);
  const { stdout } = await promisify(execFile)(python, [script, file, ...sizes], options);
  return JSON.parse(stdout) as Record<string, Timed>;
}

async function measureOurs(strategy: Scorer, probabilities: Float32Array): Promise<Timed> {
  const { signal } = new AbortController();
  const times: number[] = [];
  let rows: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const start = performance.now();
    const ranking = await selectTop(blocks(probabilities), { strategy, options: {}, budget: BUDGET, seed: 0, signal });
    times.push(performance.now() - start);
    rows = [...ranking.rows];
  }
  return { ms: median(times), rows };
}

function* blocks(probabilities: Float32Array): Generator<Block<SignalName>> {
  for (let start = 0; start < ROWS; start += BLOCK) {
    const end = Math.min(ROWS, start + BLOCK);
    const data = probabilities.subarray(start * CLASSES, end * CLASSES);
    yield {
      size: end - start,
      rowAt: (i) => start + i,
      probabilities: { data, rows: end - start, columns: CLASSES },
    } as Block<SignalName>;
  }
}

function agreement(strategy: Scorer, ours: Timed, theirs: Timed): string {
  if (strategy.id === 'random') return '';
  const same = new Set(theirs.rows);
  const common = ours.rows.filter((row) => same.has(row)).length;
  return `, ${common} of ${BUDGET} rows in common`;
}
