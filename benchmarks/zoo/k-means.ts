import { join } from 'node:path';
import strategy from '../../packages/zoo/src/strategies/k-means.ts';
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
const REPEATS = 2;
/** Sums of squares count as equal within this share. */
const MARGIN = 0.01;

/** k-means selection, 1,000 of 40,000 x 512, against scikit-learn's KMeans with its own settings. */
export const kMeans: Row = {
  name: 'k-means',
  async run(bench) {
    const { python, folder, compute, say } = bench;
    const pool = await embeddings(ROWS, COLUMNS, 6, compute);
    const file = join(folder, 'embeddings.npy');
    writeNpy(file, pool.data, [ROWS, COLUMNS]);
    const ours: number[] = [];
    const theirs: number[] = [];
    const inertias: number[] = [];
    for (let seed = 0; seed < REPEATS; seed++) {
      const { ms } = await select({ embeddings: pool }, { strategy: 'k-means', n: N, seed }, { compute });
      const other = await python.run<{ ms: number; inertia: number; iterations: number }>('k-means.py', {
        embeddings: file,
        n: N,
        seed,
      });
      const inertia = await inertiaOf(pool, { k: N, seed, ...strategy.options.parse({}) }, bench);
      ours.push(ms);
      theirs.push(other.ms);
      inertias.push(other.inertia / inertia);
      say(`ours ${seconds(ms)}, scikit-learn ${seconds(other.ms)} in ${other.iterations} iterations`);
    }
    const [a, b] = [median(ours), median(theirs)];
    return [
      ratio('k-means', b / a, 1.5, `${seconds(a)} against ${seconds(b)}; ${poolNote}`),
      ratio(
        'k-means inertia',
        median(inertias),
        1 - MARGIN,
        `scikit-learn's sum of squares over ours, ${REPEATS} seeds`,
      ),
    ];
  },
};
