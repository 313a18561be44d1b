import { describe, expect, it } from 'vitest';
import { readSeries } from './series.ts';

describe('readSeries', () => {
  it('places points by their times, else by their numbers in the file, else evenly', () => {
    const one = { names: ['a'], channels: [[3, null, 5]] };
    expect(readSeries({ ...one, time: [0.5, 1, 4], points: [0, 8, 9] })).toMatchObject({
      x: [0.5, 1, 4],
      hasTime: true,
    });
    expect(readSeries({ ...one, points: [0, 8, 9], of: 12 })).toMatchObject({ x: [0, 8, 9], hasTime: false });
    expect(readSeries(one)).toEqual({
      x: [0, 1, 2],
      hasTime: false,
      channels: [{ name: 'a', values: [3, null, 5] }],
    });
  });

  it('takes nothing whose points have no place, or fall', () => {
    const one = { names: ['a'], channels: [[3, 4]] };
    for (const places of [{ time: [1] }, { time: [2, 1] }, { points: [0, 1, 2] }, { points: ['0', '1'] }]) {
      expect(readSeries({ ...one, ...places }), JSON.stringify(places)).toBeUndefined();
    }
  });
});
