import {
  createRandom,
  forecastCurve,
  type SimulationResult,
  type SimulationRound,
  type SimulationRun,
  type StrategyOutcome,
  wilsonInterval,
} from '@alaas/core';
import { holm, type MeanInterval, meanInterval, pairedP } from './paired-test.ts';
import { penaltyMatrix } from './penalty-matrix.ts';

/** What the runs were for. */
export interface Comparison {
  /** Every strategy by the name its runs carry. */
  readonly strategies: readonly { readonly strategy: string; readonly title: string }[];
  readonly seeds: readonly number[];
  readonly baseline: string;
  readonly target?: number | undefined;
  /** Items that the runs were measured on: how far chance alone moves an accuracy. */
  readonly testItems: number;
}

/**
 * Means over seeds, paired tests against the baseline, and who beats whom.
 *
 * @param runs one of every strategy for every seed, all of the same rounds
 * @returns strategies in order of mean AUBC, best first
 */
export function compareRuns(
  runs: readonly SimulationRun[],
  { strategies, seeds, baseline, target, testItems }: Comparison,
): Pick<SimulationResult, 'strategies' | 'penalties'> {
  const bySeed = (strategy: string): SimulationRun[] =>
    seeds.map((seed) => runs.find((run) => run.strategy === strategy && run.seed === seed) as SimulationRun);
  const areas = (strategy: string): number[] => bySeed(strategy).map(({ aubc }) => aubc);
  const differences = (strategy: string): number[] =>
    areas(strategy).map((area, i) => area - (areas(baseline)[i] as number));
  const others = strategies.filter(({ strategy }) => strategy !== baseline);
  const ps = others.map(({ strategy }) => pairedP(differences(strategy)));
  const adjusted = holm(ps);

  const outcomes = strategies.map(({ strategy, title }): StrategyOutcome => {
    const mine = bySeed(strategy);
    const place = others.findIndex((other) => other.strategy === strategy);
    const { mean, interval } = meanInterval(differences(strategy));
    const test = { difference: mean, interval, p: ps[place] ?? null, holm: adjusted[place] ?? null };
    return {
      strategy,
      title,
      aubc: meanInterval(areas(strategy)),
      accuracy: curve(mine, ({ accuracy }) => accuracy),
      macroF1: curve(mine, ({ macroF1 }) => macroF1),
      calibrationError: curve(mine, ({ calibrationError }) => calibrationError),
      ...(target === undefined ? {} : { labelsToTarget: meanOfReached(mine) }),
      againstBaseline: place < 0 ? null : test,
      forecast: forecastOf(
        curve(mine, ({ accuracy }) => accuracy),
        testItems,
      ),
      seconds: {
        fit: meanMeasured(mine, ({ fitSeconds }) => fitSeconds),
        select: meanMeasured(mine, ({ selectSeconds }) => selectSeconds),
      },
      peakMemoryBytes: Math.max(...mine.flatMap(({ measured }) => measured.map((round) => round.peakMemoryBytes))),
    };
  });
  outcomes.sort((a, b) => b.aubc.mean - a.aubc.mean || (a.strategy < b.strategy ? -1 : 1));
  const curves = outcomes.map(({ strategy }) =>
    bySeed(strategy).map(({ rounds }) => rounds.map(({ accuracy }) => accuracy)),
  );
  return { strategies: outcomes, penalties: penaltyMatrix(curves) };
}

function curve(
  runs: readonly SimulationRun[],
  read: (round: SimulationRound) => number,
): ({ labels: number } & MeanInterval)[] {
  const [first] = runs as [SimulationRun];
  return first.rounds.map(({ labels }, i) => ({
    labels,
    ...meanInterval(runs.map(({ rounds }) => read(rounds[i] as SimulationRound))),
  }));
}

/** Each point is as sure as its test items make it; the spread over seeds is in the curve already. */
function forecastOf(
  points: readonly ({ labels: number } & MeanInterval)[],
  testItems: number,
): StrategyOutcome['forecast'] {
  const known = points.map(({ labels, mean }) => ({ labels, estimate: wilsonInterval(mean * testItems, testItems) }));
  const forecast = forecastCurve(known, { random: createRandom(0).fork('forecast') });
  const labels = 2 * (points.at(-1)?.labels ?? 0);
  if (forecast.curve === undefined) return null;
  return { labels, accuracy: forecast.at(labels), asymptote: forecast.asymptote };
}

function meanOfReached(runs: readonly SimulationRun[]): { mean: number | null; reached: number } {
  const reached = runs.flatMap(({ labelsToTarget }) => (typeof labelsToTarget === 'number' ? [labelsToTarget] : []));
  return { mean: reached.length === 0 ? null : meanInterval(reached).mean, reached: reached.length };
}

function meanMeasured(
  runs: readonly SimulationRun[],
  read: (round: SimulationRun['measured'][number]) => number,
): number {
  return meanInterval(runs.flatMap(({ measured }) => measured.map(read))).mean;
}
