import { expect, test } from 'vitest';
import { addCounts, countsLine } from './counts.ts';

test('adds what several steps counted', () => {
  const steps = [
    { passed: 3, failed: 0, skipped: 1 },
    { passed: 1, failed: 2, skipped: 0 },
  ];
  expect(addCounts(steps)).toEqual({ passed: 4, failed: 2, skipped: 1 });
  expect(addCounts([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
});

test('names skipped tests in the last line only when there are some', () => {
  expect(countsLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
  expect(countsLine({ passed: 12, failed: 1, skipped: 2 })).toBe('12 passed, 1 failed, 2 skipped');
});
