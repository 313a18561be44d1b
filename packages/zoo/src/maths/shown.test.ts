import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counted, shown } from './shown.ts';

describe('shown', () => {
  it('takes three digits, or more where they would hide on which side of the limit the number is', () => {
    expect(shown(0.123456)).toBe('0.123');
    expect(shown(0.98996, 0.99)).toBe('0.98996');
    expect(shown(0.9896, 0.99)).toBe('0.9896');
    expect(shown(1 / 3, 0.5)).toBe('0.333');
    expect(shown(500, 500)).toBe('500');
    expect(shown(12345, 20000)).toBe('12345');
    expect(shown(1234.56, 2000)).toBe('1230');
    expect(shown(0.9999999999999996, 0.9999999999999996)).toBe('0.9999999999999996');
  });

  it('lies on the same side of the limit as the number', () => {
    const number = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(number, number, (value, limit) => {
        expect(Math.sign(Number(shown(value, limit)) - limit)).toBe(Math.sign(value - limit));
      }),
      { seed: 1, numRuns: 1000 },
    );
  });
});

describe('counted', () => {
  it('has a plural', () => {
    expect([counted(1, 'round'), counted(3, 'round')]).toEqual(['1 round', '3 rounds']);
  });
});
