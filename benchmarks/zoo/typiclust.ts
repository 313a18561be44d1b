import { join } from 'node:path';
import strategy from '../../packages/zoo/src/strategies/typiclust.ts';
import { median, ratio } from '../result.ts';
import { inertiaOf } from './inertia.ts';
import { writeNpy } from './npy-file.ts';
import { select } from './ours.ts';
import { embeddings, poolNote } from './pools.ts';
import type { Row } from './row.ts';
import { seconds } from './seconds.ts';

const ROWS = 40_000;
const COLUMNS = 512;
const N = 1000;
const REPEATS = 3;
/** Sums of squares count as equal within this share. */
const MARGIN = 0.01;

/** TypiClust, 1,000 of 40,000 x 512 with 500 clusters, against its formulas in NumPy. */
export const typiclust: Row = {
  name: 'typiclust',
  async run(bench) {
    const { python, folder, compute, say } = bench;
    const pool = await embeddings(ROWS, COLUMNS, 7, compute);
    const file = join(folder, 'embeddings.npy');
    writeNpy(file, pool.data, [ROWS, COLUMNS]);
    const { maxClusters, neighbours, minSize } = strategy.options.parse({});
    const k = Math.min(N, maxClusters);
    const ours: number[] = [];
    const theirs: number[] = [];
    const inertias: number[] = [];
    for (let seed = 0; seed < REPEATS; seed++) {
      ours.push((await select({ embeddings: pool }, { strategy: 'typiclust', n: N, seed }, { compute })).ms);
      const other = await python.run<{ ms: number; inertia: number; iterations: number }>('typiclust.py', {
        embeddings: file,
        n: N,
        clusters: k,
        neighbours,
        min_size: minSize,
        seed,
      });
      theirs.push(other.ms);
      inertias.push(other.inertia / (await inertiaOf(pool, { k, seed, maxIterations: 50, tolerance: 5e-4 }, bench)));
      say(`ours ${seconds(ours[seed] as number)}, NumPy ${seconds(other.ms)} with ${other.iterations} iterations`);
    }
    const [a, b] = [median(ours), median(theirs)];
    return [
      ratio('typiclust', b / a, 5, `${seconds(a)} against ${seconds(b)}; ${poolNote}`),
      ratio('typiclust inertia', median(inertias), 1 - MARGIN, `NumPy's sum of squares over ours, ${REPEATS} seeds`),
    ];
  },
};
