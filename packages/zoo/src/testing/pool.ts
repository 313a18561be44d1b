import {
  type Compute,
  createRandom,
  matrix,
  parseOptions,
  type SelectContext,
  type Selection,
  type Selector,
  type SignalName,
  type WholePool,
} from '@alaas/core';
import { evaluate } from './evaluate.ts';

/** Rows whose values are sums of three uniform numbers, around a middle of their own for each of `groups` groups. */
export function cloud(
  rows: number,
  columns: number,
  { seed = 1, groups = 1, offset = 0, spread = 1 } = {},
): Float32Array {
  const random = createRandom(seed);
  const noise = (): number => random.next() + random.next() + random.next() - 1.5;
  const middles = Float64Array.from({ length: groups * columns }, () => 4 * noise());
  const data = new Float32Array(rows * columns);
  for (let i = 0; i < data.length; i++) {
    const group = Math.floor(i / columns) % groups;
    data[i] = offset + (middles[group * columns + (i % columns)] as number) + spread * noise();
  }
  return data;
}

/** Rows of probabilities that sum to 1, some of them sure. */
export function likelihoods(rows: number, classes: number, seed = 1): Float32Array {
  const random = createRandom(seed);
  const data = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const raw = Array.from({ length: classes }, () => random.next() ** 6 + 1e-6);
    const sum = raw.reduce((a, b) => a + b, 0);
    data.set(
      raw.map((value) => value / sum),
      row * classes,
    );
  }
  return data;
}

export interface PoolParts {
  readonly embeddings: Float32Array;
  readonly columns: number;
  readonly probabilities?: Float32Array;
  readonly classes?: number;
  readonly labelled?: readonly number[];
  readonly labels?: readonly number[];
}

/** A whole pool; what is not labelled is a candidate. */
export function pool({
  embeddings,
  columns,
  probabilities,
  classes = 1,
  labelled = [],
  labels,
}: PoolParts): WholePool<SignalName> {
  const size = embeddings.length / columns;
  const known = new Set(labelled);
  return {
    size,
    embeddings: matrix(embeddings, columns),
    ...(probabilities && { probabilities: matrix(probabilities, classes) }),
    candidates: Uint32Array.from({ length: size }, (_, i) => i).filter((i) => !known.has(i)),
    labelled: { rows: Uint32Array.from(labelled), labels: Int32Array.from(labels ?? labelled.map(() => 0)) },
  } as WholePool<SignalName>;
}

/** A checkpoint that never stops, and progress that nobody watches. */
export const ignore = (): void => undefined;

export interface SelectExtra {
  readonly seed?: number;
  readonly options?: object;
  readonly checkpoint?: () => void;
  readonly compute?: Compute;
}

/** Runs a strategy with its default options, or those given. */
export function select<Needs extends SignalName>(
  strategy: Pick<Selector<Needs>, 'id' | 'options'> & { readonly select: Selector<Needs>['select'] },
  from: WholePool<SignalName>,
  n: number,
  { seed = 1, options = {}, checkpoint = ignore, compute = evaluate }: SelectExtra = {},
): Promise<Selection> {
  const context: SelectContext<Record<string, unknown>> = {
    n,
    options: parseOptions(strategy, options),
    random: createRandom(seed),
    compute,
    checkpoint,
    progress: ignore,
  };
  return strategy.select(from as unknown as WholePool<Needs>, context);
}
