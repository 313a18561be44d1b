/** How a fault in a thread or process of ours becomes the same fault in the one that asked. */
import { AlaasError, type ErrorCode, toAlaasError } from '@alaas/core';

export interface FailedMessage {
  readonly type: 'failed';
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: unknown;
  /** Where it happened, for the log. */
  readonly stack: string | undefined;
}

export function toFailedMessage(error: unknown): FailedMessage {
  const { code, message, details } = toAlaasError(error);
  return { type: 'failed', code, message, details, stack: error instanceof Error ? error.stack : undefined };
}

export function fromFailedMessage({ code, message, details, stack }: FailedMessage): AlaasError {
  return new AlaasError(code, message, { details, ...(code === 'INTERNAL' ? { cause: stack } : {}) });
}
