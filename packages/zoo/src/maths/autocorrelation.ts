/**
 * How alike a series is to itself some points later.
 *
 * @param z of mean 0 and variance 1, or zeros
 * @param count lags, from 1 point to half of all, evenly in log; some may be the same where there are few points
 * @returns [count], each in [-1, 1]: sum of z[i] z[i + lag] over the points
 */
export function autocorrelation(z: Float64Array, count: number): Float64Array {
  const farthest = Math.max(1, z.length >> 1);
  return Float64Array.from({ length: count }, (_, i) => {
    const lag = Math.round(farthest ** (i / (count - 1)));
    let sum = 0;
    for (let p = 0; p + lag < z.length; p++) sum += (z[p] as number) * (z[p + lag] as number);
    return sum / z.length;
  });
}
