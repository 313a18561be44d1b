/**
 * How likely two samples of one distribution are to differ as much as these: Kolmogorov & Smirnov's test, with Stephens'
 * (1970) correction for small samples.
 *
 * @returns p in [0, 1]
 */
export function sameDistribution(a: readonly number[], b: readonly number[]): number {
  const values = [...a, ...b].sort((x, y) => x - y);
  const share = (sample: readonly number[], value: number): number =>
    sample.filter((x) => x <= value).length / sample.length;
  const gap = Math.max(...values.map((value) => Math.abs(share(a, value) - share(b, value))));
  const size = Math.sqrt((a.length * b.length) / (a.length + b.length));
  const scaled = (size + 0.12 + 0.11 / size) * gap;
  // the series does not converge near 0, where p is 1
  if (scaled < 0.2) return 1;
  let p = 0;
  for (let j = 1; j <= 100; j++) p += 2 * (-1) ** (j - 1) * Math.exp(-2 * j * j * scaled * scaled);
  return Math.min(1, Math.max(0, p));
}
