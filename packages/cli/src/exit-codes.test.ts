import { AlaasError, type ErrorCode } from '@alaas/core';
import { expect, test } from 'vitest';
import { exitCodeOf } from './exit-codes.ts';

test.each<[ErrorCode, number]>([
  ['CANCELLED', 130],
  ['INVALID_CONFIG', 2],
  ['INVALID_BUDGET', 2],
  ['UNKNOWN_STRATEGY', 2],
  ['POOL_EXHAUSTED', 2],
  ['MODEL_MISSING', 2],
  ['UNREACHABLE', 1],
  ['STORE_FULL', 1],
  ['STORE_LOCKED', 1],
  ['INTERNAL', 1],
])('%s ends a command with %i', (code, exitCode) => {
  expect(exitCodeOf(new AlaasError(code, 'x'))).toBe(exitCode);
});
