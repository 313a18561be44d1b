import { AlaasError, check, type ErrorCode, errorTable, fromProblem, isAlaasError } from '@alaas/core';

/** Requests to one service: its address, its token, and the way errors come back. */
export interface Transport {
  /** The service's address without a slash at its end. */
  readonly url: string;
  /**
   * The answer of a 2xx status.
   *
   * @param path starts with a slash
   * @throws AlaasError the service's own error, `UNREACHABLE` when nothing of ours answers, `CANCELLED` on abort
   */
  send(method: string, path: string, options?: SendOptions): Promise<Response>;
  /** {@link Transport.send}, with all bytes of the answer. */
  bytes(
    path: string,
    options?: SendOptions,
  ): Promise<{ readonly response: Response; readonly bytes: Uint8Array<ArrayBuffer> }>;
  /** {@link Transport.send}, with the answer's JSON checked by `schema`. */
  json<T extends Schema>(schema: T, method: string, path: string, options?: SendOptions): Promise<Output<T>>;
}

type Schema = Parameters<typeof check>[0];
type Output<T extends Schema> = ReturnType<typeof check<T>>;

/**
 * Content to send. In a browser give a `File` as it is: it is read from the disk while it is sent, whereas no browser sends a
 * stream over plain HTTP.
 */
export type RawBody = string | Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;

export interface SendOptions {
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly raw?: RawBody;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Of a page that is closing: the call outlives it. */
  readonly keepalive?: boolean | undefined;
}

export interface TransportOptions {
  readonly url: string;
  readonly token?: string | undefined;
  readonly fetch: typeof fetch;
}

/** @throws AlaasError `INVALID_REQUEST` when `url` is no http(s) address */
export function createTransport(options: TransportOptions): Transport {
  const url = checkUrl(options.url);
  const send: Transport['send'] = async (method, path, { body, raw, headers = {}, signal, keepalive } = {}) => {
    const response = await attempt(url, signal, () =>
      options.fetch(url + path, {
        method,
        headers: {
          accept: 'application/json',
          ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(raw === undefined ? {} : { 'content-type': 'application/octet-stream' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        // a stream is sent while it is made
        ...(raw === undefined ? {} : { body: raw, ...(raw instanceof ReadableStream ? { duplex: 'half' } : {}) }),
        ...(signal === undefined ? {} : { signal }),
        ...(keepalive ? { keepalive } : {}),
      }),
    );
    if (response.ok) return response;
    throw await errorOf(response, url, signal);
  };
  return {
    url,
    send,
    async bytes(path, sendOptions = {}) {
      const response = await send('GET', path, sendOptions);
      const bytes = await attempt(url, sendOptions.signal, () => response.arrayBuffer());
      return { response, bytes: new Uint8Array(bytes) };
    },
    async json(schema, method, path, sendOptions = {}) {
      const response = await send(method, path, sendOptions);
      const text = await attempt(url, sendOptions.signal, () => response.text());
      const value = parseJson(text);
      if (value === undefined) throw notOurs(url, `${method} ${path} was answered with something that is not JSON`);
      return check(schema, value, `the service's answer to ${method} ${path}`, 'INTERNAL');
    },
  };
}

function checkUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new AlaasError(
      'INVALID_REQUEST',
      `"${text}" is no address of a service: write it like http://127.0.0.1:60035, with the token apart.`,
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

async function attempt<T>(url: string, signal: AbortSignal | undefined, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (signal?.aborted) throw cancelled(signal);
    throw new AlaasError(
      'UNREACHABLE',
      `No answer from ${url} (${reasonOf(error)}). Check the address, and that the service runs: \`alaas serve\`.`,
      { cause: error },
    );
  }
}

/** The error of a wait that its caller ended. */
export function cancelled(signal: AbortSignal, what = 'The call was cancelled before it finished.'): AlaasError {
  return new AlaasError('CANCELLED', what, { cause: signal.reason });
}

/** True for what a service that restarts or is busy says: the same call may succeed in a moment. */
export function isPassing(error: unknown): boolean {
  return isAlaasError(error) && passing.has(error.code);
}

const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['UNREACHABLE', 'TOO_MANY_REQUESTS', 'NOT_READY']);

/** fetch says only "fetch failed"; the system's word (ECONNREFUSED, ENOTFOUND) is one cause deeper. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause;
  if (cause instanceof Error) {
    return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message || error.message;
  }
  return error.message;
}

async function errorOf(response: Response, url: string, signal: AbortSignal | undefined): Promise<AlaasError> {
  const value = parseJson(await attempt(url, signal, () => response.text()));
  if (isProblem(value)) return fromProblem(value);
  const code = codeOfStatus[response.status];
  if (code !== undefined) {
    return new AlaasError(code, `${url} answered ${response.status} ${response.statusText} without saying why.`);
  }
  return notOurs(url, `it answered ${response.status} ${response.statusText} without one of our error codes`);
}

/** What a proxy in front of the service means. */
const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  413: 'TOO_LARGE',
  429: 'TOO_MANY_REQUESTS',
  503: 'NOT_READY',
};

function notOurs(url: string, what: string): AlaasError {
  return new AlaasError(
    'UNREACHABLE',
    `What answers at ${url} does not look like an ALaaS service: ${what}. Check the address and any proxy in front.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isProblem(value: unknown): value is Parameters<typeof fromProblem>[0] {
  if (typeof value !== 'object' || value === null || !('code' in value) || !('detail' in value)) return false;
  return typeof value.code === 'string' && Object.hasOwn(errorTable, value.code) && typeof value.detail === 'string';
}
