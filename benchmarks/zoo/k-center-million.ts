import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Matrix, matrix } from '../../packages/core/src/index.ts';
import { median, ratio } from '../result.ts';
import { type GreedyPicks, sameSet } from './greedy-picks.ts';
import type { ProcessResult } from './k-center-process.ts';
import { writeNpy } from './npy-file.ts';
import { select } from './ours.ts';
import { embeddings, poolNote } from './pools.ts';
import { THREADS } from './python.ts';
import type { Bench, Row } from './row.ts';
import { seconds } from './seconds.ts';

const ROWS = 1_000_000;
const COLUMNS = 256;
const N = 1000;
/** NumPy's work grows as the rows do: a part of them tells how long it would take. */
const NUMPY_ROWS = 100_000;
const REPEATS = 3;
/** Peak memory of the process, as a multiple of the matrix. */
const MOST_MEMORY = 1.6;

/** k-center greedy, 1,000 of 1,000,000 x 256 from nothing, in a process of its own; and the memory of that. */
export const kCenterMillion: Row = {
  name: 'k-center-million',
  async run(bench) {
    const { python, folder, compute, say } = bench;
    const file = join(folder, 'embeddings.npy');
    const part = await writePool(file, bench);
    say('the pool is written');
    const onPart = await select({ embeddings: part }, { strategy: 'k-center-greedy', n: N }, { compute });
    const args = { embeddings: file, rows: NUMPY_ROWS, n: N, first: onPart.rows[0] };
    const ours: ProcessResult[] = [];
    const theirs: (GreedyPicks & { readonly ms: number })[] = [];
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const [run, picks] = [
        await inOwnProcess(file),
        await python.run<GreedyPicks & { ms: number }>('k-center.py', args),
      ];
      ours.push(run);
      theirs.push(picks);
      say(`ours ${seconds(run.ms)}, NumPy ${seconds(picks.ms)} for ${NUMPY_ROWS} rows`);
    }
    const ms = median(ours.map((run) => run.ms));
    const scaled = median(theirs.map((run) => run.ms)) * (ROWS / NUMPY_ROWS);
    const bytes = ROWS * COLUMNS * Float32Array.BYTES_PER_ELEMENT;
    const peak = Math.max(...ours.map((run) => run.peakBytes));
    const note = `${seconds(ms)} against ${seconds(scaled)}, scaled from ${NUMPY_ROWS} rows; ${poolNote}`;
    const memoryNote = `at most ${(peak / bytes).toFixed(2)} x the matrix in memory, and ${MOST_MEMORY} x is allowed`;
    return [
      ratio('k-center-million', scaled / ms, 8, note),
      ratio('k-center-million memory', bytes / peak, 1 / MOST_MEMORY, memoryNote),
      sameSet('k-center-million same set', part, onPart, theirs[0] as GreedyPicks),
    ];
  },
};

/** Writes the pool and keeps the rows that NumPy gets. */
async function writePool(file: string, { compute }: Bench): Promise<Matrix> {
  const whole = await embeddings(ROWS, COLUMNS, 3, compute);
  writeNpy(file, whole.data, [ROWS, COLUMNS]);
  return matrix(whole.data.slice(0, NUMPY_ROWS * COLUMNS), COLUMNS);
}

async function inOwnProcess(file: string): Promise<ProcessResult> {
  const script = fileURLToPath(new URL('./k-center-process.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, file, String(N), String(THREADS)]);
  return JSON.parse(stdout) as ProcessResult;
}
