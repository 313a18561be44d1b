import { type Clip, defineFeaturizer } from '@alaas/core';
import { melBands } from '../maths/mel-bands.ts';
import { PowerSpectrum } from '../maths/power-spectrum.ts';

const bandCount = 40;
const parts = 4;
/** Samples: 25 ms every 10 ms, at 16 kHz. */
const frame = { length: 400, step: 160, transform: 512 } as const;
const width = bandCount * 3 + parts * bandCount + 4;

/**
 * Recordings without a trained network: which pitches they hold, how much these change, and when. L[t, b] is the natural
 * log of the power of band b in frame t, of 40 triangles from 50 to 7,600 Hz, evenly spaced in mel, under a Hann window.
 * What lies 11.5 below the loudest number of the recording (50 dB) counts as that, so that silence is no sound of its own.
 *
 * - spectrum [40]: mean of L[., b] over frames, less the mean over bands
 * - change [40]: standard deviation of L[., b] over frames; jumps [40]: that of L[t + 1, b] - L[t, b]
 * - course [4 x 40]: mean of L[., b] in each quarter of the time, less the mean over all of it
 * - level [4]: mean and standard deviation of a frame's mean power, share of silent frames, log of the length in seconds
 *
 * The parts are weighted, and the whole is of unit length.
 */
export default defineFeaturizer({
  id: 'log-mel-statistics',
  title: 'Log-mel statistics',
  summary:
    'Which pitches a recording holds, how much they change, and when: 40 mel bands, in four quarters. No weights.',
  reference: 'Davis & Mermelstein 1980; Tzanetakis & Cook 2002',
  version: 1,
  modality: 'audio',
  sampleRate: 16_000,
  width,
  embed(clip) {
    const frames = logMel(clip);
    const means = columnMeans(frames, 0, frames.count);
    const overall = meanOf(means);
    const out = new Float64Array(width);
    const quarters = Array.from({ length: parts }, (_, q) => {
      const start = Math.floor((frames.count * q) / parts);
      return columnMeans(frames, start, Math.max(start + 1, Math.floor((frames.count * (q + 1)) / parts)));
    });
    for (let b = 0; b < bandCount; b++) {
      const mean = means[b] as number;
      out[b] = weights.spectrum * (mean - overall);
      out[bandCount + b] = weights.change * spread(frames, b, mean);
      out[2 * bandCount + b] = weights.jumps * jumps(frames, b);
      for (const [q, quarter] of quarters.entries()) {
        out[(3 + q) * bandCount + b] = weights.course * ((quarter[b] as number) - mean);
      }
    }
    out.set(levels(frames, clip), (3 + parts) * bandCount);
    return unit(out);
  },
});

/** Found on spoken digits of four speakers and on the sample pool. */
const weights = { spectrum: 0.5, change: 1, jumps: 1.5, course: 1, level: 1 } as const;

/** 50 dB in natural log of power. */
const depth = (50 * Math.log(10)) / 10;
/** What a sample of 24 bits can hold, squared: quieter is silence. */
const quietest = 1e-14;

const spectrum = new PowerSpectrum(frame.transform);
const bands = melBands(bandCount, { length: frame.transform, rate: 16_000, low: 50, high: 7600 }).bands;
const hann = Float64Array.from(
  { length: frame.length },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / frame.length),
);
/** A full-scale wave has a power of about 1. */
const scale = 1 / hann.reduce((sum, value) => sum + value, 0) ** 2;

interface LogMel {
  /** [count x bands] */
  readonly values: Float64Array;
  readonly count: number;
  /** The least number there is. */
  readonly floor: number;
}

/** At least one frame: a recording that is shorter is one with silence behind it. */
function logMel({ samples }: Clip): LogMel {
  const count = Math.max(1, 1 + Math.floor((samples.length - frame.length) / frame.step));
  const values = new Float64Array(count * bandCount);
  let loudest = Number.NEGATIVE_INFINITY;
  for (let t = 0; t < count; t++) {
    const start = t * frame.step;
    const at = (i: number): number => (samples[start + i] as number) * (hann[i] as number);
    const power = spectrum.of(at, Math.min(frame.length, samples.length - start));
    for (const [b, { first, weights: triangle }] of bands.entries()) {
      let sum = 0;
      for (let i = 0; i < triangle.length; i++) sum += (triangle[i] as number) * (power[first + i] as number);
      const value = Math.log(sum * scale + quietest);
      values[t * bandCount + b] = value;
      if (value > loudest) loudest = value;
    }
  }
  const floor = loudest - depth;
  for (let i = 0; i < values.length; i++) if ((values[i] as number) < floor) values[i] = floor;
  return { values, count, floor };
}

function columnMeans({ values }: LogMel, start: number, end: number): Float64Array {
  const sums = new Float64Array(bandCount);
  for (let t = start; t < end; t++) {
    for (let b = 0; b < bandCount; b++) sums[b] = (sums[b] as number) + (values[t * bandCount + b] as number);
  }
  return sums.map((sum) => sum / (end - start));
}

function spread({ values, count }: LogMel, b: number, mean: number): number {
  let sum = 0;
  for (let t = 0; t < count; t++) sum += ((values[t * bandCount + b] as number) - mean) ** 2;
  return Math.sqrt(sum / count);
}

function jumps({ values, count }: LogMel, b: number): number {
  let sum = 0;
  for (let t = 1; t < count; t++) {
    sum += ((values[t * bandCount + b] as number) - (values[(t - 1) * bandCount + b] as number)) ** 2;
  }
  return Math.sqrt(sum / Math.max(1, count - 1));
}

function levels(frames: LogMel, { samples, rate }: Clip): number[] {
  const { values, count, floor } = frames;
  const loudness = Float64Array.from({ length: count }, (_, t) => {
    return meanOf(values.subarray(t * bandCount, (t + 1) * bandCount));
  });
  const mean = meanOf(loudness);
  const deviation = Math.sqrt(loudness.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
  // nearly all bands at the floor
  const silent = loudness.reduce((sum, value) => sum + (value < floor + depth / 20 ? 1 : 0), 0) / count;
  // around 0 for speech and music at usual levels; they vary less than the bands do
  return [(mean + 12) / 4, deviation, 4 * silent, Math.log(samples.length / rate)].map(
    (value) => value * weights.level,
  );
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function unit(values: Float64Array): Float32Array {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return Float32Array.from(values, (value) => (length === 0 ? 0 : value / length));
}
