/** One point of a learning curve. */
export interface CurvePoint {
  readonly labels: number;
  /** In [0, 1], higher is better. */
  readonly value: number;
}

/**
 * Area under the budget curve (Zhan et al. 2022): the trapezoids (a_i + a_{i+1}) b / 2 over the rounds, divided by the
 * quota; b is what the round labelled, so that a last round that is cut short counts for less.
 *
 * @param curve by rising labels; of one point, its value
 * @returns in [0, 1]
 */
export function areaUnderBudgetCurve(curve: readonly CurvePoint[]): number {
  const first = curve[0] as CurvePoint;
  const last = curve.at(-1) as CurvePoint;
  if (last.labels === first.labels) return last.value;
  let area = 0;
  for (let i = 1; i < curve.length; i++) {
    const [before, after] = [curve[i - 1] as CurvePoint, curve[i] as CurvePoint];
    area += ((before.value + after.value) / 2) * (after.labels - before.labels);
  }
  return area / (last.labels - first.labels);
}

/** Labels of the first point at or above the target; null when there is none. */
export function labelsToTarget(curve: readonly CurvePoint[], target: number): number | null {
  return curve.find(({ value }) => value >= target)?.labels ?? null;
}
