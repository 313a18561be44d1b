/**
 * Every code ALaaS can report: its HTTP status, whether the same call may succeed when repeated, and what it means.
 * Codes of one item (`SOURCE_*`, `DECODE_*`, `INFER_*`) are data in a result; the others are thrown.
 */
export const errorTable = {
  INVALID_CONFIG: {
    status: 400,
    retryable: false,
    summary: 'The config file breaks its schema; every problem is listed.',
  },
  INVALID_REQUEST: { status: 400, retryable: false, summary: 'A request breaks its schema; every problem is listed.' },
  INVALID_OPTION: {
    status: 400,
    retryable: false,
    summary: 'An option of a strategy, wrapper or learner is unknown or out of range, or a wrapper does not fit.',
  },
  INVALID_BUDGET: { status: 400, retryable: false, summary: 'The budget is not a whole number of at least 1.' },
  INVALID_PROBABILITIES: {
    status: 422,
    retryable: false,
    summary: 'A row of probabilities is not finite, negative, or does not sum to 1.',
  },
  INVALID_EMBEDDINGS: {
    status: 422,
    retryable: false,
    summary: 'A row of embeddings is not finite or has another width than the rest.',
  },
  INVALID_SIGNAL: {
    status: 422,
    retryable: false,
    summary:
      'A row of another signal (a head, costs, targets and the like) holds what it may not, or has the wrong shape.',
  },
  INVALID_UTILITY: {
    status: 500,
    retryable: false,
    summary: 'A strategy gave a utility that is not a number: a fault of the strategy.',
  },
  INVALID_LABELS: {
    status: 400,
    retryable: false,
    summary: 'The labels cannot teach a head, or the pool has none where the strategy needs them.',
  },
  INVALID_MANIFEST: {
    status: 400,
    retryable: false,
    summary: 'A list of items has rows that cannot be read; the first ones are named by line.',
  },
  UNKNOWN_STRATEGY: { status: 404, retryable: false, summary: 'No strategy has this id or alias.' },
  UNKNOWN_WRAPPER: { status: 404, retryable: false, summary: 'No wrapper has this id or alias.' },
  UNKNOWN_MODEL: { status: 404, retryable: false, summary: 'No model has this name.' },
  UNKNOWN_LEARNER: { status: 404, retryable: false, summary: 'No learner has this id.' },
  UNKNOWN_STOPPING_RULE: { status: 404, retryable: false, summary: 'No stopping rule has this id.' },
  STRATEGY_NEEDS: {
    status: 422,
    retryable: false,
    summary: 'The strategy needs a signal that the model and the labels cannot give.',
  },
  EMPTY_POOL: { status: 422, retryable: false, summary: 'There is no item to choose from.' },
  POOL_EXHAUSTED: {
    status: 422,
    retryable: false,
    summary: 'The budget is larger than the number of items to choose from.',
  },
  NOT_ENOUGH_MEMORY: {
    status: 507,
    retryable: true,
    summary: 'The work needs more memory than is free; nothing was started.',
  },

  MODEL_MISSING: { status: 422, retryable: false, summary: "The model's file is not where the entry says." },
  MODEL_CHECKSUM: {
    status: 422,
    retryable: false,
    summary: "The model's file is not the one whose checksum was declared.",
  },
  MODEL_INVALID: { status: 422, retryable: false, summary: "The model's file is not a model that can be loaded." },
  MODEL_SHAPE: {
    status: 422,
    retryable: false,
    summary: "The declared input does not fit the input of the model's graph.",
  },
  MODEL_OUTPUT: {
    status: 422,
    retryable: false,
    summary: 'The model has no output that was declared or is known by name.',
  },
  MODEL_DEPENDENCY: {
    status: 422,
    retryable: false,
    summary: 'The model needs an optional package that is not installed.',
  },

  SOURCE_UNSUPPORTED: { status: 400, retryable: false, summary: 'No source reads this kind of URI.' },
  SOURCE_FORBIDDEN: { status: 403, retryable: false, summary: 'The caller may not read this file or address.' },
  SOURCE_NOT_FOUND: { status: 404, retryable: false, summary: 'There is nothing at this URI.' },
  SOURCE_UNREACHABLE: { status: 502, retryable: true, summary: 'The host of the URI does not answer.' },
  SOURCE_HTTP: {
    status: 502,
    retryable: true,
    summary: 'The host answered with an HTTP error, and again after every retry.',
  },
  SOURCE_RESET: {
    status: 502,
    retryable: true,
    summary: 'The connection broke before the content was complete, and again after every retry.',
  },
  SOURCE_TIMEOUT: {
    status: 504,
    retryable: true,
    summary: 'The content did not arrive in time, and again after every retry.',
  },
  SOURCE_TOO_LARGE: {
    status: 413,
    retryable: false,
    summary: 'The content has more bytes than `limits.max_item_bytes`.',
  },
  SOURCE_EMPTY: { status: 422, retryable: false, summary: 'The content has no bytes.' },
  SOURCE_READ: { status: 502, retryable: true, summary: 'The file is there but could not be read.' },
  DECODE_UNSUPPORTED: { status: 415, retryable: false, summary: 'The content is of no format that can be decoded.' },
  DECODE_CORRUPT: { status: 422, retryable: false, summary: 'The content is damaged or cut short.' },
  DECODE_TOO_LARGE: {
    status: 413,
    retryable: false,
    summary:
      'More pixels than `limits.max_pixels`, seconds than `limits.max_seconds` or numbers than `limits.max_values`.',
  },
  DECODE_ENCODING: { status: 422, retryable: false, summary: 'The text is not UTF-8.' },
  INFER_FAILED: { status: 502, retryable: true, summary: 'The model failed on this item.' },
  INFER_NOT_FINITE: { status: 422, retryable: false, summary: 'The model gave NaN or infinity for this item.' },

  STORE_FULL: {
    status: 507,
    retryable: true,
    summary: 'The disk under the store is full; what was stored before is intact.',
  },
  STORE_LOCKED: { status: 409, retryable: true, summary: 'Another process has this store open.' },
  STORE_CORRUPT: { status: 500, retryable: false, summary: 'A file of the store is damaged and cannot be rebuilt.' },

  NOT_FOUND: { status: 404, retryable: false, summary: 'Nothing has this id, or the service has no such route.' },
  CONFLICT: {
    status: 409,
    retryable: false,
    summary: 'The id is taken, or the thing is in a state that does not allow this.',
  },
  INVALID_ANSWER: {
    status: 422,
    retryable: false,
    summary: "An answer does not fit the project's task or labels.",
  },
  UNAUTHORIZED: { status: 401, retryable: false, summary: 'The request carries no valid token.' },
  FORBIDDEN: {
    status: 403,
    retryable: false,
    summary: 'The caller may not do this: the origin, the host name, or the role in the project.',
  },
  TOO_LARGE: {
    status: 413,
    retryable: false,
    summary: 'The request body has more bytes than `limits.max_body_bytes`.',
  },
  METHOD_NOT_ALLOWED: { status: 405, retryable: false, summary: 'The path exists, but not for this HTTP method.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, retryable: false, summary: 'The request body is of a type not read here.' },
  REQUEST_TIMEOUT: { status: 408, retryable: true, summary: 'The request body arrived too slowly.' },
  NOT_READY: { status: 503, retryable: true, summary: 'The service is starting, stopping, or cannot reach its store.' },
  TOO_MANY_REQUESTS: {
    status: 429,
    retryable: true,
    summary: 'The client sent more requests per minute than `limits.requests_per_minute`.',
  },
  TOKEN_REQUIRED: { status: 400, retryable: false, summary: 'Listening on more than this machine needs a token.' },
  ADDRESS_IN_USE: { status: 409, retryable: true, summary: 'Another program listens on this port.' },
  UNREACHABLE: { status: 502, retryable: true, summary: 'The service does not answer at this address.' },
  CANCELLED: { status: 409, retryable: true, summary: 'The work was cancelled before it finished.' },
  INTERNAL: { status: 500, retryable: false, summary: 'A fault of the service itself; its log says more.' },
} as const satisfies Record<string, { status: number; retryable: boolean; summary: string }>;

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
