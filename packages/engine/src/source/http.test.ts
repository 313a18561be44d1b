import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { closedPort, faultOf, openOptions, serve, serveRaw, sourcesFor, textAt } from './sources.fixture.ts';

describe('a plain answer', () => {
  test('gives the bytes, whatever type the server claims', async () => {
    const server = await serve((_, response) => response.setHeader('content-type', 'text/html').end('not a JPEG'));
    expect(await textAt(sourcesFor(), `${server.url}/cat.jpg`)).toBe('not a JPEG');
  });

  test('gives bytes that own their buffer, with and without an announced size', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/known') response.setHeader('content-length', 5);
      response.write('ab');
      response.end('cde');
    });
    const set = sourcesFor();
    for (const path of ['/known', '/chunked']) {
      const content = await set.open(server.url + path, openOptions);
      if (content === 'unchanged') throw new Error('It was not known.');
      expect(Buffer.from(content.bytes).toString()).toBe('abcde');
      expect(content.bytes.buffer.byteLength).toBe(5);
    }
  });

  test('is asked for uncompressed, with path and query as written', async () => {
    const server = await serve((_, response) => response.end('x'));
    await textAt(sourcesFor(), `${server.url}/a%20b?c=d#fragment`);
    expect(server.requests[0]?.url).toBe('/a%20b?c=d');
    expect(server.requests[0]?.headers['accept-encoding']).toBe('identity');
  });

  test('comes over connections that are reused and never more than the limit', async () => {
    const server = await serve((_, response) => response.end('x'));
    const set = sourcesFor({ limits: { connections_per_host: 3 } });
    await Promise.all(Array.from({ length: 30 }, (_, i) => textAt(set, `${server.url}/${i}`)));
    expect(server.requests).toHaveLength(30);
    expect(server.connections()).toBeLessThanOrEqual(3);
    expect(set.concurrency(server.url)).toBe(3);
  });

  test('of no bytes is empty', async () => {
    const server = await serve((request, response) => response.writeHead(request.url === '/204' ? 204 : 200).end());
    for (const path of ['/200', '/204']) {
      expect(await faultOf(sourcesFor().open(server.url + path, openOptions))).toMatchObject({ code: 'SOURCE_EMPTY' });
    }
  });
});

describe('a known version', () => {
  test('is not sent again when its entity tag still holds', async () => {
    const server = await serve((request, response) => {
      response.setHeader('etag', '"v1"');
      if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end();
      else response.end('content');
    });
    const set = sourcesFor();
    const first = await set.open(server.url, openOptions);
    const known = first === 'unchanged' ? undefined : first.validator;
    expect(await set.open(server.url, { ...openOptions, known })).toBe('unchanged');
    expect(await set.open(server.url, { ...openOptions, known: 'etag "v0"' })).not.toBe('unchanged');
  });

  const date = 'Wed, 21 Oct 2015 07:28:00 GMT';

  test('is told by the date of its last change where there is no tag', async () => {
    const lastModified = 'Wed, 21 Oct 2015 07:27:59 GMT';
    const server = await serve((request, response) => {
      if (request.headers['if-modified-since'] === lastModified) response.writeHead(304).end();
      else response.writeHead(200, { date, 'last-modified': lastModified }).end('content');
    });
    const set = sourcesFor();
    const first = await set.open(server.url, openOptions);
    const known = first === 'unchanged' ? undefined : first.validator;
    expect(await set.open(server.url, { ...openOptions, known })).toBe('unchanged');
  });

  test('cannot be told by a date of the second in which it was sent', async () => {
    const server = await serve((_, response) =>
      response.writeHead(200, { date, 'last-modified': date }).end('content'),
    );
    expect(await sourcesFor().open(server.url, openOptions)).not.toHaveProperty('validator');
  });

  test('is a fault to be told of when none was known', async () => {
    const server = await serve((_, response) => response.writeHead(304).end());
    expect(await faultOf(sourcesFor().open(server.url, openOptions))).toMatchObject({ code: 'SOURCE_HTTP' });
  });
});

