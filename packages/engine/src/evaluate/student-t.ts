/**
 * Two-sided p of Student's t: the chance of a |t| at least this large when there is no difference.
 *
 * @param t any number; infinite gives 0
 * @param df degrees of freedom, above 0
 * @returns in [0, 1]
 * P = I_x(df / 2, 1 / 2) with x = df / (df + t^2). Abramowitz & Stegun 1964, 26.7.1.
 */
export function twoSidedP(t: number, df: number): number {
  if (!Number.isFinite(t)) return 0;
  return regularisedBeta(df / (df + t * t), df / 2, 0.5);
}

/** The |t| that a two-sided test at `level` needs: the inverse of {@link twoSidedP}, by halving. */
export function criticalT(level: number, df: number): number {
  let low = 0;
  let high = 1;
  while (twoSidedP(high, df) > level) high *= 2;
  for (let i = 0; i < 100 && low < high; i++) {
    const middle = (low + high) / 2;
    if (twoSidedP(middle, df) > level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** I_x(a, b) by its continued fraction, evaluated by Lentz's method. */
function regularisedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // the fraction converges fast on this side only; the other follows by symmetry
  if (x > (a + 1) / (a + b + 2)) return 1 - regularisedBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x)) / a;
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / guarded(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    for (const step of [even, odd]) {
      d = 1 / guarded(1 + step * d);
      c = guarded(1 + step / c);
      fraction *= c * d;
    }
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return front * fraction;

  function guarded(value: number): number {
    return Math.abs(value) < tiny ? tiny : value;
  }
}

/** ln of the gamma function for x > 0: Stirling's series, after x has been raised above 12. */
function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  for (; y < 12; y++) shift -= Math.log(y);
  const inverse = 1 / (y * y);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / y;
  return shift + (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series;
}
