import { afterEach, expect, test } from 'vitest';
import { type Client, createClient } from './client.ts';
import { type Handler, jobOf, json, problem, result, type Service, startService } from './service.fixture.ts';

let service: Service | undefined;

afterEach(async () => {
  await service?.close();
  service = undefined;
});

async function clientOf(handlers: Record<string, Handler>): Promise<Client> {
  service = await startService(handlers);
  return createClient({ url: service.url, pause: async () => undefined });
}

/** Answers one after another, the last one again and again. */
function inTurn(...handlers: [Handler, ...Handler[]]): Handler {
  let turn = 0;
  return (request, response, body) => {
    const handler = handlers[Math.min(turn, handlers.length - 1)] ?? handlers[0];
    turn++;
    handler(request, response, body);
  };
}

test('a query makes a job, follows it and gives its result', async () => {
  let heard: unknown;
  const client = await clientOf({
    'POST /v1/queries': (request, response, body) => {
      heard = { body, prefer: request.headers.prefer };
      json(202, jobOf('queued'))(request, response, body);
    },
    'GET /v1/jobs/job-1': inTurn(
      json(200, jobOf('running', { progress: { stage: 'scan', done: 4, total: 10, failed: 1 } })),
      json(200, jobOf('done', { result })),
    ),
  });
  const stages: string[] = [];
  const request = { input: '/data', budget: 1 };
  const answer = await client.query(request, {
    onProgress: ({ stage, done, failed }) => stages.push(`${stage} ${done} ${failed}`),
  });
  expect(answer).toEqual(result);
  expect(heard).toEqual({ body: request, prefer: undefined });
  expect(stages[0]).toBe('scan 4 1');
});

const chosen = {
  picks: [{ rank: 1, row: 2, utility: 0.5 }],
  summary: { rows: 3, pool: 3, labelled: 0, strategy: 'entropy', seed: 0, seconds: { load: 0, select: 0 } },
};

test('a selection from files is a job that is followed', async () => {
  let heard: unknown;
  const client = await clientOf({
    'POST /v1/select': (request, response, body) => {
      heard = { body, prefer: request.headers.prefer };
      json(202, jobOf('running', { kind: 'selection' }))(request, response, body);
    },
    'GET /v1/jobs/job-1': inTurn(
      json(200, jobOf('running', { kind: 'selection', progress: { stage: 'select', done: 4, total: 9, failed: 0 } })),
      json(200, jobOf('done', { kind: 'selection', selection: chosen })),
    ),
  });
  const request = { strategy: 'entropy', budget: 1, probabilities: '/data/p.npy' };
  const stages: string[] = [];
  const onProgress = ({ stage, done }: { stage: string; done: number }) => stages.push(`${stage} ${done}`);
  expect(await client.select(request, { onProgress })).toEqual(chosen);
  expect(heard).toEqual({ body: request, prefer: 'respond-async' });
  expect(stages[0]).toBe('select 4');
});

test('a selection from numbers in the request is one call, whose result is checked', async () => {
  let prefer: unknown;
  const client = await clientOf({
    'POST /v1/select': (request, response, body) => {
      prefer = request.headers.prefer;
      json(200, chosen)(request, response, body);
    },
  });
  expect(await client.select({ strategy: 'entropy', budget: 1, probabilities: [[1, 0]] })).toEqual(chosen);
  expect(prefer).toBeUndefined();
});

test('a plan is one call that asks for no selection', async () => {
  let heard: unknown;
  const sizes = { rows: 3, labelled: 0, classes: 2, width: 0, members: 0, budget: 1 };
  const needed = { bytes: { signals: 24, strategy: 9 }, free: 1e9, fits: true, seconds: { low: 0, high: 1 } };
  const plan = { strategy: 'entropy', ...sizes, ...needed };
  const client = await clientOf({
    'POST /v1/select': (request, response, body) => {
      heard = { body, prefer: request.headers.prefer };
      json(200, plan)(request, response, body);
    },
  });
  const request = { strategy: 'entropy', budget: 1, probabilities: '/data/p.npy' };
  expect(await client.plan(request)).toEqual(plan);
  expect(heard).toEqual({ body: { ...request, plan: true }, prefer: undefined });
});

test('a short query is answered by its first call when told to wait', async () => {
  let prefer: unknown;
  const client = await clientOf({
    'POST /v1/queries': (request, response, body) => {
      prefer = request.headers.prefer;
      json(200, jobOf('done', { result }))(request, response, body);
    },
  });
  expect(await client.query({ input: '/data' }, { wait: 2.5 })).toEqual(result);
  expect(prefer).toBe('wait=3');
  expect(service?.seen).toEqual(['POST /v1/queries']);
});

test('a query whose job failed throws the error of the job', async () => {
  const error = { code: 'POOL_EXHAUSTED' as const, detail: 'Budget 5 is over the pool of 2.', details: { pool: 2 } };
  const client = await clientOf({
    'POST /v1/queries': json(202, jobOf('queued')),
    'GET /v1/jobs/job-1': json(200, jobOf('failed', { error })),
  });
  await expect(client.query({ input: '/data' })).rejects.toMatchObject({
    code: 'POOL_EXHAUSTED',
    message: error.detail,
    details: { pool: 2 },
  });
});

test('a query that the service refuses throws its problem', async () => {
  const client = await clientOf({
    'POST /v1/queries': problem(404, { code: 'UNKNOWN_STRATEGY', detail: 'Did you mean margin-confidence?' }),
  });
  await expect(client.query({ input: '/data' })).rejects.toMatchObject({ code: 'UNKNOWN_STRATEGY' });
});

