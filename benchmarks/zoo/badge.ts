import { join } from 'node:path';
import type { Matrix } from '../../packages/core/src/index.ts';
import { median, type Ratio, ratio } from '../result.ts';
import { writeNpy } from './npy-file.ts';
import { select } from './ours.ts';
import { embeddings, poolNote, probabilities } from './pools.ts';
import type { Bench, Row } from './row.ts';
import { seconds } from './seconds.ts';
import { sameDistribution } from './two-samples.ts';

const CLASSES = 10;
const LARGE = { rows: 40_000, columns: 512, n: 1000 };
const REPEATS = 5;
/** With all gradients written out every pick costs the same: a part of them tells enough. */
const PICKS_WRITTEN_OUT = 100;
/** Where potentials are compared. */
const SMALL = { rows: 4000, columns: 64, n: 100 };
const SEEDS = Array.from({ length: 30 }, (_, seed) => seed);
/** Below this chance the distributions count as different. */
const LEAST_CHANCE = 0.01;

interface Picks {
  /** Milliseconds before the first pick. */
  readonly prepare: number;
  /** Milliseconds of all picks. */
  readonly draw: number;
  /** For each seed. */
  readonly picks: readonly (readonly number[])[];
}

/** BADGE, 1,000 of 40,000 x 512 x 10, against both forms of its distances. */
export const badge: Row = {
  name: 'badge',
  async run(bench) {
    return [...(await compareTimes(bench)), await comparePotentials(bench)];
  },
};

async function compareTimes(bench: Bench): Promise<Ratio[]> {
  const { python, say } = bench;
  const { signals, files } = await writePool(LARGE, bench);
  const { n } = LARGE;
  const ours: number[] = [];
  const factorised: number[] = [];
  for (let seed = 0; seed < REPEATS; seed++) {
    ours.push((await select(signals, { strategy: 'badge', n, seed }, bench)).ms);
    const theirs = await python.run<Picks>('badge.py', { ...files, n, seeds: [seed], form: 'factorised' });
    factorised.push(theirs.prepare + theirs.draw);
    say(`ours ${seconds(ours[seed] as number)}, NumPy factorised ${seconds(factorised[seed] as number)}`);
  }
  const picks = PICKS_WRITTEN_OUT;
  const whole = await python.run<Picks>('badge.py', { ...files, n: picks, seeds: [0], form: 'written out' });
  const writtenOut = whole.prepare + (whole.draw * n) / picks;
  const ms = median(ours);
  return [
    ratio(
      'badge written out',
      writtenOut / ms,
      20,
      `${seconds(ms)} against ${seconds(writtenOut)} with ${CLASSES * LARGE.columns} columns, scaled from ${picks} picks; ${poolNote}`,
    ),
    ratio('badge factorised', median(factorised) / ms, 6, `${seconds(ms)} against ${seconds(median(factorised))}`),
  ];
}

async function comparePotentials(bench: Bench): Promise<Ratio> {
  const { signals, files } = await writePool(SMALL, bench);
  const { n } = SMALL;
  const { picks } = await bench.python.run<Picks>('badge.py', { ...files, n, seeds: SEEDS, form: 'factorised' });
  const potentials = potentialOf(signals.embeddings, signals.probabilities);
  const theirs = picks.map(potentials);
  const ours: number[] = [];
  for (const seed of SEEDS) ours.push(potentials((await select(signals, { strategy: 'badge', n, seed }, bench)).rows));
  const { rows, columns } = SMALL;
  return ratio(
    'badge same potential',
    sameDistribution(ours, theirs),
    LEAST_CHANCE,
    `p of Kolmogorov-Smirnov over ${SEEDS.length} seeds, ${n} of ${rows} x ${columns} x ${CLASSES}: medians ${median(ours).toPrecision(5)} and ${median(theirs).toPrecision(5)}`,
  );
}

async function writePool({ rows, columns }: { rows: number; columns: number }, { folder, compute }: Bench) {
  const pool = await embeddings(rows, columns, 4, compute);
  const signals = { embeddings: pool, probabilities: await probabilities(pool, CLASSES, 5, compute) };
  const files = { embeddings: join(folder, `${rows}-h.npy`), probabilities: join(folder, `${rows}-p.npy`) };
  writeNpy(files.embeddings, pool.data, [rows, columns]);
  writeNpy(files.probabilities, signals.probabilities.data, [rows, CLASSES]);
  return { signals, files };
}

/** Sum over all items of the squared distance of their gradient to the nearest one picked, written out in float64. */
function potentialOf(h: Matrix, p: Matrix): (picks: Iterable<number>) => number {
  const width = p.columns * h.columns;
  const gradients = Array.from({ length: h.rows }, (_, row) => {
    const own = p.data.subarray(row * p.columns, (row + 1) * p.columns);
    const likeliest = own.indexOf(own.reduce((a, b) => Math.max(a, b)));
    return Float64Array.from({ length: width }, (_, at) => {
      const [k, j] = [Math.floor(at / h.columns), at % h.columns];
      return ((own[k] as number) - (k === likeliest ? 1 : 0)) * (h.data[row * h.columns + j] as number);
    });
  });
  const dot = (a: Float64Array, b: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += (a[i] as number) * (b[i] as number);
    return sum;
  };
  const squares = gradients.map((g) => dot(g, g));
  return (picks) => {
    const chosen = [...picks];
    let sum = 0;
    for (const [i, g] of gradients.entries()) {
      let least = Number.POSITIVE_INFINITY;
      for (const j of chosen) {
        const gap = (squares[i] as number) + (squares[j] as number) - 2 * dot(g, gradients[j] as Float64Array);
        least = Math.min(least, gap);
      }
      sum += Math.max(least, 0);
    }
    return sum;
  };
}
