import type { Lease, Next, Project, ProjectMetrics, ProjectResponse } from '@alaas/core';
import { afterEach, expect, test } from 'vitest';
import { type Client, createClient } from './client.ts';
import type { Pause } from './pause.ts';
import { type Handler, json, problem, type Service, startService } from './service.fixture.ts';

let service: Service | undefined;

afterEach(async () => {
  await service?.close();
  service = undefined;
});

async function clientOf(handlers: Record<string, Handler>, pause: Pause = async () => undefined): Promise<Client> {
  service = await startService(handlers);
  return createClient({ url: service.url, token: 'secret', pause });
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

const empty: Handler = (_request, response) => {
  response.writeHead(204);
  response.end();
};

const at = '2024-01-01T00:00:00.000Z';
const settings = {
  task: 'single-label' as const,
  dataset: 'sms',
  seed: 0,
  name: 'Spam',
  labels: [
    { name: 'spam', description: '' },
    { name: 'ham', description: '' },
  ],
  guidelines: '',
  strategy: 'auto',
  learner: 'softmax-regression',
  batch: 10,
  controlShare: 0.15,
  testShare: 0.2,
  overlap: 1,
  relabel: true,
  goldShare: 0.05,
  hideShare: 0.1,
  showSuggestions: true,
  isBlind: true,
  stopping: null,
  target: null,
  quota: null,
  keys: {},
};
const project: Project = { id: 'spam', version: 3, createdAt: at, ...settings };
const version = { version: 3, by: 'owner', at, settings };
const reason = { arm: 'strategy' as const, strategy: 'margin-confidence', utility: 0.5, round: 1, modelVersion: 1 };
const lease: Lease = {
  id: 'l1',
  item: 'sms/1',
  uri: 'file:///sms/1',
  text: 'hello',
  content: '/v1/projects/a%20b/items/sms%2F1/content',
  expiresAt: at,
  reason,
};
const next: Next = { leases: [lease], mine: 0, completed: 0 };
const response: ProjectResponse = {
  id: 'r1',
  item: 'sms/1',
  annotator: 'owner',
  status: 'submitted',
  value: 'spam',
  origin: 'manual',
  reason,
  isExtra: false,
  createdAt: at,
};
const record = {
  item: 'sms/1',
  uri: 'file:///sms/1',
  content: lease.content,
  status: 'completed' as const,
  isTest: false,
  answer: 'spam',
  responses: [response],
  reason,
  createdAt: at,
};
const metricsOf = (training: Partial<ProjectMetrics['training']>): ProjectMetrics => ({
  training: {
    modelVersion: 1,
    labels: 4,
    behind: 0,
    isTraining: false,
    isMeasuring: false,
    error: null,
    refreshMs: null,
    ...training,
  },
  pool: { items: 9, ready: 9, completed: 4, inProgress: 0, responses: 4, byArm: { strategy: 3, control: 1 } },
  classBalance: [{ label: 'spam', responses: 4, share: 1 }],
  evaluation: null,
  curve: [],
  saved: null,
  forecast: null,
  stop: { isAdvised: false, reasons: [], parts: [] },
});
const round = {
  number: 2,
  at,
  pool: { items: 9, digest: 'ab' },
  sequence: 4,
  model: { name: 'hashed-ngrams', digest: 'cd' },
  modelVersion: 1,
  learner: { type: 'softmax-regression', options: {} },
  strategy: 'margin-confidence',
  version: 3,
  seed: 7,
  items: [{ item: 'sms/1', arm: 'strategy' as const, utility: 0.5 }],
};
const replay = { round, items: round.items, isSame: true, differences: [], changes: [] };
const model = {
  version: 2,
  at,
  learner: 'softmax-regression',
  labels: 4,
  accuracy: null,
  macroF1: null,
  isServing: true,
  isPinned: false,
  isKept: true,
};
const predictions = { modelVersion: 2, items: [{ value: 'spam', score: 0.9, probabilities: { spam: 0.9, ham: 0.1 } }] };
const member = { id: 'm/1', name: 'Ada', role: 'annotator' as const, createdAt: at, responses: 0 };
const quality = {
  records: 0,
  observedAgreement: null,
  cohenKappa: [],
  fleissKappa: null,
  krippendorffAlpha: null,
  annotators: [],
  acceptance: { shown: null, hidden: null, difference: null, shownAnswers: 0, hiddenAnswers: 0 },
};
const dispute = { item: 'sms/1', uri: 'file:///sms/1', why: 'flagged' as const, utility: 0.5, answers: [] };
const entry = { number: 1, at, by: 'owner', action: 'member.added', subject: 'm/1' };
const hook = {
  id: 'h/1',
  url: 'https://example.org/',
  events: ['model.updated' as const],
  isActive: true,
  createdAt: at,
};
const delivery = { id: 'd/1', type: 'model.updated' as const, state: 'waiting' as const, attempts: 1, createdAt: at };
const outcome = { items: [{ response, isRepeated: false }] };
const imported = { rows: 2, items: 0, responses: 1, known: 0, failed: 1, errors: [] };

const listed = { ...project, standing: { items: 9, completed: 2, answers: 3, activeAt: at, accuracy: null } };

const P = '/v1/projects/a%20b';

test.each<[string, unknown, (client: Client) => Promise<unknown>, unknown]>([
  ['POST /v1/projects', project, (client) => client.projects.create({ dataset: 'sms' }), { dataset: 'sms' }],
  ['GET /v1/projects', [project], (client) => client.projects.list(), undefined],
  ['GET /v1/projects?standing=true', [listed], (client) => client.projects.list({ standing: true }), undefined],
  [`GET ${P}`, project, (client) => client.project('a b').get(), undefined],
  [`PATCH ${P}`, project, (client) => client.project('a b').update({ batch: 5 }), { batch: 5 }],
  [`GET ${P}/versions`, [version], (client) => client.project('a b').versions(), undefined],
  [`GET ${P}/next`, next, (client) => client.project('a b').next(), undefined],
  [`GET ${P}/next?n=3&anyway=true`, next, (client) => client.project('a b').next({ n: 3, anyway: true }), undefined],
  [
    `POST ${P}/responses`,
    outcome,
    (client) => client.project('a b').respond([{ item: 'sms/1', value: 'spam' }]),
    { items: [{ item: 'sms/1', value: 'spam' }] },
  ],
  [`GET ${P}/records/sms%2F1`, record, (client) => client.project('a b').record('sms/1'), undefined],
  [`GET ${P}/metrics`, metricsOf({}), (client) => client.project('a b').metrics(), undefined],
  [`GET ${P}/rounds`, [round], (client) => client.project('a b').rounds(), undefined],
  [`GET ${P}/rounds/2`, round, (client) => client.project('a b').round(2), undefined],
  [`POST ${P}/rounds/2/replay`, replay, (client) => client.project('a b').replay(2), undefined],
  [`GET ${P}/models`, [model], (client) => client.project('a b').models(), undefined],
  [`GET ${P}/models?limit=7`, [model], (client) => client.project('a b').models({ limit: 7 }), undefined],
  [`POST ${P}/models/latest/serve`, [model], (client) => client.project('a b').serve('latest'), undefined],
  [
    `POST ${P}/predict`,
    predictions,
    (client) => client.project('a b').predict([{ text: 'you won' }]),
    { items: [{ text: 'you won' }] },
  ],
  [`GET ${P}/members`, [member], (client) => client.project('a b').members.list(), undefined],
  [
    `POST ${P}/members`,
    { ...member, token: 't' },
    (client) => client.project('a b').members.add('Ada'),
    { name: 'Ada', role: 'annotator' },
  ],
  [
    `PATCH ${P}/members/m%2F1`,
    member,
    (client) => client.project('a b').members.setRole('m/1', 'reviewer'),
    { role: 'reviewer' },
  ],
  [
    `POST ${P}/members/m%2F1/token`,
    { ...member, token: 't' },
    (client) => client.project('a b').members.renewToken('m/1'),
    undefined,
  ],
  [`GET ${P}/quality`, quality, (client) => client.project('a b').quality(), undefined],
  [`GET ${P}/disputes`, [dispute], (client) => client.project('a b').disputes(), undefined],
  [`GET ${P}/disputes?limit=7`, [dispute], (client) => client.project('a b').disputes({ limit: 7 }), undefined],
  [`GET ${P}/audit?limit=5`, [entry], (client) => client.project('a b').audit({ limit: 5 }), undefined],
  [`GET ${P}/webhooks`, [hook], (client) => client.project('a b').webhooks.list(), undefined],
  [
    `POST ${P}/webhooks`,
    { ...hook, secret: 's' },
    (client) => client.project('a b').webhooks.create({ url: 'https://example.org/' }),
    { url: 'https://example.org/' },
  ],
  [
    `PATCH ${P}/webhooks/h%2F1`,
    hook,
    (client) => client.project('a b').webhooks.setActive('h/1', false),
    { isActive: false },
  ],
  [
    `GET ${P}/webhooks/h%2F1/deliveries`,
    [delivery],
    (client) => client.project('a b').webhooks.deliveries('h/1'),
    undefined,
  ],
  [
    `POST ${P}/webhooks/h%2F1/deliveries/d%2F1/retry`,
    delivery,
    (client) => client.project('a b').webhooks.redeliver('h/1', 'd/1'),
    undefined,
  ],
])('%s is called and its answer given', async (call, answer, ask, sent) => {
  let heard: unknown;
  const client = await clientOf({
    [call]: (request, reply, body) => {
      heard = { body, token: request.headers.authorization };
      json(200, answer)(request, reply, body);
    },
  });
  expect(await ask(client)).toEqual(answer);
  expect(service?.seen).toEqual([call]);
  expect(heard).toEqual({ body: sent, token: 'Bearer secret' });
});

test.each<[string, (client: Client) => Promise<void>, unknown]>([
  [`DELETE ${P}`, (client) => client.project('a b').delete(), undefined],
  [`POST ${P}/leases/return`, (client) => client.project('a b').giveBack(['l1']), { leases: ['l1'] }],
  [`DELETE ${P}/members/m%2F1`, (client) => client.project('a b').members.remove('m/1'), undefined],
  [
    `POST ${P}/verdicts`,
    (client) => client.project('a b').adjudicate('sms/1', 'ham', { note: 'a bill' }),
    { item: 'sms/1', value: 'ham', note: 'a bill' },
  ],
  [
    `POST ${P}/gold`,
    (client) => client.project('a b').setGold([{ item: 'sms/1', value: 'ham' }]),
    { items: [{ item: 'sms/1', value: 'ham' }] },
  ],
  [`DELETE ${P}/gold/sms%2F1`, (client) => client.project('a b').removeGold('sms/1'), undefined],
  [`DELETE ${P}/webhooks/h%2F1`, (client) => client.project('a b').webhooks.delete('h/1'), undefined],
])('%s takes an empty answer', async (call, ask, sent) => {
  let heard: unknown = 'nothing';
  const client = await clientOf({
    [call]: (request, reply, body) => {
      heard = body;
      empty(request, reply, body);
    },
  });
  await ask(client);
  expect(heard).toEqual(sent);
});

test('a change of a project that has moved on is refused by its version', async () => {
  let version: unknown;
  const client = await clientOf({
    [`PATCH ${P}`]: (request, reply, body) => {
      version = request.headers['if-match'];
      problem(409, { code: 'CONFLICT', detail: 'The project is at version 4.' })(request, reply, body);
    },
  });
  await expect(client.project('a b').update({ batch: 5 }, { version: 3 })).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(version).toBe('"3"');
});

test('a heartbeat gives the leases that are held still', async () => {
  let heard: unknown;
  const client = await clientOf({
    [`POST ${P}/leases/heartbeat`]: (request, reply, body) => {
      heard = body;
      json(200, { held: [{ id: 'l2', expiresAt: at }] })(request, reply, body);
    },
  });
  expect(await client.project('a b').heartbeat(['l1', 'l2'], { seen: ['l1'] })).toEqual(['l2']);
  expect(heard).toEqual({ leases: ['l1', 'l2'], seen: ['l1'] });
});

test('undo and redo give what was taken back or entered again', async () => {
  const client = await clientOf({
    [`POST ${P}/undo`]: json(200, { responses: [response] }),
    [`POST ${P}/redo`]: json(200, { responses: [] }),
  });
  expect(await client.project('a b').undo()).toEqual([response]);
  expect(await client.project('a b').redo({ n: 2 })).toEqual([]);
});

test('batches wait while the queue has nothing yet, and end with the reason when it is done', async () => {
  const waits: number[] = [];
  const emptyFor = (reason: string) =>
    json(200, { leases: [], mine: 0, completed: 0, empty: { reason, detail: reason } });
  const client = await clientOf(
    {
      [`GET ${P}/next?n=2`]: inTurn(
        emptyFor('waiting'),
        json(200, next),
        emptyFor('held'),
        json(200, next),
        emptyFor('stop'),
      ),
    },
    async (ms) => void waits.push(ms),
  );
  const batches = client.project('a b').batches({ n: 2 });
  const seen: string[][] = [];
  let step = await batches.next();
  for (; !step.done; step = await batches.next()) seen.push(step.value.map(({ id }) => id));
  expect(seen).toEqual([['l1'], ['l1']]);
  expect(step.value).toEqual({ reason: 'stop', detail: 'stop' });
  expect(waits.length).toBe(2);
});

test('batches that wait end with CANCELLED when the signal aborts', async () => {
  const controller = new AbortController();
  const waiting = { leases: [], mine: 0, completed: 0, empty: { reason: 'waiting', detail: 'soon' } };
  const client = await clientOf({ [`GET ${P}/next`]: json(200, waiting) }, async () => controller.abort());
  const { signal } = controller;
  await expect(client.project('a b').batches({ signal }).next()).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('settled waits for the measurement where it is asked to', async () => {
  const client = await clientOf({
    [`GET ${P}/metrics`]: inTurn(json(200, metricsOf({ isMeasuring: true })), json(200, metricsOf({ labels: 6 }))),
  });
  expect((await client.project('a b').settled()).training.labels).toBe(4);
  expect((await client.project('a b').settled({ measured: true })).training.labels).toBe(6);
});

test.each([
  ['the head is behind', { behind: 2 }],
  ['a head is being trained', { isTraining: true }],
])('settled looks again while %s', async (_, training) => {
  const client = await clientOf({
    [`GET ${P}/metrics`]: inTurn(json(200, metricsOf(training)), json(200, metricsOf({ labels: 6 }))),
  });
  expect((await client.project('a b').settled()).training.labels).toBe(6);
  expect(service?.seen.length).toBe(2);
});

test('settled does not wait for a training that failed', async () => {
  const error = { code: 'INTERNAL', detail: 'no memory' };
  const client = await clientOf({ [`GET ${P}/metrics`]: json(200, metricsOf({ behind: 3, error })) });
  expect((await client.project('a b').settled()).training.error).toEqual(error);
});

test('settled throws CANCELLED when the signal aborts', async () => {
  const controller = new AbortController();
  const client = await clientOf({ [`GET ${P}/metrics`]: json(200, metricsOf({ behind: 3 })) }, async () =>
    controller.abort(),
  );
  await expect(client.project('a b').settled({ signal: controller.signal })).rejects.toMatchObject({
    code: 'CANCELLED',
  });
});

test('records and history go on to the last page, past an empty one', async () => {
  const client = await clientOf({
    [`GET ${P}/records?status=completed&limit=500`]: json(200, { records: [record], next: '5' }),
    [`GET ${P}/records?status=completed&after=5&limit=500`]: json(200, { records: [], next: '9' }),
    [`GET ${P}/records?status=completed&after=9&limit=500`]: json(200, { records: [{ ...record, item: 'sms/2' }] }),
    [`GET ${P}/history?limit=500`]: json(200, { responses: [response], next: '7' }),
    [`GET ${P}/history?before=7&limit=500`]: json(200, { responses: [{ ...response, id: 'r0' }] }),
  });
  const items: string[] = [];
  for await (const { item } of client.project('a b').records({ status: 'completed' })) items.push(item);
  expect(items).toEqual(['sms/1', 'sms/2']);
  const ids: string[] = [];
  for await (const { id } of client.project('a b').history()) ids.push(id);
  expect(ids).toEqual(['r1', 'r0']);
});

test('an export is a stream of bytes as they come', async () => {
  const client = await clientOf({
    [`GET ${P}/export?format=csv&include=all`]: (_request, reply) => {
      reply.writeHead(200, { 'content-type': 'text/csv' });
      reply.write('id,label\n');
      reply.end('1,spam\n');
    },
  });
  const stream = await client.project('a b').export('csv', { include: 'all' });
  expect(await new Response(stream).text()).toBe('id,label\n1,spam\n');
});

test('an ONNX file comes as its bytes, with its name, and says whether the model is in it', async () => {
  const client = await clientOf({
    [`GET ${P}/model.onnx?joined=true`]: (_request, reply) => {
      reply.writeHead(200, {
        'content-type': 'application/octet-stream',
        'content-disposition': 'attachment; filename="a b-7.onnx"',
        'alaas-joined': 'true',
      });
      reply.end(Buffer.from([8, 0, 255]));
    },
  });
  const { bytes, ...about } = await client.project('a b').onnx({ joined: true });
  expect({ bytes: [...bytes], ...about }).toEqual({ bytes: [8, 0, 255], name: 'a b-7.onnx', isJoined: true });
});

test.each<[string, () => string | ReadableStream<Uint8Array>]>([
  ['a text', () => 'id,label\n1,spam\n'],
  ['a stream', () => new Blob(['id,label\n', '1,spam\n']).stream()],
])('an import sends %s as it is', async (_, content) => {
  let heard: unknown;
  const client = await clientOf({
    [`POST ${P}/import?format=csv&annotator=Ada&addItems=false`]: (request, reply, body) => {
      heard = { body, type: request.headers['content-type'] };
      json(200, imported)(request, reply, body);
    },
  });
  const options = { annotator: 'Ada', addItems: false };
  expect(await client.project('a b').import('csv', content(), options)).toEqual(imported);
  expect(heard).toEqual({ body: 'id,label\n1,spam\n', type: 'application/octet-stream' });
});
