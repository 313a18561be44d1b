import type { IncomingHttpHeaders } from 'node:http';
import { Transform, type TransformCallback } from 'node:stream';
import { AlaasError, readYaml } from '@alaas/core';
import type { FastifyInstance } from 'fastify';
import { checkDepth } from '../json-depth.ts';

/** Media type of items sent line by line. */
export const jsonLinesType = 'application/x-ndjson';

/** How slow a body may arrive. */
export interface BodyPace {
  /** Every such time, in milliseconds, must bring at least `minBytes`. */
  readonly windowMs: number;
  readonly minBytes: number;
}

/** 1 KiB a second, looked at every 15 s: slower than any modem, and too fast for a client that stalls on purpose. */
export const defaultPace: BodyPace = { windowMs: 15_000, minBytes: 15 * 1024 };

/** Bodies are JSON, of bounded depth, without keys that reach for prototypes, and arrive at some pace. */
export function registerBodies(app: FastifyInstance, pace: BodyPace): void {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      checkDepth(body);
    } catch (error) {
      done(error as Error);
      return;
    }
    void parse(request, body.toString(), done);
  });
  app.addHook('preParsing', async (request, reply, payload) => {
    if (!hasBody(request.headers)) return payload;
    const paced = new PacedBody(pace);
    // a body that nobody reads has nobody to tell
    paced.on('error', () => undefined);
    // not stream.pipeline: it would close the connection before the answer is on its way
    payload.once('error', (error) => paced.destroy(error));
    reply.raw.once('close', () => paced.destroy(connectionLost()));
    return payload.pipe(paced);
  });
}

/** Media types of YAML, the registered one first. */
export const yamlTypes: readonly string[] = ['application/yaml', 'application/x-yaml', 'text/yaml'];

/** Nobody writes more by hand, and reading it takes a while. */
const maxYamlBytes = 2 ** 20;

/** Bodies of a scope's routes may be YAML too: they are read as the JSON of the same value. */
export function registerYaml(scope: FastifyInstance): void {
  const parse = scope.getDefaultJsonParser('error', 'error');
  scope.addContentTypeParser<Buffer>([...yamlTypes], { parseAs: 'buffer' }, (request, body, done) => {
    try {
      if (body.length > maxYamlBytes) {
        throw new AlaasError('TOO_LARGE', `A YAML body may have ${maxYamlBytes} bytes. Send a longer one as JSON.`);
      }
      const json = asJson(readYaml(body.toString(), 'The body', 'INVALID_REQUEST'));
      checkDepth(Buffer.from(json));
      void parse(request, json, done);
    } catch (error) {
      done(error as Error);
    }
  });
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value ?? {});
  } catch (error) {
    throw new AlaasError('INVALID_REQUEST', 'The body holds itself through an alias. Write the values out.', {
      cause: error,
    });
  }
}

function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function connectionLost(): AlaasError {
  return new AlaasError('INVALID_REQUEST', 'The connection ended before the whole body had arrived. Repeat.');
}

/** Passes bytes on, and fails when too few arrive while the reader waits for them. */
class PacedBody extends Transform {
  readonly #timer: NodeJS.Timeout;
  #bytes = 0;

  constructor({ windowMs, minBytes }: BodyPace) {
    super();
    this.#timer = setInterval(() => {
      // bytes that wait here are held up by our own side
      if (this.#bytes < minBytes && this.readableLength === 0) {
        this.destroy(
          new AlaasError(
            'REQUEST_TIMEOUT',
            `Less than ${minBytes} bytes of the body arrived in ${windowMs} ms. Repeat.`,
          ),
        );
      }
      this.#bytes = 0;
    }, windowMs);
    this.#timer.unref();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#bytes += chunk.length;
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    clearInterval(this.#timer);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearInterval(this.#timer);
    done(error);
  }
}
