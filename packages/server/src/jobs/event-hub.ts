import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { AlaasError } from '@alaas/core';

export interface EventHubOptions {
  /** Events kept for readers that come back. Default: 1,000. */
  readonly capacity?: number;
  /** Bytes a slow reader may fall behind before it is dropped. Default: 1 MiB. */
  readonly maxBufferedBytes?: number;
  /** Readers at once. Default: 256. */
  readonly maxReaders?: number;
  /** Milliseconds between comments that keep proxies from closing a quiet stream. Default: 15,000. */
  readonly heartbeatMs?: number;
}

/** Something that happened, as it is told. */
export interface HubEvent {
  /** What it is about; readers may want one topic only. */
  readonly topic: string;
  /** Name of the server-sent event. */
  readonly name: string;
  /** JSON. */
  readonly data: string;
}

export interface Subscription {
  /** Only events of this topic. */
  readonly topic?: string | undefined;
  /** The last event the reader has seen. */
  readonly lastEventId?: string | undefined;
  /** What a reader without a known last event starts with: how things stand. */
  readonly current: readonly HubEvent[];
  /** Ends the stream when it aborts. */
  readonly until?: AbortSignal | undefined;
}

/** Hands events to everybody who listens, as server-sent events. */
export interface EventHub {
  publish(event: HubEvent): void;
  /** @throws AlaasError `TOO_MANY_REQUESTS` when there are too many readers, `NOT_READY` after {@link close} */
  subscribe(subscription: Subscription): Readable;
  /** Forgets what was told of a topic: who comes back is not told of it again. */
  forget(topic: string): void;
  /** Ends all streams. */
  close(): void;
}

interface Sent {
  readonly number: number;
  readonly topic: string;
  readonly text: string;
}

interface Reader {
  readonly topic: string | undefined;
  readonly stream: Readable;
}

export function createEventHub(options: EventHubOptions = {}): EventHub {
  const { capacity = 1000, maxBufferedBytes = 2 ** 20, maxReaders = 256, heartbeatMs = 15_000 } = options;
  // ids of an earlier process must not be taken for ours
  const boot = randomUUID().slice(0, 8);
  let ring: Sent[] = [];
  const readers = new Set<Reader>();
  let last = 0;
  let isClosed = false;
  const heartbeat = setInterval(() => {
    for (const reader of readers) push(reader, ': still here\n\n');
  }, heartbeatMs);
  heartbeat.unref();

  return {
    publish(event) {
      const { topic } = event;
      last++;
      const text = format(event, `${boot}-${last}`);
      ring.push({ number: last, topic, text });
      if (ring.length > capacity) ring.shift();
      for (const reader of readers) if (reader.topic === undefined || reader.topic === topic) push(reader, text);
    },
    subscribe({ topic, lastEventId, current, until }) {
      if (isClosed) throw new AlaasError('NOT_READY', 'The service is stopping. Listen again when it is back.');
      if (readers.size >= maxReaders) {
        throw new AlaasError(
          'TOO_MANY_REQUESTS',
          `${readers.size} clients listen to events already, which is the most. Close one, or ask now and then.`,
        );
      }
      const reader: Reader = {
        topic,
        stream: new Readable({ read: () => undefined, highWaterMark: maxBufferedBytes }),
      };
      readers.add(reader);
      reader.stream.once('close', () => readers.delete(reader));
      push(reader, 'retry: 2000\n\n');
      for (const text of missed(lastEventId, topic) ?? snapshot(current)) push(reader, text);
      const end = (): void => {
        if (readers.delete(reader)) reader.stream.push(null);
      };
      if (until?.aborted === true) end();
      else until?.addEventListener('abort', end, { once: true });
      return reader.stream;
    },
    forget(topic) {
      ring = ring.filter((sent) => sent.topic !== topic);
    },
    close() {
      isClosed = true;
      clearInterval(heartbeat);
      for (const reader of readers) reader.stream.push(null);
    },
  };

  /** Undefined when the ring does not reach back to `lastEventId`. */
  function missed(lastEventId: string | undefined, topic: string | undefined): string[] | undefined {
    if (lastEventId === undefined || !lastEventId.startsWith(`${boot}-`)) return undefined;
    const seen = Number(lastEventId.slice(boot.length + 1));
    const oldest = ring[0]?.number ?? last + 1;
    if (!Number.isInteger(seen) || seen > last || seen < oldest - 1) return undefined;
    return ring
      .filter((sent) => sent.number > seen && (topic === undefined || sent.topic === topic))
      .map(({ text }) => text);
  }

  /** Only the last one has an id: who breaks off before it starts again with a whole snapshot. */
  function snapshot(current: readonly HubEvent[]): string[] {
    return current.map((event, i) => format(event, i === current.length - 1 ? `${boot}-${last}` : undefined));
  }

  function push(reader: Reader, text: string): void {
    if (reader.stream.readableLength + text.length > maxBufferedBytes) {
      // a reader this far behind would take memory without end; it may come back with Last-Event-ID
      readers.delete(reader);
      reader.stream.destroy();
      return;
    }
    reader.stream.push(text);
  }
}

function format({ name, data }: HubEvent, id: string | undefined): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${data}\n\n`;
}
