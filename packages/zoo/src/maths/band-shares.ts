import { PowerSpectrum } from './power-spectrum.ts';

/**
 * Where the power of a series lies among the frequencies, its constant part left out.
 *
 * @param z of mean 0; zeros are put behind it up to a power of two
 * @param count bands, evenly in log from one wave over the whole length to one over two points; those too narrow to hold a
 *   frequency of their own are 0
 * @returns [count] square roots of shares that sum to 1, or zeros for zeros
 */
export function bandShares(z: Float64Array, count: number): Float64Array {
  const length = 2 ** Math.ceil(Math.log2(Math.max(4, z.length)));
  const power = spectrumOf(length).of((i) => z[i] as number, z.length);
  const sums = new Float64Array(count);
  const highest = length / 2;
  let total = 0;
  for (let k = 1; k <= highest; k++) {
    // in waves over the length of the series, not over that of the transform
    const waves = Math.max(1, (k * z.length) / length);
    const place = (Math.log(waves) / Math.log(Math.max(2, z.length / 2))) * count;
    // a frequency at the edge belongs to the upper band, whatever rounding says
    const band = Math.min(count - 1, Math.floor(place + 1e-9));
    sums[band] = (sums[band] as number) + (power[k] as number);
    total += power[k] as number;
  }
  return sums.map((sum) => (total > 0 ? Math.sqrt(sum / total) : 0));
}

const spectra = new Map<number, PowerSpectrum>();

function spectrumOf(length: number): PowerSpectrum {
  const known = spectra.get(length) ?? new PowerSpectrum(length);
  spectra.set(length, known);
  return known;
}
