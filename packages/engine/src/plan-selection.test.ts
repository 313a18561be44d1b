import { findStrategy, findWraps } from '@alaas/zoo';
import { describe, expect, it } from 'vitest';
import { checkRoom, planSelection } from './plan-selection.ts';
import { type PlannedSelection, selectionWork } from './selection-work.ts';

const pace = { multiplications: 1e10, quickSteps: 1e9, slowSteps: 1e8 };
const ample = { free: 1e12 };

/** 1,000,000 x 256 embeddings and 1,000,000 x 10 probabilities: 1.024 GB and 0.04 GB. */
function planned(strategy: string, more: Partial<PlannedSelection> = {}): PlannedSelection {
  const [n, d, k] = [1_000_000, 256, 10];
  const numbers = { embeddings: n * d, probabilities: n * k };
  const shape = { n, d, k, m: 0, labelled: 0, numbers };
  return { strategy: findStrategy(strategy), options: {}, wraps: [], budget: 100, shape, isStreamed: false, ...more };
}

describe('planSelection', () => {
  it('says sizes, memory and seconds, and nothing else where it fits', () => {
    const plan = planSelection(planned('k-center-greedy'), ample, pace);
    expect(plan).toMatchObject({
      strategy: 'k-center-greedy',
      rows: 1_000_000,
      classes: 10,
      width: 256,
      members: 0,
      budget: 100,
      bytes: { signals: 1_064_000_000 },
      free: 1e12,
      fits: true,
    });
    expect(plan.bytes.strategy).toBe(Math.ceil(selectionWork(planned('k-center-greedy')).bytes));
    expect(plan).not.toHaveProperty('alternative');
  });

  it('gives as high seconds what all multiplications take and more, and as low ones less', () => {
    const { seconds } = planSelection(planned('k-center-greedy'), ample, pace);
    const products = (1_000_000 * 256 * 100) / pace.multiplications;
    expect(seconds.high).toBeGreaterThan(3 * products);
    expect(seconds.low).toBeLessThan(products);
    // every number of the signals is looked at
    expect(seconds.low).toBeGreaterThanOrEqual(0.26);
  });

  it('proposes a random part of the pool where only the work on it is too much', () => {
    const { fits, alternative } = planSelection(planned('facility-location'), { free: 3.5e9 }, pace);
    expect(fits).toBe(false);
    expect(alternative?.strategy).toEqual({
      type: 'facility-location',
      options: {},
      wrap: [{ type: 'random-subset', options: { size: 10_000 } }],
    });
    expect(alternative?.why).toMatch(/^it then chooses among 10000 rows drawn at random, and needs up to 1\.\d GB$/);
  });

  it('proposes a strategy of fewer signals where these are too much', () => {
    const { alternative } = planSelection(planned('badge'), { free: 0.3e9 }, pace);
    expect(alternative?.strategy).toBe('margin-confidence');
    expect(alternative?.why).toContain('given --probabilities alone');
  });

  it('proposes lightweight-coreset in place of k-center where the work is too much and there is no part to take', () => {
    const budget = 900_000;
    const room = { free: (1.064e9 + 0.5e9) / 0.8 };
    const { fits, alternative } = planSelection(planned('k-center-greedy', { budget }), room, pace);
    expect(fits).toBe(false);
    expect(alternative?.strategy).toBe('lightweight-coreset');
  });

  it('proposes nothing where not even that fits', () => {
    const plan = planSelection(planned('badge'), { free: 1e6 }, pace);
    expect(plan.fits).toBe(false);
    expect(plan).not.toHaveProperty('alternative');
  });

  it('does not count signals twice that are in memory already', () => {
    const { bytes } = selectionWork(planned('lightweight-coreset'));
    const room = { free: (bytes + 1) / 0.8 };
    expect(planSelection(planned('lightweight-coreset'), room, pace).fits).toBe(false);
    expect(planSelection(planned('lightweight-coreset'), { ...room, loaded: 1_064_000_000 }, pace).fits).toBe(true);
  });
});

describe('checkRoom', () => {
  it('lets pass what fits', () => {
    expect(() => checkRoom(planned('badge'), ample)).not.toThrow();
  });

  it('refuses what does not, with what is needed, what is free and what would fit', () => {
    const refused = (): void => checkRoom(planned('badge'), { free: 0.3e9 });
    expect(refused).toThrow(
      /^badge needs up to 1\.\d GB here, 1\.1 GB for the signals and 0\.\d+ GB .*; 0\.3 GB are free, .*Take margin-confidence instead: given --probabilities alone, it needs up to 0\.\d+ GB, or use a machine with 1\.\d GB free\.$/,
    );
    expect(refused).toThrow(expect.objectContaining({ code: 'NOT_ENOUGH_MEMORY' }));
  });

  it('names the wrapper of what would fit', () => {
    expect(() => checkRoom(planned('facility-location'), { free: 3.5e9 })).toThrow(
      /Take facility-location with random-subset instead: it then chooses among 10000 rows/,
    );
  });

  it('refuses a scorer only where a wrapper makes it look at the whole pool', () => {
    const streamed = { isStreamed: true } as const;
    expect(() => checkRoom(planned('margin-confidence', streamed), { free: 1e6 })).not.toThrow();
    const wraps = findWraps([{ type: 'class-balance', options: {} }]);
    expect(() => checkRoom(planned('margin-confidence', { ...streamed, wraps }), { free: 1e6 })).toThrow(/GB/);
  });
});
