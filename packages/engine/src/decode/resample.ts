/**
 * Samples at another rate: a band-limited interpolation, so that nothing above half of the lower rate comes back as
 * another pitch. Outside of what is given there is silence.
 *
 * @param samples at `from` per second
 * @returns round(length x to / from) samples; the same array where the rates are equal
 * Smith, Digital Audio Resampling, 2002; Kaiser window. O(length x taps).
 */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples;
  const { taps, tables, step } = filterOf(from, to);
  const out = new Float32Array(Math.round((samples.length * to) / from));
  const half = taps / 2;
  for (let i = 0; i < out.length; i++) {
    // position i x from / to, split without a rounding error that would grow
    const whole = Math.floor((i * step.from) / step.to);
    const phase = i * step.from - whole * step.to;
    const table = tables.subarray(phase * taps, (phase + 1) * taps);
    const start = whole - half + 1;
    const first = Math.max(0, -start);
    const last = Math.min(taps, samples.length - start);
    let sum = 0;
    for (let t = first; t < last; t++) sum += (table[t] as number) * (samples[start + t] as number);
    out[i] = sum;
  }
  return out;
}

interface Filter {
  /** Samples that one result is made of, an even number. */
  readonly taps: number;
  /** [phases x taps] */
  readonly tables: Float32Array;
  /** The rates without their common divisor. */
  readonly step: { readonly from: number; readonly to: number };
}

/** Zero crossings of the sinc on either side; with the window below, what would alias is 80 dB down. */
const crossings = 24;
/** Of the lower rate's half: leaves room for the filter's slope. */
const passed = 0.92;
/** Shape of the Kaiser window for a stop band of 80 dB (Kaiser 1974). */
const beta = 0.1102 * (80 - 8.7);

/** Pools have one or two rates. */
const maxFilters = 4;
const filters = new Map<string, Filter>();

function filterOf(from: number, to: number): Filter {
  const key = `${from}/${to}`;
  const known = filters.get(key);
  if (known !== undefined) return known;
  const divisor = commonDivisor(from, to);
  const made = makeFilter(from / divisor, to / divisor);
  if (filters.size >= maxFilters) filters.delete(filters.keys().next().value as string);
  filters.set(key, made);
  return made;
}

function makeFilter(from: number, to: number): Filter {
  const cutoff = passed * Math.min(1, to / from);
  const half = Math.ceil(crossings / Math.min(1, to / from));
  const taps = half * 2;
  const tables = new Float32Array(to * taps);
  for (let phase = 0; phase < to; phase++) {
    let sum = 0;
    const weights = new Float64Array(taps);
    for (let t = 0; t < taps; t++) {
      const distance = t - half + 1 - phase / to;
      const weight = cutoff * sinc(cutoff * distance) * kaiser(distance / half);
      weights[t] = weight;
      sum += weight;
    }
    // a constant stays what it is, whatever the phase
    for (let t = 0; t < taps; t++) tables[phase * taps + t] = (weights[t] as number) / sum;
  }
  return { taps, tables, step: { from, to } };
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** @param x -1 to 1; outside it is 0 */
function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel(beta * Math.sqrt(1 - x * x)) / bessel(beta);
}

/** The modified Bessel function of the first kind, order 0, by its power series. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
