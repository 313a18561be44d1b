import type { Socket } from 'node:net';
import { isAlaasError } from '@alaas/core';
import { buildConnector } from 'undici';
import { describe, expect, test } from 'vitest';
import { addressPolicy } from './address.ts';
import type { Resolve } from './context.ts';
import { createConnector } from './guard.ts';
import { defaults, faultOf, openOptions, serve, sourcesFor, textAt } from './sources.fixture.ts';

const names: Readonly<Record<string, readonly string[]>> = {
  localhost: ['127.0.0.1', '::1'],
  'localhost.': ['127.0.0.1'],
  'loopback.test': ['127.0.0.1'],
  'metadata.test': ['169.254.169.254'],
  'mixed.test': ['93.184.215.14', '10.0.0.7'],
  'public.test': ['93.184.215.14', '2606:4700::1111'],
};

const resolve: Resolve = (hostname) => {
  const addresses = names[hostname];
  if (addresses !== undefined) return Promise.resolve(addresses);
  return Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }));
};

/** A connector that notes whom it was sent to, and reaches nobody. */
function closedWorld(): { connect: buildConnector.connector; reached: buildConnector.Options[] } {
  const reached: buildConnector.Options[] = [];
  return {
    reached,
    connect: (options, callback) => {
      reached.push(options);
      callback(Object.assign(new Error('closed'), { code: 'ECONNREFUSED' }), null);
    },
  };
}

describe('a remote caller', () => {
  test.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://127.0.0.1./',
    'http://%31%32%37.0.0.1/',
    'http://①②⑦.⓪.⓪.①/',
    'http://127。0。0。1/',
    'http://0.0.0.0/',
    'http://0/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://user:pw@127.0.0.1/',
    'http://public.test@127.0.0.1/',
    'http://127.0.0.1\\@public.test/',
    'http://127.0.0.1#@public.test/',
    'https://127.0.0.1/',
    'http://localhost/',
    'http://LOCALHOST/',
    'http://localhost./',
    'http://loopback.test/',
    'http://metadata.test/',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.1:8080/',
    'http://mixed.test/',
    'http://\t127.0.0.1/',
  ])('cannot read %j, and no connection is tried', async (uri) => {
    const { connect, reached } = closedWorld();
    const set = sourcesFor({ access: 'remote', network: { resolve, connect } });
    const fault = await faultOf(set.open(uri, openOptions));
    expect(fault.code).toBe('SOURCE_FORBIDDEN');
    expect(reached).toEqual([]);
    for (const hidden of ['169.254.169.254', '10.0.0.7']) {
      if (!uri.includes(hidden)) expect(fault.message).not.toContain(hidden);
    }
  });

  test.each(['http://[fe80::1%25eth0]/', 'http://127.0.0.1:99999/', 'http:///'])(
    'gets a plain refusal of %j, which is no URL',
    async (uri) => {
      const { connect, reached } = closedWorld();
      const set = sourcesFor({ access: 'remote', network: { resolve, connect } });
      expect(await faultOf(set.open(uri, openOptions))).toMatchObject({ code: 'SOURCE_UNSUPPORTED' });
      expect(reached).toEqual([]);
    },
  );

  test('reaches a public name at the addresses that were checked, one after the other', async () => {
    const { connect, reached } = closedWorld();
    const set = sourcesFor({ access: 'remote', network: { resolve, connect }, limits: { retries: 0 } });
    expect(await faultOf(set.open('https://public.test/', openOptions))).toMatchObject({ code: 'SOURCE_UNREACHABLE' });
    expect(reached.map(({ hostname }) => hostname)).toEqual(['93.184.215.14', '2606:4700::1111']);
    expect(reached.map(({ servername }) => servername)).toEqual(['public.test', 'public.test']);
  });

  test('is refused once a name that was public answers with a private address', async () => {
    const answers = [['93.184.215.14'], ['127.0.0.1']];
    const { connect, reached } = closedWorld();
    const rebinding: Resolve = () => Promise.resolve(answers.shift() ?? []);
    const set = sourcesFor({ access: 'remote', network: { resolve: rebinding, connect }, limits: { retries: 3 } });
    expect(await faultOf(set.open('http://rebind.test/', openOptions))).toMatchObject({ code: 'SOURCE_FORBIDDEN' });
    expect(reached.map(({ hostname }) => hostname)).toEqual(['93.184.215.14']);
  });

  test('reads a private host that the config lists, and no other port of it', async () => {
    const server = await serve((_, response) => response.end('listed'));
    const other = await serve((_, response) => response.end('secret'));
    const set = sourcesFor({ access: 'remote', sources: { allow_hosts: [`127.0.0.1:${server.port}`] } });
    expect(await textAt(set, server.url)).toBe('listed');
    expect(await faultOf(set.open(other.url, openOptions))).toMatchObject({ code: 'SOURCE_FORBIDDEN' });
    const confusing = `http://127.0.0.1:${server.port}@127.0.0.1:${other.port}/`;
    expect(await faultOf(set.open(confusing, openOptions))).toMatchObject({ code: 'SOURCE_FORBIDDEN' });
    expect(other.requests).toHaveLength(0);
  });

  test('reads private hosts when the config allows them all', async () => {
    const server = await serve((_, response) => response.end('allowed'));
    const set = sourcesFor({ access: 'remote', sources: { allow_private_addresses: true } });
    expect(await textAt(set, server.url)).toBe('allowed');
  });

  test.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://metadata.test/',
    'http://mixed.test/',
    '//127.0.0.1:1/',
    'http://[::1]/',
  ])('is not taken to %s by a redirect, nor told what lies there', async (location) => {
    const server = await serve((_, response) => response.writeHead(307, { location }).end());
    const reached: string[] = [];
    const connectReally = buildConnector({});
    const connect: buildConnector.connector = (options, callback) => {
      reached.push(`${options.hostname}:${options.port}`);
      if (options.port === String(server.port)) connectReally(options, callback);
      else callback(new Error('closed'), null);
    };
    const sources = { allow_hosts: [`127.0.0.1:${server.port}`] };
    const set = sourcesFor({ access: 'remote', sources, network: { resolve, connect } });
    const fault = await faultOf(set.open(server.url, openOptions));
    expect(fault.code).toBe('SOURCE_FORBIDDEN');
    expect(fault.message).not.toMatch(/169\.254|10\.0\.0|metadata|::1/);
    expect(reached).toEqual([`127.0.0.1:${server.port}`]);
  });
});

