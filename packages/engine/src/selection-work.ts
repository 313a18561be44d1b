import {
  addWork,
  parseOptions,
  type SignalName,
  type Strategy,
  signalNames,
  type WorkEstimate,
  type WorkPart,
  type WorkSize,
  type Wrap,
} from '@alaas/core';

/** A pool by its sizes. */
export interface PoolShape extends Omit<WorkSize, 'budget'> {
  /** Numbers of each signal there is. */
  readonly numbers: { readonly [Name in SignalName]?: number };
}

/** A selection that has not begun. */
export interface PlannedSelection {
  readonly strategy: Strategy;
  readonly options: Record<string, unknown>;
  /** Wrappers around the strategy, the nearest first. */
  readonly wraps: readonly Wrap[];
  readonly budget: number;
  readonly shape: PoolShape;
  /** Whether scorers read the pool block by block, so that it is never in memory as a whole. */
  readonly isStreamed: boolean;
}

/** Lists of candidates, and of what is chosen already, that the engine keeps for each row. */
const LIST_BYTES = 40;

/** Bytes of the signals that have to be in memory as a whole. */
export function signalBytes(planned: PlannedSelection): number {
  const { shape, isStreamed } = planned;
  if (isStreamed && !isWhole(planned)) return 0;
  const needed = new Set(needsOf(planned));
  const held = signalNames.filter((name) => !isStreamed || needed.has(name));
  return held.reduce((sum, name) => sum + (shape.numbers[name] ?? 0), 0) * Float32Array.BYTES_PER_ELEMENT;
}

/** What the strategy, its wrappers and the engine take at most beside the signals. */
export function selectionWork(planned: PlannedSelection): WorkEstimate {
  const { strategy, options, wraps, budget, shape, isStreamed } = planned;
  const visitedBy = (needs: readonly SignalName[]): number =>
    needs.reduce((sum, name) => sum + (shape.numbers[name] ?? 0), 0);
  const listed = isStreamed && !isWhole(planned) ? budget : shape.n;
  const parts: WorkPart[] = [{ bytes: listed * LIST_BYTES, steps: shape.n }];
  let size: WorkSize = { ...shape, budget: Math.min(budget, shape.n) };
  let times = 1;
  // the outermost comes first
  for (const { wrapper, options: given } of wraps.toReversed()) {
    const own = parseOptions(wrapper, given);
    parts.push(
      wrapper.work === undefined ? { steps: visitedBy(wrapper.needs) } : repeated(wrapper.work(size, own), times),
    );
    if (wrapper.kind !== 'splitter' || wrapper.largestPart === undefined) continue;
    const part = wrapper.largestPart(size, own);
    size = { ...size, n: part.n, budget: part.budget };
    times *= part.times;
  }
  const asked =
    strategy.work === undefined
      ? { bytes: size.budget * 32, steps: visitedBy(strategy.needs) }
      : repeated(strategy.work(size, parseOptions(strategy, options)), times);
  return addWork(...parts, asked);
}

/** One after the other, so that no more is held at once. */
function repeated({ bytes, multiplications, steps, rare }: WorkEstimate, times: number): WorkEstimate {
  return {
    bytes,
    multiplications: times * multiplications,
    steps: times * steps,
    rare: { multiplications: times * rare.multiplications, steps: times * rare.steps },
  };
}

export function needsOf({ strategy, wraps }: PlannedSelection): SignalName[] {
  return [...new Set([strategy, ...wraps.map(({ wrapper }) => wrapper)].flatMap(({ needs }) => needs))];
}

function isWhole({ strategy, wraps }: PlannedSelection): boolean {
  return strategy.kind === 'selector' || wraps.some(({ wrapper }) => wrapper.kind === 'splitter');
}
