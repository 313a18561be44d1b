import type { AlaasError, ErrorCode } from '@alaas/core';

/** What each exit code says; `--help` prints it. */
export const exitCodes = {
  0: 'done; items that could not be read may be among the errors',
  1: 'failed',
  2: 'the command line, the config or the request is wrong',
  3: 'done, but some items could not be read, and --strict was given',
  130: 'cancelled by Ctrl-C',
} as const;

export type ExitCode = keyof typeof exitCodes;

/** Codes whose remedy is another command line, config or request. */
const wrongInput: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'INVALID_CONFIG',
  'INVALID_REQUEST',
  'INVALID_OPTION',
  'INVALID_BUDGET',
  'INVALID_LABELS',
  'INVALID_PROBABILITIES',
  'INVALID_EMBEDDINGS',
  'INVALID_MANIFEST',
  'UNKNOWN_STRATEGY',
  'UNKNOWN_WRAPPER',
  'UNKNOWN_MODEL',
  'UNKNOWN_LEARNER',
  'STRATEGY_NEEDS',
  'EMPTY_POOL',
  'POOL_EXHAUSTED',
  'MODEL_MISSING',
  'MODEL_CHECKSUM',
  'MODEL_INVALID',
  'MODEL_SHAPE',
  'MODEL_OUTPUT',
  'SOURCE_NOT_FOUND',
  'SOURCE_UNSUPPORTED',
  'NOT_FOUND',
  'CONFLICT',
  'INVALID_ANSWER',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'TOKEN_REQUIRED',
]);

/** The exit code of a command that threw this. */
export function exitCodeOf(error: AlaasError): ExitCode {
  if (error.code === 'CANCELLED') return 130;
  return wrongInput.has(error.code) ? 2 : 1;
}
