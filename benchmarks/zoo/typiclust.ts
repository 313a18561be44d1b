import { join } from 'node:path';
import strategy from '../../packages/zoo/src/strategies/typiclust.ts';
import { median, ratio } from '../result.ts';
import { writeNpy } from './npy-file.ts';
import { select } from './ours.ts';
import { embeddings, poolNote } from './pools.ts';
import type { Row } from './row.ts';
import { seconds } from './seconds.ts';

const ROWS = 40_000;
const COLUMNS = 512;
const N = 1000;
const REPEATS = 3;

/** TypiClust, 1,000 of 40,000 x 512 with 500 clusters, against its formulas in NumPy. */
export const typiclust: Row = {
  name: 'typiclust',
  async run({ python, folder, compute, say }) {
    const pool = await embeddings(ROWS, COLUMNS, 7, compute);
    const file = join(folder, 'embeddings.npy');
    writeNpy(file, pool.data, [ROWS, COLUMNS]);
    const { maxClusters, neighbours, minSize } = strategy.options.parse({});
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let seed = 0; seed < REPEATS; seed++) {
      ours.push((await select({ embeddings: pool }, { strategy: 'typiclust', n: N, seed }, { compute })).ms);
      const { ms } = await python.run<{ ms: number }>('typiclust.py', {
        embeddings: file,
        n: N,
        clusters: Math.min(N, maxClusters),
        neighbours,
        min_size: minSize,
        iterations: 50,
        tolerance: 5e-4,
        seed,
      });
      theirs.push(ms);
      say(`ours ${seconds(ours[seed] as number)}, NumPy ${seconds(ms)}`);
    }
    const [a, b] = [median(ours), median(theirs)];
    return [ratio('typiclust', b / a, 5, `${seconds(a)} against ${seconds(b)}; ${poolNote}`)];
  },
};
