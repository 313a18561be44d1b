import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../testing/test-app.ts';

let test: TestApp;

beforeEach(async () => {
  test = await createTestApp();
});

afterEach(() => test.app.close());

it('makes the dataset of a sample, once', async () => {
  const [sample] = (await test.call('GET', '/v1/samples')).json;
  expect(sample).toEqual({ id: 'texts', modality: 'text', items: 1000, dataset: 'sample-texts' });

  const { status, json } = await test.call('POST', '/v1/samples/texts');
  expect(status).toBe(200);
  expect(json).toMatchObject({ dataset: 'sample-texts', added: 1000, known: 0 });
  expect([...json.labels].sort()).toEqual(['account', 'delivery', 'refund', 'safety']);
  expect((await test.call('GET', '/v1/datasets/sample-texts')).json.items).toBe(1000);

  expect((await test.call('POST', '/v1/samples/texts')).json).toMatchObject({ added: 0, known: 1000 });
});

it.each([
  ['images', 'image', 500],
  ['audio', 'audio', 300],
  ['series', 'series', 300],
  ['table', 'table', 500],
])('makes the sample %s', async (id, modality, items) => {
  const samples = (await test.call('GET', '/v1/samples')).json;
  expect(samples).toContainEqual({ id, modality, items, dataset: `sample-${id}` });
  const { json } = await test.call('POST', `/v1/samples/${id}`);
  expect(json).toMatchObject({ dataset: `sample-${id}`, added: items });
  expect(json.labels).toHaveLength(4);
});

it('names the sample that was meant', async () => {
  const { status, json } = await test.call('POST', '/v1/samples/text');
  expect([status, json.code, json.detail]).toEqual([
    404,
    'NOT_FOUND',
    'There is no sample "text". Did you mean "texts"?',
  ]);
});
