import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlaasError, type Job, parseConfig, type QueryResult } from '@alaas/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from './start-server.ts';

let folder: string;
let server: RunningServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'alaas-whole-'));
  server = await startServer({ config: parseConfig('', 'defaults'), folder, port: 0, log: 'silent' });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

async function call(method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }> {
  const response = await fetch(server.url + path, {
    method,
    headers: { prefer: 'wait=60', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: text === '' ? undefined : JSON.parse(text) };
}

/** Half clearly of one kind, half of the other, and one between them. */
const texts = [
  { id: 'spam', text: 'win cash prize now win cash prize now', label: 'spam' },
  { id: 'ham', text: 'see you at the meeting tomorrow morning', label: 'ham' },
  { id: 'like-spam', text: 'win cash prize now win cash prize today' },
  { id: 'like-ham', text: 'see you at the meeting tomorrow evening' },
  { id: 'between', text: 'win cash prize now see you at the meeting' },
];

function resultOf({ json }: { json: unknown }): QueryResult {
  const job = json as Job;
  if (job.result === undefined) throw new Error(`no result: ${JSON.stringify(job)}`);
  return job.result;
}

describe('the service with its engine', () => {
  it('asks for the text between two labelled kinds first', async () => {
    const answer = await call('POST', '/v1/queries', { items: texts, budget: 3, strategy: 'margin-confidence' });
    expect(answer.status).toBe(200);
    const { picks, summary } = resultOf(answer);
    expect(picks[0]).toMatchObject({ rank: 1, id: 'between', strategy: 'margin-confidence', model: 'hashed-ngrams' });
    expect(picks.map(({ id }) => id).toSorted()).toEqual(['between', 'like-ham', 'like-spam']);
    expect(summary).toMatchObject({ items: 5, labelled: 2, pool: 3, inferred: 5, failed: 0 });
    const again = resultOf(await call('POST', '/v1/queries', { items: texts, budget: 3 }));
    expect(again.summary.inferred).toBe(0);
    expect(again.picks).toEqual(picks);
  });

  it('scans a pushed dataset in the background, so that a query finds it ready', async () => {
    await call('POST', '/v1/datasets', { id: 'notes' });
    const items = texts.map(({ text, ...rest }) => ({ ...rest, text: `note: ${text}` }));
    const { json } = await call('POST', '/v1/datasets/notes/items', { items });
    const { job } = json as { job: string };
    expect((await call('GET', `/v1/jobs/${job}`)).json).toMatchObject({ kind: 'scan', state: 'done' });
    expect((await call('GET', '/v1/datasets/notes')).json).toMatchObject({
      model: 'hashed-ngrams',
      items: 5,
      ready: 5,
      labelled: 2,
    });
    const { summary } = resultOf(await call('POST', '/v1/queries', { dataset: 'notes', budget: 1 }));
    expect(summary.inferred).toBe(0);
  });

  it('answers ALaaS 2022’s call', async () => {
    const data = Array.from({ length: 5 }, (_, n) => ({ text: `text number ${n}` }));
    // without labels or class probabilities the seed set is random
    const { status, json } = await call('POST', '/post', { data, parameters: { budget: 5 } });
    const seedSet = (json as { data: { scores: object }[] }).data;
    expect({ status, strategies: seedSet.map(({ scores }) => Object.keys(scores)) }).toEqual({
      status: 200,
      strategies: data.map(() => ['random']),
    });
    const margin = await call('POST', '/v1/queries', { items: data, budget: 1, strategy: 'MarginConfidence' });
    expect(margin.json).toMatchObject({ state: 'failed', error: { code: 'STRATEGY_NEEDS' } });
    const random = await startOther('active_learning: { strategy: { type: RandomSampling } }');
    const response = await fetch(`${random.url}/post`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ data, parameters: { budget: 2 }, execEndpoint: '/query' }),
    });
    const answer = (await response.json()) as { data: { text: string }[] };
    await random.close();
    expect(answer.data).toHaveLength(2);
    expect(data.map(({ text }) => text)).toEqual(expect.arrayContaining(answer.data.map(({ text }) => text)));
  });

  it('tells a budget beyond the pool, and keeps other items of a failing one', async () => {
    const over = (await call('POST', '/v1/queries', { items: texts, budget: 4 })).json as Job;
    expect(over).toMatchObject({ state: 'failed', error: { code: 'POOL_EXHAUSTED' } });
    const missing = { id: 'gone', uri: `file:${join(folder, 'gone.txt')}` };
    const { errors, picks } = resultOf(await call('POST', '/v1/queries', { items: [...texts, missing], budget: 1 }));
    expect(errors).toMatchObject([{ id: 'gone', code: 'SOURCE_NOT_FOUND' }]);
    expect(picks).toHaveLength(1);
  });

  it('selects from the caller’s own signals, and stops when the caller goes away', async () => {
    const probabilities = [
      [0.9, 0.1],
      [0.5, 0.5],
      [0.75, 0.25],
    ];
    const body = { strategy: 'MarginConfidence', budget: 2, probabilities };
    const { status, json } = await call('POST', '/v1/select', body);
    expect({ status, json }).toMatchObject({
      status: 200,
      json: {
        picks: [
          { rank: 1, row: 1, utility: 1 },
          { rank: 2, row: 2, utility: 0.5 },
        ],
      },
    });
    const controller = new AbortController();
    const embeddings = Array.from({ length: 20_000 }, (_, i) => [Math.sin(i), Math.cos(i * i), Math.sin(i * 7.7)]);
    const abandoned = fetch(`${server.url}/v1/select`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ strategy: 'k-center-greedy', budget: 20_000, embeddings }),
      signal: controller.signal,
    });
    controller.abort();
    await expect(abandoned).rejects.toThrow();
    expect((await call('POST', '/v1/select', body)).status).toBe(200);
  });

  it('leaves its store to no second service', async () => {
    await expect(
      startServer({ config: parseConfig('', 'defaults'), folder, port: 0, log: 'silent' }),
    ).rejects.toSatisfy((error) => isAlaasError(error, 'STORE_LOCKED'));
    expect((await call('GET', '/readyz')).status).toBe(200);
  });
});

function startOther(yaml: string): Promise<RunningServer> {
  const config = parseConfig(`${yaml}\nstorage: ./other`, 'other.yml');
  return startServer({ config, folder, port: 0, log: 'silent' });
}
