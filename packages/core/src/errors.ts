/**
 * Every code ALaaS can report: its HTTP status, and whether the same call may succeed when repeated.
 * Codes of one item (`SOURCE_*`, `DECODE_*`, `INFER_*`) are data in a result; the others are thrown.
 */
export const errorTable = {
  INVALID_CONFIG: { status: 400, retryable: false },
  INVALID_REQUEST: { status: 400, retryable: false },
  INVALID_OPTION: { status: 400, retryable: false },
  INVALID_BUDGET: { status: 400, retryable: false },
  INVALID_PROBABILITIES: { status: 422, retryable: false },
  INVALID_EMBEDDINGS: { status: 422, retryable: false },
  INVALID_UTILITY: { status: 500, retryable: false },
  INVALID_LABELS: { status: 400, retryable: false },
  INVALID_MANIFEST: { status: 400, retryable: false },
  UNKNOWN_STRATEGY: { status: 404, retryable: false },
  UNKNOWN_MODEL: { status: 404, retryable: false },
  UNKNOWN_LEARNER: { status: 404, retryable: false },
  STRATEGY_NEEDS: { status: 422, retryable: false },
  EMPTY_POOL: { status: 422, retryable: false },
  POOL_EXHAUSTED: { status: 422, retryable: false },

  MODEL_MISSING: { status: 422, retryable: false },
  MODEL_CHECKSUM: { status: 422, retryable: false },
  MODEL_INVALID: { status: 422, retryable: false },
  MODEL_SHAPE: { status: 422, retryable: false },
  MODEL_OUTPUT: { status: 422, retryable: false },
  MODEL_DEPENDENCY: { status: 422, retryable: false },

  SOURCE_UNSUPPORTED: { status: 400, retryable: false },
  SOURCE_FORBIDDEN: { status: 403, retryable: false },
  SOURCE_NOT_FOUND: { status: 404, retryable: false },
  SOURCE_UNREACHABLE: { status: 502, retryable: true },
  SOURCE_HTTP: { status: 502, retryable: true },
  SOURCE_RESET: { status: 502, retryable: true },
  SOURCE_TIMEOUT: { status: 504, retryable: true },
  SOURCE_TOO_LARGE: { status: 413, retryable: false },
  SOURCE_EMPTY: { status: 422, retryable: false },
  SOURCE_READ: { status: 502, retryable: true },
  DECODE_UNSUPPORTED: { status: 415, retryable: false },
  DECODE_CORRUPT: { status: 422, retryable: false },
  DECODE_TOO_LARGE: { status: 413, retryable: false },
  DECODE_ENCODING: { status: 422, retryable: false },
  INFER_FAILED: { status: 502, retryable: true },
  INFER_NOT_FINITE: { status: 422, retryable: false },

  STORE_FULL: { status: 507, retryable: true },
  STORE_LOCKED: { status: 409, retryable: true },
  STORE_CORRUPT: { status: 500, retryable: false },

  NOT_FOUND: { status: 404, retryable: false },
  CONFLICT: { status: 409, retryable: false },
  UNAUTHORIZED: { status: 401, retryable: false },
  FORBIDDEN: { status: 403, retryable: false },
  TOO_LARGE: { status: 413, retryable: false },
  TOO_MANY_REQUESTS: { status: 429, retryable: true },
  TOKEN_REQUIRED: { status: 400, retryable: false },
  ADDRESS_IN_USE: { status: 409, retryable: true },
  UNREACHABLE: { status: 502, retryable: true },
  CANCELLED: { status: 409, retryable: true },
  INTERNAL: { status: 500, retryable: false },
} as const satisfies Record<string, { status: number; retryable: boolean }>;

export type ErrorCode = keyof typeof errorTable;

const brand = Symbol.for('alaas.error');

/**
 * The one error class of ALaaS. The message says what was wrong with which value, then what to do.
 * Test for it with {@link isAlaasError}, which also recognises errors of another copy of this package.
 */
export class AlaasError extends Error {
  readonly code: ErrorCode;
  /** HTTP status this error travels with. */
  readonly status: number;
  /** True when the same call may succeed later. */
  readonly retryable: boolean;
  /** Structured facts about the problem, safe to show to the caller. */
  readonly details: unknown;
  readonly [brand] = true;

  constructor(code: ErrorCode, message: string, extra: { cause?: unknown; details?: unknown } = {}) {
    super(message, extra.cause === undefined ? undefined : { cause: extra.cause });
    this.name = 'AlaasError';
    this.code = code;
    this.status = errorTable[code].status;
    this.retryable = errorTable[code].retryable;
    this.details = extra.details;
  }
}

/** True when `error` is an {@link AlaasError}, of the given code if one is given. */
export function isAlaasError(error: unknown, code?: ErrorCode): error is AlaasError {
  if (typeof error !== 'object' || error === null || !(brand in error)) return false;
  return code === undefined || (error as AlaasError).code === code;
}

/** `error` itself when it is ours, else an `INTERNAL` (or an abort: `CANCELLED`) that keeps it as its cause. */
export function toAlaasError(error: unknown): AlaasError {
  if (isAlaasError(error)) return error;
  if (error instanceof Error && error.name === 'AbortError') {
    return new AlaasError('CANCELLED', 'The work was cancelled before it finished.', { cause: error });
  }
  const text = error instanceof Error ? error.message : String(error);
  return new AlaasError('INTERNAL', text, { cause: error });
}

/** An error on the wire: `application/problem+json` (RFC 9457) with our code. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
  readonly details?: unknown;
}

/** The wire form of an error; an `INTERNAL` one keeps its text to itself, since it may hold paths or secrets. */
export function toProblem(error: AlaasError): Problem {
  const detail = error.code === 'INTERNAL' ? 'Something failed inside the service; its log says what.' : error.message;
  return {
    type: `urn:alaas:error:${error.code}`,
    title: error.code.toLowerCase().replaceAll('_', ' '),
    status: error.status,
    code: error.code,
    detail,
    ...(error.details === undefined ? {} : { details: error.details }),
  };
}

/** The error a {@link Problem} stands for; an unknown code becomes `INTERNAL`. */
export function fromProblem(problem: Pick<Problem, 'code' | 'detail' | 'details'>): AlaasError {
  const code = Object.hasOwn(errorTable, problem.code) ? problem.code : 'INTERNAL';
  return new AlaasError(code, problem.detail, { details: problem.details });
}
