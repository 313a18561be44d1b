/** What the values of a list are like, whatever their order. */
export interface Moments {
  readonly mean: number;
  /** Standard deviation, of the list itself. */
  readonly deviation: number;
  /** Third standardised moment; 0 without spread. */
  readonly skewness: number;
  /** Fourth standardised moment less 3; 0 without spread. */
  readonly kurtosis: number;
  readonly least: number;
  readonly greatest: number;
}

/** @param values finite; all is 0 where there are none */
export function moments(values: Float64Array): Moments {
  const n = Math.max(1, values.length);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  let [two, three, four] = [0, 0, 0];
  let [least, greatest] = [values[0] ?? 0, values[0] ?? 0];
  for (const value of values) {
    const d = value - mean;
    two += d * d;
    three += d * d * d;
    four += d * d * d * d;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const variance = two / n;
  const hasSpread = variance > 0;
  return {
    mean,
    deviation: Math.sqrt(variance),
    skewness: hasSpread ? three / n / variance ** 1.5 : 0,
    kurtosis: hasSpread ? four / n / variance ** 2 - 3 : 0,
    least,
    greatest,
  };
}