describe('a refusal', () => {
  test.each([
    [404, 'SOURCE_NOT_FOUND'],
    [410, 'SOURCE_NOT_FOUND'],
    [401, 'SOURCE_HTTP'],
    [403, 'SOURCE_HTTP'],
    [206, 'SOURCE_HTTP'],
  ])('of HTTP %i is %s at once', async (status, code) => {
    const server = await serve((_, response) => response.writeHead(status).end('sorry'));
    const fault = await faultOf(sourcesFor().open(`${server.url}/cat.jpg?key=secret`, openOptions));
    expect(fault.code).toBe(code);
    expect(fault.message).toContain(String(status));
    expect(fault.message).toContain('/cat.jpg');
    expect(fault.message).not.toContain('secret');
    expect(server.requests).toHaveLength(1);
  });

  test('with a page that trickles on is not read to its end', async () => {
    const server = await serveRaw((socket) => void socket.write('HTTP/1.1 404 No\r\nContent-Length: 9\r\n\r\nno'));
    let clock = 0;
    const set = sourcesFor({ network: { now: () => (clock += 31_000) } });
    expect(await faultOf(set.open(server.url, openOptions))).toMatchObject({ code: 'SOURCE_NOT_FOUND' });
  });

  test('with an endless page is not read to its end', async () => {
    const server = await serve((_, response) => {
      response.writeHead(404);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384)));
      };
      response.on('drain', more);
      more();
    });
    expect(await faultOf(sourcesFor().open(server.url, openOptions))).toMatchObject({ code: 'SOURCE_NOT_FOUND' });
  });
});