test('a query whose job somebody else cancelled throws CANCELLED', async () => {
  const client = await clientOf({
    'POST /v1/queries': json(202, jobOf('queued')),
    'GET /v1/jobs/job-1': json(200, jobOf('cancelled')),
  });
  await expect(client.query({ input: '/data' })).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('an abort cancels the job and throws CANCELLED', async () => {
  const controller = new AbortController();
  const client = await clientOf({
    'POST /v1/queries': json(202, jobOf('queued')),
    'GET /v1/jobs/job-1': json(200, jobOf('running')),
    'DELETE /v1/jobs/job-1': json(200, jobOf('cancelled')),
  });
  await expect(
    client.query({ input: '/data' }, { signal: controller.signal, onProgress: () => controller.abort() }),
  ).rejects.toMatchObject({ code: 'CANCELLED', message: 'The query was cancelled, and with it job job-1.' });
  expect(service?.seen).toContain('DELETE /v1/jobs/job-1');
});

test('an abort while the job is being made still finds the job and cancels it', async () => {
  const controller = new AbortController();
  const client = await clientOf({
    'POST /v1/queries': (request, response, body) => {
      controller.abort();
      json(202, jobOf('queued'))(request, response, body);
    },
    'GET /v1/jobs/job-1': json(200, jobOf('running')),
    'DELETE /v1/jobs/job-1': json(200, jobOf('cancelled')),
  });
  await expect(client.query({ input: '/data' }, { signal: controller.signal })).rejects.toMatchObject({
    code: 'CANCELLED',
  });
  expect(service?.seen).toContain('DELETE /v1/jobs/job-1');
});

test('an abort that the service does not hear says that the job may go on', async () => {
  const controller = new AbortController();
  const client = await clientOf({
    'POST /v1/queries': json(202, jobOf('queued')),
    'GET /v1/jobs/job-1': json(200, jobOf('running')),
    'DELETE /v1/jobs/job-1': (_request, response) => response.destroy(),
  });
  await expect(
    client.query({ input: '/data' }, { signal: controller.signal, onProgress: () => controller.abort() }),
  ).rejects.toMatchObject({ code: 'CANCELLED', message: expect.stringContaining('job job-1 may go on') });
});

test('an aborted signal makes no job', async () => {
  const client = await clientOf({});
  await expect(client.query({ input: '/data' }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'CANCELLED',
  });
  expect(service?.seen).toEqual([]);
});

const strategy = {
  id: 'entropy',
  aliases: ['EntropySampling'],
  title: 'Entropy',
  family: 'uncertainty',
  summary: 'Asks where the classes are most evenly likely.',
  formula: '-sum p ln p',
  reference: 'Shannon 1948',
  cost: 'O(N K)',
  needs: ['probabilities'],
  options: {},
  kind: 'scorer',
};
const { family: _, ...shared } = strategy;
const wrapper = { ...shared, id: 'power', kind: 'reweigher' };
const model = { name: 'tiny', title: 'Tiny', summary: 'Small.', hub: 'zoo', configured: false };
const dataset = { id: 'd/1', model: 'tiny', items: 2, labelled: 0, ready: 1, failed: 0, createdAt: 'now' };
const pushed = { added: 2, known: 0, job: 'job-1' };

test.each<[string, unknown, (client: Client) => Promise<unknown>]>([
  ['GET /v1/strategies', [strategy], (client) => client.strategies.list()],
  ['GET /v1/strategies/entropy', strategy, (client) => client.strategies.get('entropy')],
  ['GET /v1/wrappers', [wrapper], (client) => client.wrappers.list()],
  ['GET /v1/wrappers/power', wrapper, (client) => client.wrappers.get('power')],
  ['GET /v1/models', [model], (client) => client.models.list()],
  ['GET /v1/jobs', [jobOf('done')], (client) => client.jobs.list()],
  ['GET /v1/jobs/a%2Fb', jobOf('done'), (client) => client.jobs.get('a/b')],
  ['DELETE /v1/jobs/a%2Fb', jobOf('cancelled'), (client) => client.jobs.cancel('a/b')],
  ['GET /v1/datasets', [dataset], (client) => client.datasets.list()],
  ['GET /v1/datasets/d%2F1', dataset, (client) => client.datasets.get('d/1')],
  ['POST /v1/datasets', dataset, (client) => client.datasets.create({ id: 'd' })],
  ['POST /v1/datasets/d%2F1/items', pushed, (client) => client.datasets.push('d/1', { items: [{ text: 'x' }] })],
])('%s is called and its answer given', async (call, answer, ask) => {
  const client = await clientOf({ [call]: json(200, answer) });
  expect(await ask(client)).toEqual(answer);
  expect(service?.seen).toEqual([call]);
});

test('deleting a dataset takes an empty answer', async () => {
  const client = await clientOf({
    'DELETE /v1/datasets/d': (_request, response) => {
      response.writeHead(204);
      response.end();
    },
  });
  await client.datasets.delete('d');
  expect(service?.seen).toEqual(['DELETE /v1/datasets/d']);
});

test('health resolves when the service is ready and throws when it is not', async () => {
  const client = await clientOf({
    'GET /readyz': inTurn(json(200, { status: 'ok' }), problem(409, { code: 'STORE_LOCKED', detail: 'locked' })),
  });
  await client.health();
  await expect(client.health()).rejects.toMatchObject({ code: 'STORE_LOCKED' });
});