describe('the connector', () => {
  const policy = addressPolicy('remote', defaults.sources);
  const target = { protocol: 'http:', port: '', host: 'public.test', hostname: 'public.test' };

  /** The error or the socket it calls back with. */
  function outcomeOf(connect: buildConnector.connector): Promise<unknown> {
    return new Promise((done) => connect(target, (...[error, socket]) => done(error ?? socket)));
  }

  function fakeSocket(remoteAddress: string): { socket: Socket; isDestroyed: () => boolean } {
    let destroyed = false;
    const socket = { remoteAddress, destroy: () => (destroyed = true) } as unknown as Socket;
    return { socket, isDestroyed: () => destroyed };
  }

  test('drops a socket that reached someone private after all', async () => {
    const { socket, isDestroyed } = fakeSocket('10.0.0.7');
    const connect = createConnector(policy, { resolve, connect: (_, callback) => callback(null, socket) });
    const error = await outcomeOf(connect);
    expect(isAlaasError(error, 'SOURCE_FORBIDDEN')).toBe(true);
    expect(String(error)).not.toContain('10.0.0.7');
    expect(isDestroyed()).toBe(true);
  });

  test('gives the socket of the first address that answers', async () => {
    const { socket, isDestroyed } = fakeSocket('2606:4700::1111');
    const reach: buildConnector.connector = (options, callback) => {
      if (options.hostname.includes(':')) callback(null, socket);
      else callback(new Error('no route'), null);
    };
    const connect = createConnector(policy, { resolve, connect: reach });
    const given = await outcomeOf(connect);
    expect(given).toBe(socket);
    expect(isDestroyed()).toBe(false);
  });

  test('looks a name up once for connections that start together', async () => {
    let lookups = 0;
    const counting: Resolve = (hostname) => {
      lookups++;
      return resolve(hostname);
    };
    const { connect: closed, reached } = closedWorld();
    const connect = createConnector(policy, { resolve: counting, connect: closed });
    await Promise.all([1, 2, 3].map(() => outcomeOf(connect)));
    expect(lookups).toBe(1);
    expect(reached).toHaveLength(6);
  });
});
