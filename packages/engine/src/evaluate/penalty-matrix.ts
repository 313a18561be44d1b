import { pairedP } from './paired-test.ts';

/** Level of each test. */
const LEVEL = 0.05;

/**
 * How often each strategy beats each other one (Ash et al. 2020): cell [i][j] is the share of rounds in which strategy i is
 * better than strategy j by a paired two-sided t-test at 0.05 over the seeds.
 *
 * @param curves curves[strategy][seed][round]: accuracies, the same rounds for all
 * @returns rows and columns in the order of `curves`; null with fewer than two seeds
 */
export function penaltyMatrix(curves: readonly (readonly (readonly number[])[])[]): number[][] | null {
  const seeds = curves[0]?.length ?? 0;
  const rounds = curves[0]?.[0]?.length ?? 0;
  if (seeds < 2) return null;
  return curves.map((mine) =>
    curves.map((theirs) => {
      if (mine === theirs) return 0;
      let won = 0;
      for (let round = 0; round < rounds; round++) {
        const differences = mine.map((runs, seed) => (runs[round] as number) - (theirs[seed]?.[round] as number));
        const mean = differences.reduce((a, b) => a + b, 0);
        if (mean > 0 && (pairedP(differences) as number) < LEVEL) won++;
      }
      return won / rounds;
    }),
  );
}
