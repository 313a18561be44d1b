import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { toMatrix } from '../testing/select-rows.ts';
import { type UncertaintyKind, uncertainties } from './uncertainty.ts';

const ignore = (): void => undefined;

function measure(rows: number[][], kind: UncertaintyKind): number[] {
  return [...uncertainties(toMatrix(rows), Uint32Array.from(rows.keys()), { kind, checkpoint: ignore })];
}

describe('uncertainties', () => {
  it.each([
    ['least-confidence', [0, 0.5, 0.75]],
    ['margin', [0, 0.75, 1]],
    ['entropy', [0, 0.75, 1]],
  ] as const)('measures %s from 0 to 1, by hand', (kind, expected) => {
    const rows = [
      [1, 0, 0, 0],
      [0.5, 0.25, 0.125, 0.125],
      [0.25, 0.25, 0.25, 0.25],
    ];
    // entropy of the second: (0.5 + 0.5 + 0.375 + 0.375) / 2 bits
    const values = measure(rows, kind);
    expect(values[0]).toBe(0);
    expect(values[1]).toBeCloseTo(kind === 'entropy' ? 0.875 : (expected[1] as number), 12);
    expect(values[2]).toBeCloseTo(expected[2] as number, 12);
  });

  it.each(['least-confidence', 'margin', 'entropy'] as const)(
    'of a single class, and of sums beyond 1, stays in range: %s',
    (kind) => {
      expect(measure([[1], [0.9995]], kind).every((value) => value >= 0 && value < 1e-3)).toBe(true);
      for (const value of measure(
        [
          [1.0005, 0, 0],
          [0.3336, 0.3336, 0.3336],
        ],
        kind,
      )) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }
    },
  );

  it.each(['least-confidence', 'margin', 'entropy'] as const)('refuses NaN by its row: %s', (kind) => {
    let error: unknown;
    try {
      measure(
        [
          [0.5, 0.5],
          [Number.NaN, 0.5],
        ],
        kind,
      );
    } catch (reason) {
      error = reason;
    }
    expect(isAlaasError(error, 'INVALID_PROBABILITIES')).toBe(true);
    expect((error as Error).message).toMatch(/row 1/);
  });
});
