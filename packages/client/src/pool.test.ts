import { poolStatuses } from '@alaas/core';
import { afterEach, expect, test } from 'vitest';
import { type Client, createClient } from './client.ts';
import { type Handler, json, type Service, startService } from './service.fixture.ts';

let service: Service | undefined;

afterEach(async () => {
  await service?.close();
  service = undefined;
});

async function poolOf(handlers: Record<string, Handler>): Promise<ReturnType<Client['project']>['pool']> {
  service = await startService(handlers);
  return createClient({ url: service.url, token: 'secret' }).project('a b').pool;
}

const item = {
  item: 'sms/1',
  uri: 'file:///sms/1',
  text: 'hello',
  isWhole: true,
  content: '/v1/projects/a%20b/items/sms%2F1/content',
  status: 'unlabelled' as const,
  signals: { uncertainty: 0.5 },
  isLikelyError: false,
  isTest: false,
  isDuplicate: false,
};

const page = { matches: 2, total: 9, modelVersion: 1, measuredVersion: 1 };

test('the pool is read page by page, with what was asked of it', async () => {
  const asked = '/v1/projects/a%20b/items?sort=uncertainty&likelyError=true&limit=500';
  const [one, two] = [
    { ...item, item: 'one' },
    { ...item, item: 'two' },
  ];
  const pool = await poolOf({
    [`GET ${asked}`]: json(200, { ...page, items: [one], next: '0.5~3' }),
    [`GET ${asked}&after=0.5%7E3`]: json(200, { ...page, items: [two] }),
    'GET /v1/projects/a%20b/items?q=x+y': json(200, { ...page, items: [] }),
  });
  const found: string[] = [];
  for await (const shown of pool.items({ sort: 'uncertainty', likelyError: true })) found.push(shown.item);
  expect(found).toEqual(['one', 'two']);
  expect((await pool.page({ q: 'x y' })).matches).toBe(2);
});

/** Little-endian, by hand: 1 is 0x3f800000, -0.5 is 0xbf000000. */
const floats = Buffer.from([0, 0, 0x80, 0x3f, 0, 0, 0, 0xbf]).toString('base64');

test('the columns of the map are arrays', async () => {
  const map = {
    layout: { id: 'l', kind: 'pca', progress: 0.25 },
    points: 2,
    total: 2,
    contents: 2,
    modelVersion: 1,
    values: ['spam', 'ham'],
    label: Buffer.from([1, 0, 0xff, 0xff]).toString('base64'),
    predicted: Buffer.from([0, 0, 1, 0]).toString('base64'),
    uncertainty: floats,
    round: Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 1, 0, 0]).toString('base64'),
    status: Buffer.from([3, 0]).toString('base64'),
  };
  const pool = await poolOf({
    'GET /v1/projects/a%20b/map': json(200, { ...map, items: ['one', 'two'], x: floats, y: floats }),
    'GET /v1/projects/a%20b/map?have=l': json(200, map),
  });
  const whole = await pool.map();
  expect(whole.items).toEqual(['one', 'two']);
  expect(whole.x).toEqual(Float32Array.of(1, -0.5));
  expect(whole.label).toEqual(Int16Array.of(1, -1));
  expect(whole.predicted).toEqual(Int16Array.of(0, 1));
  expect(whole.round).toEqual(Int32Array.of(-1, 256));
  expect(Array.from(whole.status, (place) => poolStatuses[place])).toEqual(['excluded', 'unlabelled']);
  const again = await pool.map({ have: 'l' });
  expect([again.items, again.x, again.y]).toEqual([undefined, undefined, undefined]);
  expect(again.uncertainty).toEqual(Float32Array.of(1, -0.5));
});

test('neighbours are asked for by item', async () => {
  const { uri, text, content } = item;
  const neighbour = { item: item.item, uri, text, content, similarity: 0.75, distance: 0.25, label: 'ham' };
  const pool = await poolOf({
    'GET /v1/projects/a%20b/items/sms%2F1/neighbours?n=3&labelled=true': json(200, { neighbours: [neighbour] }),
  });
  expect(await pool.neighbours('sms/1', { n: 3, labelled: true })).toEqual([neighbour]);
});

test('many items are excluded, put back, labelled and unlabelled in one call', async () => {
  const bodies: unknown[] = [];
  const result = { changed: 1, known: 0, failed: [{ item: 'b', code: 'NOT_FOUND', detail: 'no such item' }] };
  const answer: Handler = (request, response, body) => {
    bodies.push(body);
    json(200, result)(request, response, body);
  };
  const pool = await poolOf({
    'POST /v1/projects/a%20b/exclusions': answer,
    'POST /v1/projects/a%20b/labels': answer,
  });
  expect(await pool.exclude(['a', 'b'])).toEqual(result);
  await pool.exclude(['a'], false);
  await pool.label(['a', 'b'], 'spam');
  await pool.unlabel(['a']);
  expect(bodies).toEqual([
    { items: ['a', 'b'], isExcluded: true },
    { items: ['a'], isExcluded: false },
    { items: ['a', 'b'], value: 'spam' },
    { items: ['a'], value: null },
  ]);
});
