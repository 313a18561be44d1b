import { defineFeaturizer, type Series } from '@alaas/core';
import { autocorrelation } from '../maths/autocorrelation.ts';
import { bandShares } from '../maths/band-shares.ts';
import { evenly } from '../maths/evenly.ts';
import { moments } from '../maths/moments.ts';

/** Channels that have places of their own; the ninth shares those of the first, and so on. */
const channelCount = 8;
const grid = 64;
const shapeCount = 32;
const bandCount = 16;
const lagCount = 12;
const statisticCount = 16;
const perChannel = shapeCount + bandCount + lagCount + statisticCount;

/**
 * Time series without a trained network. Each channel is laid on 64 evenly timed points (straight lines between what was
 * measured; values left out are bridged), and z is that less its mean, over its standard deviation:
 *
 * - shape [32]: means of z over pairs of points
 * - spectrum [16]: square roots of the shares of the power of z, in bands that widen with the frequency, of the points as
 *   they were measured (up to 4,096 of them)
 * - autocorrelation [12]: of the same points, at lags from one point to half of them, evenly in log
 * - statistics [16]: sgn(x) ln(1 + |x|) of mean, standard deviation, least and greatest value, total change and points;
 *   skewness and excess kurtosis, squashed; share of points above the mean, and crossings of it; slope of z; means of
 *   |z[i + 1] - z[i]|; where the greatest and the least value lie; share of values left out; standard deviation of
 *   the second half less that of the first, over their sum
 *
 * The whole is of unit length. A flat channel has only the statistics that do not need a spread.
 */
export default defineFeaturizer({
  id: 'series-statistics',
  title: 'Series statistics',
  summary: 'Shape, spectrum, autocorrelation and statistics of each channel of a time series, up to eight. No weights.',
  reference: 'Fulcher & Jones 2017; Christ et al. 2018',
  version: 1,
  modality: 'series',
  width: channelCount * perChannel,
  embed(series) {
    const out = new Float64Array(channelCount * perChannel);
    for (const c of series.channels.keys()) {
      const start = (c % channelCount) * perChannel;
      for (const [i, value] of channelFeatures(series, c).entries())
        out[start + i] = (out[start + i] as number) + value;
    }
    const length = Math.sqrt(out.reduce((sum, value) => sum + value * value, 0));
    return Float32Array.from(out, (value) => (length === 0 ? 0 : value / length));
  },
});

/** Found on GunPoint, ItalyPowerDemand and BasicMotions. */
const weights = { shape: 1, spectrum: 2, lags: 1, statistics: 0.5 } as const;

function channelFeatures({ channels, time }: Series, c: number): number[] {
  const values = channels[c] as Float64Array;
  const points = evenly(values, time, Math.min(values.length, 4096));
  const { mean, deviation, least, greatest } = moments(points);
  // a spread that is no more than rounding is none
  const isFlat = !(deviation > 1e-9 * Math.max(1, Math.abs(mean)));
  const z = points.map((value) => (isFlat ? 0 : (value - mean) / deviation));
  const shape = shapeOf(evenly(z, undefined, grid));
  const crossings = z.reduce((sum, value, i) => sum + (i > 0 && value >= 0 !== (z[i - 1] as number) >= 0 ? 1 : 0), 0);
  const { skewness, kurtosis } = moments(z);
  const statistics = [
    squash(mean),
    squash(deviation),
    squash(least),
    squash(greatest),
    squash((points.at(-1) as number) - (points[0] as number)),
    Math.log(values.length) / 4,
    skewness / (1 + Math.abs(skewness)),
    kurtosis / (1 + Math.abs(kurtosis)),
    z.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0) / z.length,
    Math.sqrt(crossings / z.length),
    slopeOf(z),
    z.reduce((sum, value, i) => sum + (i > 0 ? Math.abs(value - (z[i - 1] as number)) : 0), 0) / z.length,
    z.indexOf(Math.max(...z)) / z.length,
    z.indexOf(Math.min(...z)) / z.length,
    values.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0) / values.length,
    halves(points),
  ];
  return [
    ...shape.map((value) => (value * weights.shape) / Math.sqrt(shapeCount)),
    ...bandShares(z, bandCount).map((value) => value * weights.spectrum),
    ...autocorrelation(z, lagCount).map((value) => (value * weights.lags) / Math.sqrt(lagCount)),
    ...statistics.map((value) => (value * weights.statistics) / Math.sqrt(statisticCount)),
  ];
}

function shapeOf(z: Float64Array): number[] {
  return Array.from({ length: shapeCount }, (_, i) => ((z[2 * i] as number) + (z[2 * i + 1] as number)) / 2);
}

function squash(value: number): number {
  return Math.sign(value) * Math.log1p(Math.abs(value));
}

/** Of a straight line through z, from the first point to the last: least squares. */
function slopeOf(z: Float64Array): number {
  const middle = (z.length - 1) / 2;
  let [sum, squares] = [0, 0];
  for (let i = 0; i < z.length; i++) {
    sum += (i - middle) * (z[i] as number);
    squares += (i - middle) ** 2;
  }
  return squares === 0 ? 0 : ((sum / squares) * z.length) / 4;
}

function halves(points: Float64Array): number {
  const middle = points.length >> 1;
  const [first, second] = [points.subarray(0, middle), points.subarray(middle)].map((half) => moments(half).deviation);
  const sum = (first ?? 0) + (second ?? 0);
  return sum > 0 ? ((second ?? 0) - (first ?? 0)) / sum : 0;
}
