import { extname } from 'node:path';
import { AlaasError } from '@alaas/core';
import { AskedThread } from './asked-thread.ts';
import { checkNotCancelled } from './cancellable.ts';
import { fromFailedMessage } from './failed-message.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { seriesJson } from './series-json.ts';
import type { FromSeriesReader, ToSeriesReader } from './series-message.ts';

/** Smaller files are read where they are asked for: some milliseconds. */
const INLINE_BYTES = 16_384;
/** Files that wait for the thread, each in memory. */
const MAX_WAITING = 16;

/** Either the JSON of what a page shows, or the file's own bytes where it is no time series that can be read. */
export type SeriesReading = { readonly json: Uint8Array } | { readonly bytes: Uint8Array };

export interface ReadOptions {
  readonly maxValues: number;
  readonly signal: AbortSignal;
}

/** Reads time series for who looks at them, large ones in a thread: a file of millions of values takes seconds. */
export class SeriesReader {
  readonly #turns = new OneAtATime();
  readonly #closing = new AbortController();
  // TypeScript in the workspace, JavaScript once compiled
  readonly #thread = new AskedThread<ToSeriesReader, FromSeriesReader>(
    new URL(`./series-worker${extname(import.meta.filename)}`, import.meta.url),
    'reads time series',
  );
  #waiting = 0;

  /**
   * @param bytes their memory may go over to the thread
   * @throws AlaasError `TOO_MANY_REQUESTS` when too many wait, `CANCELLED`
   */
  async read(bytes: Uint8Array, { maxValues, signal }: ReadOptions): Promise<SeriesReading> {
    if (bytes.length <= INLINE_BYTES) {
      const json = seriesJson(bytes, maxValues);
      return json === undefined ? { bytes } : { json };
    }
    if (this.#waiting >= MAX_WAITING) {
      throw new AlaasError(
        'TOO_MANY_REQUESTS',
        `${MAX_WAITING} time series are being read already. Repeat the call in a while.`,
      );
    }
    this.#waiting++;
    try {
      const either = AbortSignal.any([signal, this.#closing.signal]);
      const answer = await this.#turns.run(either, () => this.#ask({ bytes: ownMemory(bytes), maxValues }));
      if (answer.type === 'failed') throw fromFailedMessage(answer);
      return answer;
    } finally {
      this.#waiting--;
    }
  }

  /** Ends the thread, whatever it reads. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#thread.close();
  }

  async #ask(work: ToSeriesReader): Promise<FromSeriesReader> {
    checkNotCancelled(this.#closing.signal);
    try {
      return await this.#thread.ask(work, [work.bytes.buffer as ArrayBuffer]);
    } catch (error) {
      checkNotCancelled(this.#closing.signal);
      throw error;
    }
  }
}

/** Bytes that are handed over take all of their memory with them. */
function ownMemory(bytes: Uint8Array): Uint8Array {
  const isWhole = bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength;
  return isWhole ? bytes : new Uint8Array(bytes);
}
