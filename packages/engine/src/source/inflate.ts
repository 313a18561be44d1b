import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { AlaasError } from '@alaas/core';

interface Bound {
  /** Bytes after inflating. */
  readonly maxBytes: number;
  /** The URI as messages may show it. */
  readonly name: string;
}

type Inflate = (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>;

const inflaters: Readonly<Record<string, (body: Uint8Array) => Inflate>> = {
  gzip: () => promisify(gunzip),
  'x-gzip': () => promisify(gunzip),
  br: () => promisify(brotliDecompress),
  // some servers send the bare stream: the zlib header's method, 8, is missing there (RFC 1950)
  deflate: (body) => promisify(((body[0] ?? 0) & 15) === 8 ? inflate : inflateRaw),
};

/**
 * The content of a body that a server compressed although it was asked not to.
 *
 * @param encoding the `content-encoding` header
 * @returns bytes that own their whole buffer
 * @throws AlaasError `SOURCE_TOO_LARGE` as soon as the bound is passed, `SOURCE_HTTP` for another encoding or
 *   a broken stream
 */
export async function inflated(body: Uint8Array, encoding: string | undefined, bound: Bound): Promise<Uint8Array> {
  const method = (encoding ?? 'identity').trim().toLowerCase();
  if (method === 'identity' || method === '' || body.length === 0) return body;
  const choose = Object.hasOwn(inflaters, method) ? inflaters[method] : undefined;
  if (choose === undefined) {
    throw new AlaasError(
      'SOURCE_HTTP',
      `${bound.name} is encoded in a way ALaaS cannot undo ("${method.slice(0, 40)}").`,
    );
  }
  try {
    return owned(await choose(body)(body, { maxOutputLength: bound.maxBytes }));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      const message = `${bound.name} is larger than the limit of ${bound.maxBytes} bytes once inflated.`;
      throw new AlaasError('SOURCE_TOO_LARGE', message, { cause });
    }
    throw new AlaasError('SOURCE_HTTP', `${bound.name} says it is ${method}, but does not inflate.`, { cause });
  }
}

/** Small results share zlib's buffers. */
function owned(bytes: Uint8Array): Uint8Array {
  return bytes.length === bytes.buffer.byteLength ? bytes : Uint8Array.from(bytes);
}
