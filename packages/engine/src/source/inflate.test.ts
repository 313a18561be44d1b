import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { inflated } from './inflate.ts';
import { faultOf, openOptions, serve, sourcesFor } from './sources.fixture.ts';

const content = Buffer.from('the content '.repeat(20));
const bound = { maxBytes: 1000, name: '"x"' };

describe('a compressed body', () => {
  test.each([
    ['gzip', gzipSync(content)],
    ['x-gzip', gzipSync(content)],
    ['GZIP', gzipSync(content)],
    ['br', brotliCompressSync(content)],
    ['deflate', deflateSync(content)],
    ['deflate', deflateRawSync(content)],
  ])('of encoding %s is inflated into a buffer of its own', async (encoding, body) => {
    const bytes = await inflated(body, encoding, bound);
    expect(Buffer.from(bytes).equals(content)).toBe(true);
    expect(bytes.buffer.byteLength).toBe(bytes.length);
  });

  test.each([undefined, '', 'identity'])('is left alone when its encoding is %s', async (encoding) => {
    expect(await inflated(content, encoding, bound)).toBe(content);
  });

  test.each([
    ['gzip', gzipSync(Buffer.alloc(1001))],
    ['br', brotliCompressSync(Buffer.alloc(1001))],
    ['deflate', deflateSync(Buffer.alloc(1001))],
  ])('is refused when it inflates beyond the limit: %s', async (encoding, body) => {
    expect(body.length).toBeLessThan(1000);
    expect(await faultOf(inflated(body, encoding, bound))).toMatchObject({ code: 'SOURCE_TOO_LARGE' });
  });

  test.each(['compress', 'gzip, br', 'constructor'])('of encoding %s is SOURCE_HTTP', async (encoding) => {
    expect(await faultOf(inflated(content, encoding, bound))).toMatchObject({ code: 'SOURCE_HTTP' });
  });

  test('that is broken or cut is SOURCE_HTTP', async () => {
    expect(await faultOf(inflated(content, 'gzip', bound))).toMatchObject({ code: 'SOURCE_HTTP' });
    expect(await faultOf(inflated(gzipSync(content).subarray(0, 20), 'gzip', bound))).toMatchObject({
      code: 'SOURCE_HTTP',
    });
  });

  test('that a server sends unasked is inflated, and a bomb is not', async () => {
    const server = await serve((request, response) => {
      const body = request.url === '/bomb' ? Buffer.alloc(2 ** 24) : content;
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body));
    });
    const set = sourcesFor();
    expect(await set.open(server.url, openOptions)).toMatchObject({ bytes: { length: content.length } });
    expect(await faultOf(set.open(`${server.url}/bomb`, openOptions))).toMatchObject({ code: 'SOURCE_TOO_LARGE' });
  });
});
