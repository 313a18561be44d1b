const FIRST = 0.9;
const SECOND = 0.999;
const TINY = 1e-8;

/**
 * Moves parameters down their slopes, in place: Adam, with a rate that falls in a straight line to 0 over `steps`, and
 * weights that lose a share of themselves with each step.
 *
 * @param parameters changed by each call
 * @returns takes one slope per parameter array
 * Kingma & Ba 2015; Loshchilov & Hutter 2019 for the decay.
 */
export function adam(
  parameters: readonly Float32Array[],
  { rate, decay, steps }: { readonly rate: number; readonly decay: number; readonly steps: number },
): (slopes: readonly Float32Array[]) => void {
  const means = parameters.map((array) => new Float32Array(array.length));
  const squares = parameters.map((array) => new Float32Array(array.length));
  let step = 0;
  return (slopes) => {
    const now = rate * (1 - step / steps);
    step++;
    const scaleOfMean = 1 / (1 - FIRST ** step);
    const scaleOfSquare = 1 / (1 - SECOND ** step);
    for (const [a, array] of parameters.entries()) {
      const [m, v, g] = [means[a] as Float32Array, squares[a] as Float32Array, slopes[a] as Float32Array];
      for (let i = 0; i < array.length; i++) {
        const slope = g[i] as number;
        const mean = FIRST * (m[i] as number) + (1 - FIRST) * slope;
        const square = SECOND * (v[i] as number) + (1 - SECOND) * slope * slope;
        m[i] = mean;
        v[i] = square;
        const move = (mean * scaleOfMean) / (Math.sqrt(square * scaleOfSquare) + TINY);
        array[i] = (array[i] as number) * (1 - now * decay) - now * move;
      }
    }
  };
}
