import { isAlaasError, type Matrix, matrix, type SignalName, type Signals } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { checkSignal } from './check-signals.ts';

function faultOf<Name extends SignalName>(name: Name, signal: Signals[Name]): string {
  try {
    checkSignal(name, signal, () => undefined);
  } catch (error) {
    if (isAlaasError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'sound';
}

const rowsOfTwo = (...values: number[]): Matrix => matrix(Float32Array.from(values), 2);

describe('checkSignal', () => {
  it('takes what each signal may hold', () => {
    expect(faultOf('labelProbabilities', rowsOfTwo(0, 1, 0.5, 0.9))).toBe('sound');
    expect(faultOf('labelSets', rowsOfTwo(0, 1, 1, 1))).toBe('sound');
    expect(faultOf('predictions', rowsOfTwo(-3, 1e6))).toBe('sound');
    expect(faultOf('costs', matrix(Float32Array.of(0.5, 7), 1))).toBe('sound');
  });

  it('names the row, the column and the value of what it may not hold', () => {
    expect(faultOf('labelProbabilities', rowsOfTwo(0, 1, 0.5, 1.5))).toMatch(
      /^INVALID_PROBABILITIES: Row 1 of the labelProbabilities holds 1.5 in column 1. Give numbers from 0 to 1/,
    );
    expect(faultOf('labelSets', rowsOfTwo(0, 0.5))).toMatch(/^INVALID_SIGNAL: Row 0 .* holds 0.5 in column 1/);
    expect(faultOf('costs', matrix(Float32Array.of(1, 0), 1))).toMatch(/^INVALID_SIGNAL: Row 1 .* holds 0 .*above 0/);
    expect(faultOf('head', rowsOfTwo(1, 2, 3, Number.NaN))).toMatch(/^INVALID_SIGNAL: Row 1 of the head holds NaN/);
    expect(faultOf('targets', matrix(Float32Array.of(Number.NEGATIVE_INFINITY), 1))).toMatch(/^INVALID_SIGNAL: Row 0/);
  });
});
