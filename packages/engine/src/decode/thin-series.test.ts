import type { Series } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { seriesContent } from './series.ts';
import { shownPoints, thinSeries } from './thin-series.ts';

const series = (channels: number[][], time?: number[]): Series => ({
  names: channels.map((_, i) => String(i + 1)),
  ...(time !== undefined && { time: Float64Array.from(time) }),
  channels: channels.map((values) => Float64Array.from(values)),
});

describe('thinSeries', () => {
  it('gives a series of few points as it is, and does not say which they are', () => {
    const few = series([[3, 1, 2]]);
    expect(thinSeries(few, 3)).toEqual(seriesContent(few));
    expect(thinSeries(few, 3)).not.toHaveProperty('points');
  });

  it('keeps the lowest and the highest value of each stretch, in the order in which they come', () => {
    // two stretches of four points; the first falls from 9 to 1, the second rises from -2 to 7
    const given = series([[5, 9, 1, 4, 0, -2, 7, 3]]);
    expect(thinSeries(given, 4)).toEqual({
      names: ['1'],
      channels: [[9, 1, -2, 7]],
      points: [1, 2, 5, 6],
      of: 8,
    });
  });

  it('gives all channels at the same points, with their times', () => {
    const given = series(
      [
        [1, 2, 3, 4],
        [8, 7, 6, 5],
      ],
      [10, 20, 40, 80],
    );
    expect(thinSeries(given, 2)).toEqual({
      names: ['1', '2'],
      time: [20, 40],
      channels: [
        [1, 4],
        [8, 5],
      ],
      points: [1, 2],
      of: 4,
    });
  });

  it('looks over values that are left out, and leaves out a stretch that has none', () => {
    const given = series([[Number.NaN, 4, Number.NaN, 2, Number.NaN, Number.NaN, Number.NaN, Number.NaN]]);
    expect(thinSeries(given, 4).channels).toEqual([[4, 2, null, null]]);
  });

  it('finds a single spike among a million values', () => {
    const values = new Float64Array(1_000_000);
    values[654_321] = 99;
    const { channels, points, of } = thinSeries({ names: ['1'], channels: [values] }, 20_000);
    expect(channels[0]).toHaveLength(20_000);
    const at = channels[0]?.indexOf(99) ?? -1;
    expect(Math.abs((points?.[at] ?? 0) - 654_321)).toBeLessThan(100);
    expect(channels[0]?.filter((value) => value !== 0)).toEqual([99]);
    expect(of).toBe(1_000_000);
  });

  it('has fewer points of each channel where there are many, and enough of each to be drawn', () => {
    expect([1, 8, 4096].map(shownPoints)).toEqual([20_000, 20_000, 500]);
    expect(shownPoints(20)).toBe(10_000);
  });
});
