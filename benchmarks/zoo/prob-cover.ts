import { join } from 'node:path';
import { createRandom, type Matrix } from '../../packages/core/src/index.ts';
import { strategies } from '../../packages/zoo/src/index.ts';
import { median, type Ratio, ratio } from '../result.ts';
import { writeNpy } from './npy-file.ts';
import { select } from './ours.ts';
import { embeddings, poolNote } from './pools.ts';
import type { Bench, Row } from './row.ts';
import { seconds } from './seconds.ts';

const ID = 'prob-cover';
const ROWS = 40_000;
const COLUMNS = 512;
const N = 1000;
const REPEATS = 3;
/** Share of the pairs that are closer than the radius. */
const CLOSE_PAIRS = 2e-3;
const SAMPLED_PAIRS = 200_000;
/** Coverage of both sides may differ by rows at the radius, and by ties. */
const MARGIN = 0.005;

const isThere = strategies.some(({ id }) => id === ID);

/** ProbCover, 1,000 of 40,000 x 512 at a given radius, against its formulas in NumPy. */
export const probCover: Row = {
  name: ID,
  skipped: isThere ? undefined : `the registry has no strategy ${ID}`,
  async run({ python, folder, compute, say }: Bench): Promise<Ratio[]> {
    const pool = await embeddings(ROWS, COLUMNS, 9, compute);
    const file = join(folder, 'embeddings.npy');
    writeNpy(file, pool.data, [ROWS, COLUMNS]);
    const unit = normalized(pool);
    const radius = radiusOf(unit);
    const ask = { strategy: ID, n: N, options: { delta: radius } };
    const ours: number[] = [];
    const theirs: number[] = [];
    let note = '';
    let share = 0;
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const { ms, rows } = await select({ embeddings: pool }, ask, { compute });
      const other = await python.run<{ ms: number; rows: number[] }>('prob-cover.py', {
        embeddings: file,
        n: N,
        radius,
      });
      ours.push(ms);
      theirs.push(other.ms);
      say(`ours ${seconds(ms)}, NumPy ${seconds(other.ms)}`);
      if (repeat > 0) continue;
      const [a, b] = [coverage(unit, rows, radius), coverage(unit, other.rows, radius)];
      share = a / b;
      note = `${a} rows covered against ${b}, at radius ${radius.toFixed(3)}`;
    }
    const [a, b] = [median(ours), median(theirs)];
    return [
      ratio(ID, b / a, 5, `${seconds(a)} against ${seconds(b)}; ${poolNote}`),
      ratio(`${ID} same coverage`, share, 1 - MARGIN, note),
    ];
  },
};

function normalized({ data, rows, columns }: Matrix): Matrix {
  const out = new Float32Array(data.length);
  for (let start = 0; start < data.length; start += columns) {
    const length = Math.hypot(...data.subarray(start, start + columns));
    for (let i = start; i < start + columns; i++) out[i] = (data[i] as number) / length;
  }
  return { data: out, rows, columns };
}

/** The distance that a small share of sampled pairs stays below. */
function radiusOf(unit: Matrix): number {
  const random = createRandom(10);
  const distances = Float64Array.from({ length: SAMPLED_PAIRS }, () =>
    distance(unit, random.below(unit.rows), random.below(unit.rows)),
  ).sort();
  return distances[Math.floor(CLOSE_PAIRS * SAMPLED_PAIRS)] as number;
}

/** Rows closer than the radius to one of the picks. */
function coverage(unit: Matrix, picks: Iterable<number>, radius: number): number {
  const isCovered = new Uint8Array(unit.rows);
  for (const pick of picks) {
    for (let row = 0; row < unit.rows; row++) {
      if (isCovered[row] === 0 && distance(unit, row, pick) < radius) isCovered[row] = 1;
    }
  }
  return isCovered.reduce((sum, value) => sum + value, 0);
}

function distance({ data, columns }: Matrix, a: number, b: number): number {
  let sum = 0;
  for (let j = 0; j < columns; j++) sum += ((data[a * columns + j] as number) - (data[b * columns + j] as number)) ** 2;
  return Math.sqrt(sum);
}
