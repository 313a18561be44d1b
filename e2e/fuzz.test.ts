import { readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { createClient } from '../packages/client/src/index.ts';
import { sampleTexts } from '../packages/zoo/src/index.ts';
import { createFolder } from './cli.fixture.ts';
import { type FuzzRequest, fuzzedRequests, type OpenApi } from './request-fuzz.fixture.ts';
import { startService } from './service.fixture.ts';

/** `REQUESTS=10000` makes it a long test. */
const REQUESTS = Number(process.env.REQUESTS ?? 800);
const SEED = Number(process.env.SEED ?? 1);
/** Requests at once. */
const LANES = 6;
/** No answer in so many milliseconds is a hang, also where other tests take the processor. */
const HANG_MS = 15_000;
/** Resident at most, in KiB. */
const MOST_MEMORY = 1.5 * 2 ** 20;

/** Codes of a 5xx status that say what is wrong outside the service, or that the work is too large for the machine. */
const ofOthers = /^(SOURCE_\w+|NOT_ENOUGH_MEMORY)$/;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

it('answers whatever is asked with success or with a problem of the caller, in time, and lives on', async () => {
  const folder = await createFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const config = join(folder.path, 'alaas.yml');
  writeFileSync(config, 'limits:\n  requests_per_minute: 1000000\n');
  const service = await startService({ folder: folder.path, config }).listening;
  onTestFinished(() => service.kill());
  const { url } = service;
  const { known, ids, authorizations } = await furnish(url);
  const openapi = (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi;
  const requests = fc.sample(fuzzedRequests({ openapi, known, ids, authorizations }), {
    seed: SEED,
    numRuns: REQUESTS,
  });

  const agent = new Agent({ keepAlive: true, maxSockets: LANES });
  onTestFinished(() => agent.destroy());
  const faults: string[] = [];
  const counts = new Map<string, number>();
  let slowest = 0;
  const waiting = requests.entries();
  const lane = async (): Promise<void> => {
    for (const [at, one] of waiting) {
      const started = performance.now();
      const answer = await send(url, agent, one).catch((error: unknown) => String(error));
      slowest = Math.max(slowest, performance.now() - started);
      const fault = faultOf(answer, counts);
      if (fault !== undefined) faults.push(`${fault}\n  request ${at}: ${describeRequest(one)}`);
      if (service.ended !== undefined) throw new Error(`The service ended at request ${at}: ${describeRequest(one)}`);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${service.pid}/status`, 'utf8'))?.[1]);
  console.log(
    `${REQUESTS} requests: ${[...counts].map(([what, count]) => `${what} x ${count}`).join(', ')}; slowest ${slowest.toFixed(0)} ms, at most ${Math.round(peak / 1024)} MiB`,
  );
  expect(faults.slice(0, 20), `${faults.length} faults`).toEqual([]);
  expect(counts.get('2xx')).toBeGreaterThan(REQUESTS / 20);
  expect(peak).toBeLessThan(MOST_MEMORY);

  // it is still of use
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  const project = createClient({ url }).project('real');
  expect((await project.get()).id).toBe('real');
  expect(await project.respond([{ item: 't1', value: 'refund', key: 'last' }])).toMatchObject({ items: [{}] });
}, 1_800_000);

/** A dataset and a project with answers, people, a webhook, and ids of all of them. */
async function furnish(url: string) {
  const client = createClient({ url });
  const texts = [...sampleTexts({ seed: 5, size: 200 })].map(({ text }, i) => ({ id: `t${i}`, text }));
  for (const id of ['texts', 'spare-texts']) {
    await client.datasets.create({ id });
    const { job } = await client.datasets.push(id, { items: texts.slice(0, id === 'texts' ? 200 : 5) });
    await client.jobs.wait(job);
  }
  const labels = ['delivery', 'refund', 'account', 'safety'];
  for (const id of ['real', 'spare']) {
    await client.projects.create({ id, dataset: 'texts', labels: labels.map((name) => ({ name })), overlap: 2 });
  }
  const project = client.project('real');
  while ((await project.next({ n: 5 })).empty?.reason === 'waiting') await wait(50);
  const { leases } = await project.next({ n: 5 });
  await project.respond(texts.slice(20, 60).map(({ id }, i) => ({ item: id, value: labels[i % 4] as string })));
  await project.settled();
  const ann = await project.members.add('Ann');
  const bob = await project.members.add('Bob', 'admin');
  const hook = await project.webhooks.create({ url: 'http://127.0.0.1:1/hook' });
  const items = ['t0', 't1', 't2', 't20', 't21', 't199'];
  const known = {
    item: items,
    items: items.slice(0, 3),
    lease: leases.map(({ id }) => id),
    leases: leases.map(({ id }) => id),
    seen: leases.map(({ id }) => id),
    dataset: ['texts', 'spare-texts'],
    value: [...labels, ['refund'], { choice: 'a' }],
    label: labels,
    member: [ann.id],
    annotator: ['Ann', ann.id],
    model: ['hashed-ngrams'],
    hub: ['none'],
    uri: ['file:///etc/hostname', 'http://127.0.0.1:1/x', 'data:,x', 'relative/path'],
    url: ['http://127.0.0.1:1/hook'],
    input: ['/nowhere/list.jsonl', 'http://127.0.0.1:1/list.csv'],
    strategy: ['margin-confidence', 'random', 'k-center-greedy'],
  };
  const ofProject: Readonly<Record<string, readonly string[]>> = {
    item: items,
    member: [ann.id, 'nobody'],
    webhook: [hook.id, 'none'],
    delivery: ['none', '1'],
    number: ['1', '2', '99'],
    version: ['1', '2', 'latest'],
  };
  const ids = (route: string, name: string): readonly string[] => {
    if (name !== 'id') return ofProject[name] ?? ['x'];
    if (/projects\//.test(route))
      return /^(patch|delete) [^}]*\}$/.test(route) ? ['spare', 'none'] : ['real', 'real', 'real', 'none'];
    if (/datasets\//.test(route))
      return route.startsWith('delete') ? ['spare-texts'] : ['texts', 'spare-texts', 'none'];
    return ['margin-confidence', 'random', 'none'];
  };
  const bearer = (token: string): string => `Bearer ${token}`;
  const authorizations = [...Array<undefined>(12), bearer(ann.token), bearer(bob.token), bearer('wrong'), 'Basic eDp5'];
  return { known, ids, authorizations };
}

function send(url: string, agent: Agent, { method, path, headers, body }: FuzzRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // for some methods Node would send the body without its length, which is the start of another request
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const options = { method, path, headers: { ...headers, ...length }, agent };
    const sent = request(`${url}/`, options, (response) => {
      const { statusCode: status = 0, headers: received } = response;
      const type = String(received['content-type'] ?? '');
      const chunks: Buffer[] = [];
      const end = (): void => resolve({ status, type, text: Buffer.concat(chunks).toString() });
      // events have no end
      if (type.startsWith('text/event-stream')) {
        end();
        sent.destroy();
        return;
      }
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', end);
      response.on('error', reject);
    });
    const timer = setTimeout(() => sent.destroy(new Error(`No answer in ${HANG_MS} ms`)), HANG_MS);
    sent.on('close', () => clearTimeout(timer));
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What is wrong with an answer. */
function faultOf(answer: Answer | string, counts: Map<string, number>): string | undefined {
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  if (typeof answer === 'string') return answer;
  const { status, type, text } = answer;
  if (status < 400) {
    count('2xx');
    return undefined;
  }
  if (text === '' && type.startsWith('application/problem+json')) {
    // HEAD
    count('4xx');
    return status < 500 ? undefined : `${status} to HEAD`;
  }
  if (!type.startsWith('application/problem+json')) return `${status} as ${type}: ${text.slice(0, 200)}`;
  const problem = JSON.parse(text) as { readonly code?: string; readonly status?: number };
  if (problem.status !== status || problem.code === undefined)
    return `${status} with a problem that does not say so: ${text}`;
  if (status < 500) {
    count('4xx');
    return undefined;
  }
  if (ofOthers.test(problem.code)) {
    count(problem.code);
    return undefined;
  }
  return `${status}: ${text.slice(0, 500)}`;
}

function describeRequest({ method, path, headers, body }: FuzzRequest): string {
  return `${method} ${path.slice(0, 300)} ${JSON.stringify(headers).slice(0, 300)} ${(body ?? '').slice(0, 600)}`;
}
