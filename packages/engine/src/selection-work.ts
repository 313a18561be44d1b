import {
  addWork,
  parseOptions,
  type SignalName,
  type Strategy,
  signalNames,
  type WorkEstimate,
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
/** What a wrapper keeps of each row. */
const WRAPPER_BYTES = 32;

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
  const visited = needsOf(planned).reduce((sum, name) => sum + (shape.numbers[name] ?? 0), 0);
  const listed = isStreamed && !isWhole(planned) ? budget : shape.n;
  const own = addWork(
    { bytes: listed * LIST_BYTES, steps: shape.n },
    ...wraps.map(() => ({ bytes: shape.n * WRAPPER_BYTES, steps: visited })),
  );
  const size = wraps.reduceRight<WorkSize>(narrowed, { ...shape, budget: Math.min(budget, shape.n) });
  if (strategy.work === undefined) return addWork(own, { bytes: size.budget * 32, steps: visited });
  return addWork(own, strategy.work(size, parseOptions(strategy, options)));
}

/** The outermost splitter parts first. */
function narrowed(size: WorkSize, { wrapper, options }: Wrap): WorkSize {
  if (wrapper.kind !== 'splitter' || wrapper.largestPart === undefined) return size;
  return { ...size, n: wrapper.largestPart(size, parseOptions(wrapper, options)) };
}

export function needsOf({ strategy, wraps }: PlannedSelection): SignalName[] {
  return [...new Set([strategy, ...wraps.map(({ wrapper }) => wrapper)].flatMap(({ needs }) => needs))];
}

function isWhole({ strategy, wraps }: PlannedSelection): boolean {
  return strategy.kind === 'selector' || wraps.some(({ wrapper }) => wrapper.kind === 'splitter');
}
