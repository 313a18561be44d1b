import { describe, expect, it } from 'vitest';
import { differenceOf, surelyLarger } from './difference.ts';

describe('differenceOf', () => {
  it('adds the squares of the sides that count', () => {
    // below: 0.03 of a and 0.04 of b make 0.05; above: 0.05 of a and 0.12 of b make 0.13
    const { value, low, high } = differenceOf(
      { value: 0.9, low: 0.87, high: 0.95 },
      { value: 0.8, low: 0.68, high: 0.84 },
    );
    expect(value).toBeCloseTo(0.1, 12);
    expect(low).toBeCloseTo(0.05, 12);
    expect(high).toBeCloseTo(0.23, 12);
  });

  it('turns around when the two are exchanged', () => {
    const [a, b] = [
      { value: 0.7, low: 0.6, high: 0.75 },
      { value: 0.65, low: 0.5, high: 0.7 },
    ];
    const [there, back] = [differenceOf(a, b), differenceOf(b, a)];
    expect(there.value).toBeCloseTo(-back.value, 12);
    expect(there.low).toBeCloseTo(-back.high, 12);
    expect(there.high).toBeCloseTo(-back.low, 12);
  });
});

it('calls one of them larger only where the interval leaves no other way', () => {
  expect(surelyLarger({ value: 0.1, low: 0.01, high: 0.2 })).toBe('a');
  expect(surelyLarger({ value: -0.1, low: -0.2, high: -0.01 })).toBe('b');
  expect(surelyLarger({ value: 0.1, low: 0, high: 0.2 })).toBeUndefined();
});
