import type { Series, SeriesContent } from '@alaas/core';
import { seriesContent } from './series.ts';

/** Several on each dot of a wide screen, so that there is more to see in a part of it. */
const MOST_POINTS = 20_000;
/** Over all channels, some three megabytes as they are sent. */
const MOST_NUMBERS = 200_000;
/** A small picture shows that many. */
const FEWEST_POINTS = 500;

/** Points of a series of so many channels that are worth sending to a page. */
export function shownPoints(channels: number): number {
  return Math.max(FEWEST_POINTS, Math.min(MOST_POINTS, Math.floor(MOST_NUMBERS / channels)));
}

/**
 * The series as it is sent to a page, of at most `maxPoints` points: of each stretch of it the lowest and the highest value of
 * each channel, in the order in which they come, so that no spike is lost.
 */
export function thinSeries(series: Series, maxPoints: number): SeriesContent {
  const { names, time, channels } = series;
  const of = channels[0]?.length ?? 0;
  if (of <= maxPoints) return seriesContent(series);
  const stretches = Math.floor(maxPoints / 2);
  const start = (stretch: number): number => Math.floor((stretch * of) / stretches);
  const points = Array.from({ length: stretches }, (_, i) => places(start(i), start(i + 1))).flat();
  return {
    names: [...names],
    ...(time !== undefined && { time: points.map((point) => time[point] as number) }),
    channels: channels.map((values) =>
      Array.from({ length: stretches }, (_, i) => endsOf(values, start(i), start(i + 1))).flat(),
    ),
    points,
    of,
  };
}

/** Where the two values of a stretch are drawn: all channels have them at the same points. */
function places(from: number, end: number): [number, number] {
  const quarter = Math.floor((end - from) / 4);
  return [from + quarter, end - 1 - quarter];
}

function endsOf(values: Float64Array, from: number, end: number): [number | null, number | null] {
  let [low, high] = [-1, -1];
  for (let i = from; i < end; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    if (low < 0 || value < (values[low] as number)) low = i;
    if (high < 0 || value > (values[high] as number)) high = i;
  }
  if (low < 0) return [null, null];
  return [values[Math.min(low, high)] as number, values[Math.max(low, high)] as number];
}
