import type { IncomingHttpHeaders } from 'node:http';
import { AlaasError } from '@alaas/core';
import type { Dispatcher } from 'undici';
import { type AbortWatcher, unwatchAbort, watchAbort } from './abort-watch.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { cancellation } from './cancel.ts';
import { networkFault, Transient } from './http-fault.ts';

/** What a server answered. */
export interface Answer {
  readonly status: number;
  /** A header by its lower-case name; of one sent twice, both values with a comma between. */
  readonly header: (name: string) => string | undefined;
  /** The body of a 2xx answer, still encoded as `content-encoding` says; empty for any other. */
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface ExchangeOptions {
  /** The URI as messages may show it. */
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Bytes of body on the wire. */
  readonly maxBytes: number;
  /** Milliseconds of a body after which its average rate is watched. */
  readonly graceMs: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

/**
 * One GET and its answer, read to its end. Stalls are the dispatcher's to notice; here a body that keeps
 * trickling ends, one that is too large, and one the caller no longer wants.
 *
 * @throws AlaasError about what cannot be mended, {@link Transient} about what can
 */
export function exchange(dispatcher: Dispatcher, url: URL, options: ExchangeOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const handler = new Exchange(options, resolve, reject);
    dispatcher.dispatch(
      { origin: url.origin, path: `${url.pathname}${url.search}`, method: 'GET', headers: options.headers },
      handler,
    );
  });
}

// 64 downloads that share a line of 256 kB/s still pass
const minBytesPerSecond = 4096;
// the rest of a longer answer nobody reads costs more than a new connection
const maxUnread = 65_536;
const maxInterim = 16;

class Exchange implements Dispatcher.DispatchHandler, AbortWatcher {
  readonly #options: ExchangeOptions;
  readonly #resolve: (answer: Answer) => void;
  readonly #reject: (error: Error) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #body: ByteBuffer | undefined;
  #startedMs = 0;
  #interim = 0;
  #unread = 0;
  #isSettled = false;

  constructor(options: ExchangeOptions, resolve: (answer: Answer) => void, reject: (error: Error) => void) {
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
    watchAbort(options.signal, this);
    if (options.signal.aborted) this.aborted();
  }

  /** The signal aborted; a request that still waits for a connection is dropped when its turn comes. */
  aborted(): void {
    this.#fail(cancellation(this.#options.signal));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isSettled) controller.abort(cancellation(this.#options.signal));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) {
      this.#interim++;
      if (this.#interim > maxInterim) this.#fail(this.#fault('SOURCE_HTTP', 'sent interim answers without end'));
      return;
    }
    this.#status = status;
    this.#headers = headers;
    this.#startedMs = this.#options.now();
    if (status >= 300) return;
    const announced = Number(joined(headers['content-length']) ?? 0);
    if (announced > this.#options.maxBytes) this.#fail(this.#tooLarge());
    else this.#body = new ByteBuffer(Number.isSafeInteger(announced) ? announced : 0);
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#isSettled) return;
    if (this.#body === undefined) {
      this.#unread += chunk.length;
      if (this.#unread > maxUnread || this.#isTrickle(this.#unread)) this.#succeed(new Uint8Array(), true);
      return;
    }
    if (this.#body.length + chunk.length > this.#options.maxBytes) {
      this.#fail(this.#tooLarge());
      return;
    }
    this.#body.append(chunk);
    if (this.#isTrickle(this.#body.length)) {
      this.#fail(new Transient(this.#fault('SOURCE_TIMEOUT', `sent less than ${minBytesPerSecond} bytes a second`)));
    }
  }

  onResponseEnd(): void {
    this.#succeed(this.#body?.take() ?? new Uint8Array(), false);
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#fail(networkFault(error, this.#options.name));
  }

  #succeed(body: Uint8Array<ArrayBuffer>, isCut: boolean): void {
    if (!this.#settle()) return;
    const headers = this.#headers;
    this.#resolve({ status: this.#status, header: (name) => joined(headers[name]), body });
    if (isCut) this.#controller?.abort(new Error('The rest of the answer is of no use.'));
  }

  #fail(error: Error): void {
    if (!this.#settle()) return;
    this.#reject(error);
    this.#controller?.abort(error);
  }

  /** True when the body has come too slowly for too long; the wait for its first byte does not count. */
  #isTrickle(bytes: number): boolean {
    const elapsedMs = this.#options.now() - this.#startedMs;
    return elapsedMs > this.#options.graceMs && bytes * 1000 < elapsedMs * minBytesPerSecond;
  }

  #settle(): boolean {
    if (this.#isSettled) return false;
    this.#isSettled = true;
    unwatchAbort(this.#options.signal, this);
    return true;
  }

  #tooLarge(): AlaasError {
    return this.#fault('SOURCE_TOO_LARGE', `is larger than the limit of ${this.#options.maxBytes} bytes`);
  }

  #fault(code: 'SOURCE_HTTP' | 'SOURCE_TIMEOUT' | 'SOURCE_TOO_LARGE', what: string): AlaasError {
    return new AlaasError(code, `${this.#options.name} ${what}.`);
  }
}

function joined(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
