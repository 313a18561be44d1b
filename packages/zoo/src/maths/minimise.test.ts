import { describe, expect, it } from 'vitest';
import { minimise } from './minimise.ts';

describe('minimise', () => {
  it('finds the least of a bowl whose sides differ a thousandfold', async () => {
    const least = [3, -2, 0.5, 40];
    const sides = [1000, 1, 10, 0.5];
    const found = await minimise({
      start: new Float64Array(4),
      tolerance: 1e-9,
      maxIterations: 200,
      at: async (v) => ({
        value: v.reduce((sum, x, i) => sum + 0.5 * (sides[i] as number) * (x - (least[i] as number)) ** 2, 0),
        slope: v.map((x, i) => (sides[i] as number) * (x - (least[i] as number))),
      }),
    });
    for (const [i, x] of least.entries()) expect(found[i]).toBeCloseTo(x, 7);
  });

  it('follows a bent valley to its end', async () => {
    // Rosenbrock 1960: least at (1, 1)
    const found = await minimise({
      start: Float64Array.of(-1.2, 1),
      tolerance: 1e-9,
      maxIterations: 500,
      at: async ([x = 0, y = 0]) => ({
        value: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
        slope: Float64Array.of(-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
      }),
    });
    expect(found[0]).toBeCloseTo(1, 6);
    expect(found[1]).toBeCloseTo(1, 6);
  });

  it('stays where it is at a least value', async () => {
    const start = Float64Array.of(5);
    const at = async () => ({ value: 1, slope: new Float64Array(1) });
    expect(await minimise({ start, tolerance: 0, maxIterations: 10, at })).toEqual(start);
  });
});