describe('trouble that may pass', () => {
  test('is tried again: 500, then 200', async () => {
    const server = await serve((_, response, count) => response.writeHead(count === 1 ? 500 : 200).end('content'));
    expect(await textAt(sourcesFor(), server.url)).toBe('content');
    expect(server.requests).toHaveLength(2);
  });

  test.each([429, 500, 503])('is told of when no try is left: HTTP %i', async (status) => {
    const server = await serve((_, response) => response.writeHead(status).end());
    const fault = await faultOf(sourcesFor({ limits: { retries: 2 } }).open(server.url, openOptions));
    expect(fault.code).toBe('SOURCE_HTTP');
    expect(fault.message).toContain('Tried 3 times');
    expect(server.requests).toHaveLength(3);
  });

  // 0.5 x 500 ms of jitter come on top
  test.each([
    ['a number of seconds', '7', 7250],
    ["a date by the server's clock", 'Wed, 21 Oct 2015 07:28:30 GMT', 30_250],
    ['an hour, of which a minute is waited', '3600', 60_250],
    ['nonsense', 'soon', 250],
  ])('is waited out as long as the server asks: %s', async (_, retryAfter, expected) => {
    const waits: number[] = [];
    const server = await serve((_request, response, count) => {
      const headers = { date: 'Wed, 21 Oct 2015 07:28:00 GMT', 'retry-after': retryAfter };
      response.writeHead(count === 1 ? 429 : 200, headers).end('content');
    });
    const delay = (milliseconds: number): Promise<void> => Promise.resolve(void waits.push(milliseconds));
    await textAt(sourcesFor({ network: { delay } }), server.url);
    expect(waits).toEqual([expected]);
  });

  const half = 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf.';

  test('is mended when the second try is whole', async () => {
    const server = await serveRaw((socket, count) => {
      if (count === 1) socket.write(half, () => socket.resetAndDestroy());
      else socket.end(`${half}whole`);
    });
    expect(await textAt(sourcesFor(), server.url)).toBe('half.whole');
  });

  test.each([
    ['a reset half-way', (write: Write) => write(half, 'reset')],
    ['an end half-way', (write: Write) => write(half, 'end')],
    [
      'fewer bytes than announced',
      (write: Write) => write(half.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'), 'end'),
    ],
    [
      'a chunked body without its end',
      (write: Write) => write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf.\r\n', 'end'),
    ],
    [
      'a chunked body without its end, which was to be the last',
      (write: Write) =>
        write('HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf.\r\n', 'end'),
    ],
    ['no answer at all', (write: Write) => write('', 'end')],
  ])('is SOURCE_RESET when every try meets %s', async (_, answer) => {
    const server = await serveRaw((socket) =>
      answer((text, then) => socket.write(text, () => (then === 'end' ? socket.end() : socket.resetAndDestroy()))),
    );
    const fault = await faultOf(sourcesFor({ limits: { retries: 1 } }).open(server.url, openOptions));
    expect(fault.code).toBe('SOURCE_RESET');
    expect(server.connections()).toBe(2);
  });

  test('is SOURCE_TIMEOUT when the server stalls before, in or after the headers', async () => {
    const set = sourcesFor({ limits: { timeout_ms: 50, retries: 0 } });
    const starts = ['', 'HTTP/1.1 200 OK\r\nContent-Le', half];
    const servers = await Promise.all(starts.map((start) => serveRaw((socket) => void socket.write(start))));
    const faults = await Promise.all(servers.map(({ url }) => faultOf(set.open(url, openOptions))));
    expect(faults.map(({ code }) => code)).toEqual(['SOURCE_TIMEOUT', 'SOURCE_TIMEOUT', 'SOURCE_TIMEOUT']);
  });

  test('is SOURCE_TIMEOUT when a body trickles on for ever', async () => {
    const server = await serveRaw((socket) => void socket.write(half));
    let clock = 0;
    // half a minute passes between the headers and the first bytes of the body
    const set = sourcesFor({ limits: { retries: 0 }, network: { now: () => (clock += 31_000) } });
    const fault = await faultOf(set.open(server.url, openOptions));
    expect(fault.code).toBe('SOURCE_TIMEOUT');
    expect(fault.message).toContain('4096 bytes a second');
  });

  test('is not that an answer starts late', async () => {
    const server = await serve((_, response) => response.end('content'));
    const times = [31_000, 31_001];
    expect(await textAt(sourcesFor({ network: { now: () => times.shift() ?? 31_002 } }), server.url)).toBe('content');
  });

  test('is SOURCE_UNREACHABLE when nothing listens', async () => {
    const port = await closedPort();
    let waits = 0;
    const delay = (): Promise<void> => Promise.resolve(void waits++);
    const set = sourcesFor({ network: { delay }, limits: { retries: 3 } });
    const fault = await faultOf(set.open(`http://user:secret@127.0.0.1:${port}/x`, openOptions));
    expect(fault.code).toBe('SOURCE_UNREACHABLE');
    expect(fault.message).not.toContain('secret');
    expect(waits).toBe(3);
  });

  test('is not tried again when the host does not exist', async () => {
    let lookups = 0;
    const resolve = (): Promise<string[]> => {
      lookups++;
      return Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }));
    };
    const set = sourcesFor({ network: { resolve } });
    expect(await faultOf(set.open('http://no-such-host.test/x', openOptions))).toMatchObject({
      code: 'SOURCE_UNREACHABLE',
    });
    expect(lookups).toBe(1);
  });
});

type Write = (text: string, then: 'end' | 'reset') => void;

