import { AlaasError, isAlaasError, type OpenOptions, type SourceContent } from '@alaas/core';
import type { Agent } from 'undici';
import { addressPolicy } from './address.ts';
import { throwIfCancelled } from './cancel.ts';
import type { SourceContext, SourceFactory } from './context.ts';
import { type Answer, exchange } from './exchange.ts';
import { createConnector } from './guard.ts';
import { Transient } from './http-fault.ts';
import { conditionalHeaders, validatorOf } from './http-validator.ts';
import { inflated } from './inflate.ts';
import { isRedirect, nextHop } from './redirect.ts';
import { withRetries } from './retry.ts';
import { shown } from './shown.ts';

const maxRedirects = 5;

/**
 * Reads `http:` and `https:` URIs over connections that are kept and reused. Credentials in a URI go to its
 * own origin only. `bytes` owns its whole buffer, so it can be transferred to a worker.
 */
export const httpSource: SourceFactory = (context) => {
  const { limits, network } = context;
  const connect = createConnector(addressPolicy(context.access, context.sources), {
    ...network,
    timeoutMs: Math.min(limits.timeout_ms, 10_000),
  });
  let agent: Promise<Agent> | undefined;
  let isClosed = false;
  const openAgent = async (): Promise<Agent> => {
    // the library is large, and many a service reads nothing from the network
    const { Agent } = await import('undici');
    return new Agent({
      connections: limits.connections_per_host,
      pipelining: 1,
      headersTimeout: limits.timeout_ms,
      bodyTimeout: limits.timeout_ms,
      maxHeaderSize: 16_384,
      connect,
    });
  };
  return {
    schemes: ['http', 'https'],
    concurrency: limits.connections_per_host,
    async open(uri, options) {
      throwIfCancelled(options.signal);
      const place = parse(uri);
      if (isClosed) throw new AlaasError('CANCELLED', `${place.name} was not read: its source was closed.`);
      agent ??= openAgent();
      const opened = await agent;
      const attempt = () => download(opened, place, { ...options, context });
      return withRetries(attempt, { ...network, retries: limits.retries, signal: options.signal });
    },
    async close() {
      isClosed = true;
      await (await agent)?.destroy();
    },
  };
};

/** A URI taken apart once, for all tries. */
interface Place {
  /** As messages may show it. */
  readonly name: string;
  readonly url: URL;
  /** For the URL's own origin, and no other. */
  readonly authorization: string | undefined;
}

function parse(uri: string): Place {
  const url = URL.parse(uri);
  if (url === null) {
    throw new AlaasError('SOURCE_UNSUPPORTED', `${shown(uri)} is not a valid URL; write http://host/path.`);
  }
  return { name: shown(uri), url, authorization: authorizationOf(url) };
}

function authorizationOf({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  return `Basic ${Buffer.from(`${unescaped(username)}:${unescaped(password)}`).toString('base64')}`;
}

/** A stray percent sign in a password is a percent sign. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

interface DownloadOptions extends OpenOptions {
  readonly context: SourceContext;
}

/** One try: the request and the redirects it meets. */
async function download(agent: Agent, place: Place, options: DownloadOptions): Promise<SourceContent | 'unchanged'> {
  let url = place.url;
  for (let hop = 0; ; hop++) {
    const answer = await ask(agent, url, place, options).catch((error: unknown) => {
      throw hop === 0 ? error : hideTarget(error, place);
    });
    if (!isRedirect(answer.status)) return contentOf(answer, hop > 0, place, options);
    if (hop === maxRedirects) {
      throw new AlaasError(
        'SOURCE_HTTP',
        `${place.name} redirects more than ${maxRedirects} times; name the last address.`,
      );
    }
    url = nextHop(url, answer.header('location'), place.name);
  }
}

function ask(agent: Agent, url: URL, place: Place, options: DownloadOptions): Promise<Answer> {
  const { limits, network } = options.context;
  const headers: Record<string, string> = {
    accept: '*/*',
    'accept-encoding': 'identity',
    'user-agent': 'alaas',
    ...conditionalHeaders(options.known, url !== place.url),
  };
  if (place.authorization !== undefined && url.origin === place.url.origin) headers.authorization = place.authorization;
  return exchange(agent, url, {
    name: place.name,
    headers,
    signal: options.signal,
    maxBytes: options.maxBytes,
    graceMs: limits.timeout_ms,
    now: network.now ?? now,
  });
}

function now(): number {
  return performance.now();
}

/** A server must not learn from our message what lies behind the addresses it redirects to. */
function hideTarget(error: unknown, { name }: Place): unknown {
  if (!isAlaasError(error, 'SOURCE_FORBIDDEN')) return error;
  return new AlaasError('SOURCE_FORBIDDEN', `${name} redirects to an address that other machines may not name.`);
}

async function contentOf(
  answer: Answer,
  isRedirected: boolean,
  { name }: Place,
  { known, maxBytes }: DownloadOptions,
): Promise<SourceContent | 'unchanged'> {
  if (answer.status === 304 && known !== undefined) return 'unchanged';
  checkStatus(answer, name);
  const bytes = await inflated(answer.body, answer.header('content-encoding'), { name, maxBytes });
  if (bytes.length === 0) throw new AlaasError('SOURCE_EMPTY', `${name} is empty; there is nothing to read.`);
  const validator = validatorOf(answer, isRedirected);
  return validator === undefined ? { bytes } : { bytes, validator };
}

function checkStatus({ status, header }: Answer, name: string): void {
  // 206 would be a part of the content, which was not asked for
  if (status < 300 && status !== 206) return;
  if (status === 404 || status === 410) {
    throw new AlaasError('SOURCE_NOT_FOUND', `${name} does not exist (HTTP ${status}); check the address.`);
  }
  const fault = new AlaasError('SOURCE_HTTP', `${name} was answered with HTTP ${status}.`);
  const isTransient = status === 408 || status === 429 || status >= 500;
  throw isTransient ? new Transient(fault, askedDelayMs(header('retry-after'), header('date'))) : fault;
}

/** Milliseconds of a `retry-after` header, a number of seconds or a date; the latter by the server's own clock. */
function askedDelayMs(retryAfter: string | undefined, date: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined;
  const delayMs = /^\d+$/.test(retryAfter)
    ? Number(retryAfter) * 1000
    : Date.parse(retryAfter) - Date.parse(date ?? '');
  return Number.isNaN(delayMs) ? undefined : Math.max(0, delayMs);
}
