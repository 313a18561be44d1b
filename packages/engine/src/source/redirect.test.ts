import { describe, expect, test } from 'vitest';
import { nextHop } from './redirect.ts';
import { faultOf, openOptions, serve, sourcesFor, textAt } from './sources.fixture.ts';

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])('of HTTP %i is followed, also to a relative place', async (status) => {
    const server = await serve((request, response) => {
      if (request.url === '/a/b') response.writeHead(status, { location: 'c' }).end('moved');
      else response.end(`content of ${request.url}`);
    });
    expect(await textAt(sourcesFor(), `${server.url}/a/b`)).toBe('content of /a/c');
  });

  test('is followed five times and not a sixth', async () => {
    const server = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end('there');
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    expect(await textAt(sourcesFor(), `${server.url}/5`)).toBe('there');
    expect(await faultOf(sourcesFor().open(`${server.url}/6`, openOptions))).toMatchObject({ code: 'SOURCE_HTTP' });
  });

  test('to itself ends', async () => {
    const server = await serve((_, response) => response.writeHead(302, { location: '/' }).end());
    expect(await faultOf(sourcesFor().open(server.url, openOptions))).toMatchObject({ code: 'SOURCE_HTTP' });
    expect(server.requests).toHaveLength(6);
  });

  test('without a place is SOURCE_HTTP', async () => {
    const server = await serve((_, response) => response.writeHead(302).end());
    expect(await faultOf(sourcesFor().open(server.url, openOptions))).toMatchObject({ code: 'SOURCE_HTTP' });
  });

  test.each(['file:///etc/passwd', 'ftp://127.0.0.1/x', 'data:text/plain,x', 'gopher://127.0.0.1/'])(
    'to %s is refused, for local callers too',
    async (location) => {
      const server = await serve((_, response) => response.writeHead(302, { location }).end());
      expect(await faultOf(sourcesFor().open(server.url, openOptions))).toMatchObject({ code: 'SOURCE_FORBIDDEN' });
    },
  );
});

describe('credentials in a URI', () => {
  const basic = `Basic ${Buffer.from('user:pass word').toString('base64')}`;

  test('go to their own origin, and after a redirect within it', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/a') response.writeHead(302, { location: '/b' }).end();
      else response.end('x');
    });
    await textAt(sourcesFor(), `http://user:pass%20word@127.0.0.1:${server.port}/a`);
    expect(server.requests.map((request) => request.headers.authorization)).toEqual([basic, basic]);
  });

  test('never go to another origin, nor do those a redirect brings', async () => {
    const other = await serve((_, response) => response.end('x'));
    const location = `http://them:selves@127.0.0.1:${other.port}/`;
    const server = await serve((_, response) => response.writeHead(302, { location }).end());
    await textAt(sourcesFor(), `http://user:pass%20word@127.0.0.1:${server.port}/a`);
    expect(server.requests[0]?.headers.authorization).toBe(basic);
    expect(other.requests[0]?.headers.authorization).toBeUndefined();
  });

  test('are dropped from a location', () => {
    expect(nextHop(new URL('http://a.test/x'), 'http://u:p@b.test/y', 'a').href).toBe('http://b.test/y');
  });
});
