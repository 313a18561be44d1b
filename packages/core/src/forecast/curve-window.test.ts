import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { fitWindow } from './curve-window.ts';

const labels = Float64Array.of(100, 150, 200, 250, 300, 350);
const power = labels.map((n) => 0.95 - 2 * n ** -0.4);

/** Of 200 drawn curves, how many are power laws. */
function powerLaws(deviation: number): number {
  const deviations = labels.map(() => deviation);
  const window = fitWindow({ labels, values: power, deviations, isNoiseKnown: true });
  expect(window.best.family).toBe('power');
  const random = createRandom(1);
  return Array.from({ length: 200 }, () => window.draw(random)).filter(({ family }) => family === 'power').length;
}

describe('fitWindow', () => {
  it('draws both shapes alike where the noise hides which it is, and the right one alone where it does not', () => {
    // 200 draws of a half have a standard deviation of 7
    expect(Math.abs(powerLaws(0.05) - 100)).toBeLessThan(35);
    expect(powerLaws(1e-5)).toBe(200);
  });
});
