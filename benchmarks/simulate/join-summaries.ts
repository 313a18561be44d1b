import { holm } from '../../packages/engine/src/evaluate/paired-test.ts';
import { BASELINE } from './settings.ts';
import type { SettingSummary, StrategySummary } from './summary.ts';

/**
 * A written summary with strategies beside its own that ran later, from the same seed sets. Every test is against the
 * baseline of the same seeds, so that none changes but by Holm's correction, which is made anew for all together; claims
 * have a correction of their own. Pairs of strategies that never ran in one simulation have no penalty: null.
 *
 * @throws Error unless setting, machine and every figure of the baseline but its cost are the same in both
 */
export function joinSummaries(before: SettingSummary, added: SettingSummary): SettingSummary {
  checkComparable(before, added);
  const news = new Set([...added.strategies, ...added.leftOut].map(({ strategy }) => strategy));
  news.delete(BASELINE);
  const kept = before.strategies.filter(({ strategy }) => !news.has(strategy));
  const strategies = [...kept, ...added.strategies.filter(({ strategy }) => strategy !== BASELINE)];
  strategies.sort((a, b) => b.aubc.mean - a.aubc.mean || (a.strategy < b.strategy ? -1 : 1));
  const leftOut = [...before.leftOut.filter(({ strategy }) => !news.has(strategy)), ...added.leftOut];
  const claims = new Map([...before.claims, ...added.claims].map((claim) => [claim.strategy, claim]));
  return {
    ...before,
    strategies: corrected(strategies),
    leftOut: leftOut.sort((a, b) => (a.strategy < b.strategy ? -1 : 1)),
    claims: [...claims.values()],
    penalties: penaltiesOf(strategies, [placed(added), placed(before, news)]),
  };
}

function checkComparable(before: SettingSummary, added: SettingSummary): void {
  const told = ({ setting, measuredOn, strategies }: SettingSummary): string => {
    const baseline = strategies.find(({ strategy }) => strategy === BASELINE);
    return asWritten([setting, measuredOn, baseline?.aubc, baseline?.lastAccuracy]);
  };
  if (told(before) === told(added)) return;
  throw new Error(
    `${before.name} was written of another setting, machine or baseline: ${told(before)}, and now ${told(added)}. Run all strategies.`,
  );
}

/** Numbers as a written summary has them. */
function asWritten(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === 'number' ? Number(inner.toPrecision(6)) : inner));
}

function corrected(strategies: readonly StrategySummary[]): StrategySummary[] {
  const adjusted = holm(strategies.map(({ againstBaseline }) => againstBaseline?.p ?? null));
  return strategies.map((outcome, i) => {
    const { againstBaseline } = outcome;
    if (againstBaseline === null) return outcome;
    return { ...outcome, againstBaseline: { ...againstBaseline, holm: adjusted[i] ?? null } };
  });
}

interface Placed {
  readonly penalties: SettingSummary['penalties'];
  /** Row and column of each strategy. */
  readonly placeOf: ReadonlyMap<string, number>;
}

/** @param without strategies whose runs there count no more */
function placed({ strategies, penalties }: SettingSummary, without?: ReadonlySet<string>): Placed {
  const places = strategies.map(({ strategy }, place): [string, number] => [strategy, place]);
  return { penalties, placeOf: new Map(places.filter(([strategy]) => without?.has(strategy) !== true)) };
}

/** @param sources the later first */
function penaltiesOf(strategies: readonly StrategySummary[], sources: readonly Placed[]): SettingSummary['penalties'] {
  if (sources.some(({ penalties }) => penalties === null)) return null;
  return strategies.map((mine) =>
    strategies.map((other) => {
      for (const { penalties, placeOf } of sources) {
        const row = placeOf.get(mine.strategy);
        const column = placeOf.get(other.strategy);
        if (row !== undefined && column !== undefined) return penalties?.[row]?.[column] ?? null;
      }
      return null;
    }),
  );
}
