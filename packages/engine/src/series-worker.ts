/** Reads time series for who looks at them, one after the other, and remembers what it made of those it read last. */
import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { toFailedMessage } from './failed-message.ts';
import { RecentBytes } from './recent-bytes.ts';
import { seriesJson } from './series-json.ts';
import type { FromSeriesReader, ToSeriesReader } from './series-message.ts';

/** Some tens of series of the largest kind. */
const KEPT_BYTES = 64 * 2 ** 20;

const kept = new RecentBytes(KEPT_BYTES);

parentPort?.on('message', ({ bytes, maxValues }: ToSeriesReader) => {
  try {
    const json = readOnce(bytes, maxValues);
    if (json === undefined) send({ type: 'other', bytes }, [bytes.buffer as ArrayBuffer]);
    else send({ type: 'series', json });
  } catch (error) {
    send(toFailedMessage(error));
  }
});

function readOnce(bytes: Uint8Array, maxValues: number): Uint8Array | undefined {
  const sha256 = createHash('sha256').update(bytes).digest('base64');
  const known = kept.get(sha256);
  if (known !== undefined) return known.length === 0 ? undefined : known;
  const json = seriesJson(bytes, maxValues);
  // nothing stands for what is no series, so that it is not tried again either
  kept.set(sha256, json ?? new Uint8Array());
  return json;
}

function send(message: FromSeriesReader, transferred: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transferred);
}
