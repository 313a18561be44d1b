/** One line of a benchmark: a ratio measured side by side in one run, and what it has to reach. */
export interface Ratio {
  /** What is divided by what: `d/a`. */
  readonly ratio: string;
  readonly value: number;
  readonly reach: number;
  readonly holds: boolean;
  readonly note: string;
}

export function ratio(name: string, value: number, reach: number, note: string): Ratio {
  return { ratio: name, value: Number(value.toPrecision(3)), reach, holds: value >= reach, note };
}

/** What a benchmark may be asked for. */
export interface BenchRequest {
  /** The part to run, by its name. Default: all of it. */
  readonly only?: string | undefined;
  /** The strategies to run, by their ids, beside what a result that is written already holds. Default: all. */
  readonly strategies?: readonly string[] | undefined;
  /** Whether results go into docs/, where the benchmark has some. Default: false. */
  readonly write?: boolean | undefined;
}

/** What a benchmark gives; when it cannot run here: nothing, and the reason in words. */
export interface BenchResult {
  readonly ratios: readonly Ratio[];
  readonly skipped?: string;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}
