import { join } from 'node:path';
import { median, ratio } from '../result.ts';
import { type GreedyPicks, sameSet } from './greedy-picks.ts';
import { writeNpy } from './npy-file.ts';
import { select, type Timed } from './ours.ts';
import { embeddings, poolNote, shapeless } from './pools.ts';
import type { Row } from './row.ts';
import { seconds } from './seconds.ts';

const ROWS = 40_000;
const COLUMNS = 512;
const N = 10_000;
/** Ours before and after theirs, which is too slow to repeat. */
const REPEATS_AFTER = 2;
const ask = { strategy: 'k-center-greedy', n: N };

/** k-center greedy, 10,000 of 40,000 x 512 from nothing, against a distance row per pick. */
export const kCenter: Row = {
  name: 'k-center',
  async run({ python, folder, compute, say }) {
    const pool = await embeddings(ROWS, COLUMNS, 1, compute);
    const file = join(folder, 'embeddings.npy');
    writeNpy(file, pool.data, [ROWS, COLUMNS]);
    const first = await select({ embeddings: pool }, ask, { compute });
    const ours: Timed[] = [first];
    say(`ours ${seconds(first.ms)}; NumPy takes about a minute`);
    const args = { embeddings: file, n: N, first: first.rows[0] };
    const theirs = await python.run<GreedyPicks & { ms: number }>('k-center.py', args);
    for (let i = 0; i < REPEATS_AFTER; i++) ours.push(await select({ embeddings: pool }, ask, { compute }));
    const ms = median(ours.map((timed) => timed.ms));
    const hard = await select({ embeddings: shapeless(ROWS, COLUMNS, 2) }, ask, { compute });
    const against = `against ${seconds(theirs.ms)}`;
    return [
      ratio('k-center', theirs.ms / ms, 12, `${seconds(ms)} ${against}; ${poolNote}`),
      ratio(
        'k-center shapeless',
        theirs.ms / hard.ms,
        12,
        `${seconds(hard.ms)} ${against}; one Gaussian in all directions`,
      ),
      sameSet('k-center same set', pool, first, theirs),
    ];
  },
};