describe('too much', () => {
  const small = { ...openOptions, maxBytes: 100 };

  test('is refused by its announced size, before a byte of it is read', async () => {
    const server = await serveRaw((socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n'));
    expect(await faultOf(sourcesFor().open(server.url, small))).toMatchObject({ code: 'SOURCE_TOO_LARGE' });
  });

  test('is refused while it arrives when its size is not announced', async () => {
    const server = await serve((_, response) => {
      response.write('a'.repeat(60));
      response.write('a'.repeat(60));
    });
    expect(await faultOf(sourcesFor().open(server.url, small))).toMatchObject({ code: 'SOURCE_TOO_LARGE' });
  });

  test('is not what exactly fills the limit', async () => {
    const server = await serve((_, response) => response.end('a'.repeat(100)));
    expect(await sourcesFor().open(server.url, small)).toMatchObject({ bytes: { length: 100 } });
  });

  test('is headers without end', async () => {
    const server = await serveRaw((socket) => void socket.write(`HTTP/1.1 200 OK\r\nX: ${'y'.repeat(40_000)}`));
    expect(await faultOf(sourcesFor().open(server.url, openOptions))).toMatchObject({ code: 'SOURCE_HTTP' });
  });

  test('is interim answers without end', async () => {
    const server = await serveRaw((socket) => void socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(100)));
    expect(await faultOf(sourcesFor().open(server.url, openOptions))).toMatchObject({ code: 'SOURCE_HTTP' });
  });

  test('is not a million tiny chunks, which cost their bytes and no more', async () => {
    const server = await serve((_, response) => {
      for (let i = 0; i < 5000; i++) response.write('a');
      response.end();
    });
    expect(await textAt(sourcesFor(), server.url)).toBe('a'.repeat(5000));
  });
});

test('headers that are sent twice do no harm', async () => {
  const twice = ['etag', '"a"', 'etag', '"b"', 'retry-after', '1', 'retry-after', '2', 'date', 'x', 'date', 'y'];
  const server = await serve((request, response) => {
    const encodings = request.url === '/encoded' ? ['content-encoding', 'gzip', 'content-encoding', 'br'] : [];
    response.writeHead(request.url === '/late' ? 503 : 200, [...twice, ...encodings]).end('x');
  });
  const set = sourcesFor({ limits: { retries: 1 } });
  expect(await textAt(set, server.url)).toBe('x');
  for (const path of ['/encoded', '/late']) {
    expect(await faultOf(set.open(server.url + path, openOptions))).toMatchObject({ code: 'SOURCE_HTTP' });
  }
});

test('something that is not HTTP is SOURCE_HTTP, at once', async () => {
  const server = await serveRaw((socket) => socket.end('220 ready for FTP\r\n'));
  expect(await faultOf(sourcesFor().open(server.url, openOptions))).toMatchObject({ code: 'SOURCE_HTTP' });
  expect(server.connections()).toBe(1);
});

describe('cancelling', () => {
  test('ends a download half-way', async () => {
    const stop = new AbortController();
    const server = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf.', () => stop.abort());
    });
    const work = sourcesFor().open(server.url, { ...openOptions, signal: stop.signal });
    expect(await faultOf(work)).toMatchObject({ code: 'CANCELLED' });
  });

  test('ends a download that waits for a connection', async () => {
    const stop = new AbortController();
    const server = await serve(() => stop.abort());
    const set = sourcesFor({ limits: { connections_per_host: 1 } });
    const works = ['/1', '/2'].map((path) => set.open(server.url + path, { ...openOptions, signal: stop.signal }));
    for (const fault of await Promise.all(works.map(faultOf))) expect(fault.code).toBe('CANCELLED');
    expect(server.requests).toHaveLength(1);
  });

  test('ends the wait before the next try', async () => {
    const stop = new AbortController();
    const server = await serve((_, response) => response.writeHead(503, { 'retry-after': '60' }).end());
    const delay = (milliseconds: number, signal: AbortSignal): Promise<void> => {
      stop.abort();
      return wait(milliseconds, undefined, { signal });
    };
    const work = sourcesFor({ network: { delay } }).open(server.url, { ...openOptions, signal: stop.signal });
    expect(await faultOf(work)).toMatchObject({ code: 'CANCELLED' });
  });

  test('before the start asks nothing', async () => {
    const server = await serve((_, response) => response.end('x'));
    const work = sourcesFor().open(server.url, { ...openOptions, signal: AbortSignal.abort() });
    expect(await faultOf(work)).toMatchObject({ code: 'CANCELLED' });
    expect(server.requests).toHaveLength(0);
  });

  test('is what closing the sources does to what is under way', async () => {
    const set = sourcesFor();
    const server = await serve(() => void set.close());
    expect(await faultOf(set.open(server.url, openOptions))).toMatchObject({ code: 'CANCELLED' });
  });

  test('is what comes of asking sources that are closed', async () => {
    const server = await serve((_, response) => response.end('x'));
    const set = sourcesFor();
    await set.close();
    expect(await faultOf(set.open(server.url, openOptions))).toMatchObject({ code: 'CANCELLED' });
    expect(server.requests).toHaveLength(0);
  });
});
