import { accuracy, type CurvePoint, type ProjectMetrics, predictedClasses } from '@alaas/core';
import { type CrossFit, crossFit } from './cross-fit.ts';
import type { LabelledItem } from './labelled-items.ts';
import { labelsToReach, percent } from './learning-curve.ts';
import { measure } from './measure.ts';

/** The smallest sample on the curve. */
const SMALLEST = 8;
/** Sizes on the curve: each the square root of two times the one before it. */
const SIZES = 6;

/** How well random sampling alone would do: the curve of heads that learnt from the control arm and nothing else. */
export interface RandomArm {
  /** Control answers that it was made of. */
  readonly size: number;
  readonly points: readonly CurvePoint[];
}

/**
 * The accuracy of heads that know the first so many answers of the random sample, each measured on the whole sample by heads
 * that have not learnt from the item. What is in the test share teaches here neither, so that both sides of the comparison
 * pay for it.
 *
 * @param sample a random sample, in random order
 * @throws AlaasError `CANCELLED`, what the learner throws
 */
export async function measureRandomArm(
  sample: readonly LabelledItem[],
  context: CrossFit,
  seed: number,
): Promise<RandomArm> {
  const { classes, isMulti } = context.plan;
  const points: CurvePoint[] = [];
  for (const size of sizesTo(sample.length)) {
    const teaching = sample.slice(0, size).filter(({ isTest }) => !isTest);
    const said = await crossFit(sample, teaching, context);
    if (isMulti) {
      const { accuracy: estimate } = measure(sample, said, { classes, isMulti }, seed);
      if (estimate !== null) points.push({ labels: size, estimate });
      continue;
    }
    const numbers = new Map(classes.map((name, k) => [name, k]));
    const truth = Int32Array.from(sample, ({ value }) => numbers.get(String(value)) ?? 0);
    points.push({ labels: size, estimate: accuracy(truth, predictedClasses(said), classes.length) });
  }
  return { size: sample.length, points };
}

function sizesTo(most: number): number[] {
  const sizes = Array.from({ length: SIZES }, (_, i) => Math.round(most * 2 ** (-i / 2)));
  return [...new Set(sizes)].filter((size) => size >= Math.min(SMALLEST, most)).reverse();
}

/**
 * Labels that random sampling would have taken to be as accurate as the project is now, less those spent. No sampling takes
 * more than the pool has.
 *
 * @param items of the pool
 */
export function labelsSaved(
  { points, size }: RandomArm,
  present: number,
  { spent, items, seed }: { readonly spent: number; readonly items: number; readonly seed: number },
): NonNullable<ProjectMetrics['saved']> | null {
  const last = points.at(-1);
  if (last === undefined) return null;
  const randomCurve = points.map(({ labels, estimate }) => ({ labels, accuracy: estimate }));
  const common = {
    randomLabels: size,
    randomAccuracy: last.estimate,
    randomCurve,
    spent,
    pool: items,
    accuracy: present,
  };
  const reach = labelsToReach(points, present, seed);
  const alone = `On its own, the control arm of ${size} labels reaches ${percent(last.estimate.value)}.`;
  if (reach === undefined) {
    return {
      ...common,
      labels: null,
      isWholePool: false,
      detail: `Too few sizes of the control arm to compare with. ${alone}`,
    };
  }
  const capped = (labels: number | undefined): number => Math.min(items, Math.ceil(labels ?? items));
  const [value, low, high] = [capped(reach.labels), capped(reach.low), capped(reach.high)];
  const labels = { value: value - spent, low: low - spent, high: high - spent };
  const isWholePool = value >= items;
  const taken = isWholePool
    ? `all ${items} items or nearly so, as far as its curve tells`
    : `about ${value} labels (${low} to ${high === items ? `all ${items} items` : high})`;
  const detail = `${spent} labels were spent and ${percent(present)} of items are right. Random sampling would have taken ${taken}. ${alone}`;
  return { ...common, labels, isWholePool, detail };
}
