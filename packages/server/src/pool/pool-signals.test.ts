import { matrix } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { poolSignals } from './pool-signals.ts';

const pause = async (): Promise<void> => undefined;

function expectClose(values: Float32Array, expected: readonly number[]): void {
  expect(values).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(values[i]).toBeCloseTo(value, 6);
}

describe('poolSignals', () => {
  it('are of the two likeliest classes, and 0 ln 0 = 0', async () => {
    const scores = matrix(Float32Array.of(0.5, 0.25, 0.25, 0, 1, 0, 0.4, 0.2, 0.4), 3);
    const { confidence, uncertainty, entropy, predicted } = await poolSignals(scores, 'single', pause);
    expectClose(confidence, [0.5, 1, 0.4]);
    expectClose(uncertainty, [0.75, 0, 1]);
    // 1.5 ln 2; nothing; 0.8 ln 2.5 + 0.2 ln 5
    expectClose(entropy, [1.5 * Math.LN2, 0, 0.8 * Math.log(2.5) + 0.2 * Math.log(5)]);
    expect([...predicted]).toEqual([0, 1, 0]);
  });

  it('of several labels are those of the least sure one, and of all together', async () => {
    const scores = matrix(Float32Array.of(0.5, 0.25, 1, 0), 2);
    const { confidence, uncertainty, entropy, predicted } = await poolSignals(scores, 'multi', pause);
    expectClose(confidence, [0.5 * 0.75, 1]);
    expectClose(uncertainty, [1, 0]);
    expectClose(entropy, [Math.LN2 + 0.25 * Math.log(4) + 0.75 * Math.log(4 / 3), 0]);
    expect([...predicted]).toEqual([-1, -1]);
  });

  it('are made once for the same scores', async () => {
    const scores = matrix(Float32Array.of(0.5, 0.5), 2);
    expect(await poolSignals(scores, 'single', pause)).toBe(await poolSignals(scores, 'single', pause));
  });
});
