import { describe, expect, it } from 'vitest';
import { askedFor, handSize } from './hand-size.ts';

const seconds = (...all: number[]) => all.map((one) => 1000 * one);

describe('the records in hand', () => {
  it('are eight until a pace can be told', () => {
    expect(handSize([], 10_000)).toBe(8);
    expect(handSize(seconds(1, 1), 10_000)).toBe(8);
    expect(handSize(seconds(1, 1, 1), undefined)).toBe(8);
  });

  it.each([1.4, 2, 3, 4, 5])('are a minute of work at %d s each, also when more are about to be asked for', (pace) => {
    const size = handSize(seconds(pace, pace, pace), 10_000);
    expect((size - askedFor(size)) * pace).toBeGreaterThanOrEqual(60);
    expect(size * pace).toBeLessThan(100);
  });

  it('follow the median: one long look changes nothing', () => {
    expect(handSize(seconds(600, 4, 4, 4, 4), 10_000)).toBe(handSize(seconds(4, 4, 4, 4, 4), 10_000));
  });

  it('are neither fewer than eight nor more than sixty', () => {
    expect(handSize(seconds(60, 60, 60), 10_000)).toBe(8);
    expect(handSize(seconds(0, 0.3, 0.2), 10_000)).toBe(60);
  });

  it('are no more than a quarter of what is left, so that others have some', () => {
    expect(handSize(seconds(2, 2, 2), 80)).toBe(20);
    expect(handSize(seconds(2, 2, 2), 12)).toBe(8);
  });
});
