import { join } from 'node:path';
import { median, type Ratio, ratio } from '../result.ts';
import { writeNpy } from './npy-file.ts';
import { select } from './ours.ts';
import { committee } from './pools.ts';
import type { Bench, Row } from './row.ts';
import { seconds } from './seconds.ts';

const SIZES = { members: 10, rows: 1_000_000, columns: 10 };
const N = 1000;
const REPEATS = 3;

/** BALD of 10 members, 1,000,000 rows and 10 classes, and the best 1,000, against NumPy. */
export const bald: Row = {
  name: 'bald',
  async run(bench) {
    // members that differ as dropout passes do, and members that hardly differ: bounds tell less there
    return [await compare('bald', 0.5, bench), await compare('bald members alike', 0.1, bench)];
  },
};

async function compare(name: string, apart: number, { python, folder, compute, say }: Bench): Promise<Ratio> {
  const pool = committee(SIZES, { apart, seed: 8 });
  const file = join(folder, 'committee.npy');
  writeNpy(file, pool.data, [SIZES.members, SIZES.rows, SIZES.columns]);
  const ours: number[] = [];
  const theirs: number[] = [];
  let common = 0;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const { ms, rows } = await select({ committee: pool }, { strategy: 'bald', n: N }, { compute });
    const other = await python.run<{ times: number[]; rows: number[] }>('bald.py', {
      committee: file,
      n: N,
      repeats: 3,
    });
    ours.push(ms);
    theirs.push(median(other.times));
    const known = new Set(other.rows);
    common = rows.filter((row) => known.has(row)).length;
    say(`ours ${seconds(ms)}, NumPy ${seconds(theirs.at(-1) as number)}`);
  }
  const [a, b] = [median(ours), median(theirs)];
  return ratio(name, b / a, 1, `${seconds(a)} against ${seconds(b)}; ${common} of ${N} rows in common`);
}
