import type { SimulationResult, StrategyOutcome } from '../../packages/core/src/index.ts';
import { holm } from '../../packages/engine/src/evaluate/paired-test.ts';
import { CLAIMS, type SimulateSetting } from './settings.ts';

type Mean = StrategyOutcome['aubc'];

/** What docs/results keeps of one simulation: every figure that a page shows, and no picks. */
export interface SettingSummary {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly setting: Omit<SimulationResult['setting'], 'data' | 'classes' | 'training' | 'target' | 'key'> & {
    /** K */
    readonly classes: number;
  };
  /** What the seconds were measured on. */
  readonly measuredOn: { readonly cores: number; readonly node: string };
  /** In order of mean AUBC, best first. */
  readonly strategies: readonly StrategySummary[];
  /** Strategies of the registry that did not run here, and why. */
  readonly leftOut: SimulationResult['leftOut'];
  /** What the literature says to beat random, tested by itself. */
  readonly claims: readonly ClaimSummary[];
  /**
   * In the order of `strategies`: the share of rounds in which the one of the row beats the one of the column; null
   * where the two never ran in one simulation.
   */
  readonly penalties: readonly (readonly (number | null)[])[] | null;
}

export interface StrategySummary {
  readonly strategy: string;
  readonly title: string;
  readonly aubc: Mean;
  /** Mean AUBC less that of the baseline; null for the baseline itself. */
  readonly againstBaseline: StrategyOutcome['againstBaseline'];
  readonly lastAccuracy: Mean;
  /** Mean per round. */
  readonly seconds: StrategyOutcome['seconds'];
  readonly peakMemoryBytes: number;
}

export interface ClaimSummary {
  readonly strategy: string;
  readonly difference: number;
  readonly p: number | null;
  /** After Holm's correction for the claims alone: they were named before anything was run. */
  readonly holm: number | null;
  /** The difference is above 0 and `holm` below 0.05. */
  readonly holds: boolean;
}

/** The level of every test. */
const LEVEL = 0.05;

/** @param notAsked strategies that were left out before the engine was asked */
export function summarise(
  { name, title, about }: Pick<SimulateSetting, 'name' | 'title' | 'about'>,
  { setting, strategies, leftOut, penalties }: SimulationResult,
  { measuredOn, leftOut: notAsked }: Pick<SettingSummary, 'measuredOn' | 'leftOut'>,
): SettingSummary {
  const { data: _, classes, training: __, target: ___, key: ____, ...rest } = setting;
  const tests = CLAIMS.flatMap(({ strategy }) => {
    const test = strategies.find((outcome) => outcome.strategy === strategy)?.againstBaseline;
    return test === undefined || test === null ? [] : [{ strategy, difference: test.difference, p: test.p }];
  });
  const adjusted = holm(tests.map(({ p }) => p));
  return {
    name,
    title,
    about,
    setting: { ...rest, classes: classes.length },
    measuredOn,
    strategies: strategies.map(({ strategy, title, aubc, accuracy, againstBaseline, seconds, peakMemoryBytes }) => ({
      strategy,
      title,
      aubc,
      againstBaseline,
      lastAccuracy: meanOf(accuracy.at(-1)),
      seconds,
      peakMemoryBytes,
    })),
    leftOut: [...notAsked, ...leftOut].sort((a, b) => (a.strategy < b.strategy ? -1 : 1)),
    claims: tests.map((test, i) => {
      const corrected = adjusted[i] ?? null;
      return { ...test, holm: corrected, holds: test.difference > 0 && corrected !== null && corrected < LEVEL };
    }),
    penalties,
  };
}

/** The file's text: numbers to six digits, a strategy a line. */
export function writtenSummary(summary: SettingSummary): string {
  const text = (value: unknown): string =>
    JSON.stringify(value, (_, inner) => (typeof inner === 'number' ? Number(inner.toPrecision(6)) : inner));
  const line = (value: unknown): string =>
    Array.isArray(value) && value.length > 0 ? `[\n    ${value.map(text).join(',\n    ')}\n  ]` : text(value);
  const entries = Object.entries(summary).map(([key, value]) => `  ${JSON.stringify(key)}: ${line(value)}`);
  return `{\n${entries.join(',\n')}\n}\n`;
}

function meanOf(point: StrategyOutcome['accuracy'][number] | undefined): Mean {
  if (point === undefined) throw new Error('a strategy has no rounds');
  return { mean: point.mean, interval: point.interval };
}
