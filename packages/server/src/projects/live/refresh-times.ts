import { quantile } from '@alaas/core';

/** Answers over which the times are told. */
const KEPT = 100;

/** How long answers take to change the queue. */
export interface RefreshTimes {
  /** An answer came. */
  begin(): void;
  /** A snapshot of the answers is taken: it holds all that came before. @returns what to call when the queue knows them */
  snapshot(): () => void;
  readonly summary: { readonly median: number; readonly p95: number; readonly last: number } | null;
}

/** @param clock milliseconds, of a clock that never goes back */
export function createRefreshTimes(clock: () => number): RefreshTimes {
  let waiting: number[] = [];
  const times: number[] = [];
  return {
    begin() {
      waiting.push(clock());
    },
    snapshot() {
      const taken = waiting;
      waiting = [];
      return () => {
        const now = clock();
        times.push(...taken.map((begun) => now - begun));
        if (times.length > KEPT) times.splice(0, times.length - KEPT);
      };
    },
    get summary() {
      const last = times.at(-1);
      if (last === undefined) return null;
      const sorted = Float64Array.from(times).sort();
      return { median: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), last };
    },
  };
}
