import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Next, type ProjectMetrics, parseConfig, type Replay } from '@alaas/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from './start-server.ts';

let folder: string;
let server: RunningServer;

const start = (): Promise<RunningServer> =>
  startServer({ config: parseConfig('', 'defaults'), folder, port: 0, log: 'silent' });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'alaas-loop-'));
  server = await start();
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${server.url}/v1${path}`, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return JSON.parse(text) as T;
}

const words = {
  spam: ['win', 'cash', 'prize', 'claim', 'free', 'urgent', 'call', 'now', 'reward', 'selected'],
  ham: ['lunch', 'meeting', 'tomorrow', 'home', 'late', 'thanks', 'mum', 'dinner', 'train', 'see'],
};

/** Five words of the text's kind and one of the other; the same text for the same number. */
function textOf(n: number): string {
  const [own, other] = n % 3 === 0 ? [words.spam, words.ham] : [words.ham, words.spam];
  const chosen = [7, 3, 11, 5, 13].map((step, i) => own[(n * step + i) % own.length]);
  return [...chosen, other[n % other.length], `number${n}`].join(' ');
}

function truth(item: string): string {
  return Number(item.slice(1)) % 3 === 0 ? 'spam' : 'ham';
}

async function label(
  count: number,
  project = 'mail',
  answerTo: (item: string, text: string) => unknown = truth,
): Promise<void> {
  for (let given = 0; given < count; ) {
    const n = Math.min(5, count - given);
    const { leases, empty } = await call<Next>('GET', `/projects/${project}/next?n=${n}&anyway=true`);
    if (leases.length === 0 && empty?.reason !== 'waiting') return;
    // the pool is read and its first round chosen in threads that want their share of the machine
    if (leases.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    const items = leases.map(({ item, id, text = '' }) => ({ item, lease: id, value: answerTo(item, text) }));
    if (items.length > 0) await call('POST', `/projects/${project}/responses`, { items });
    given += items.length;
  }
}

/** Metrics once everything that was answered is learnt and measured. */
async function settled(labels: number, project = 'mail'): Promise<ProjectMetrics> {
  let metrics: ProjectMetrics | undefined;
  await expect
    .poll(
      async () => {
        metrics = await call<ProjectMetrics>('GET', `/projects/${project}/metrics`);
        const { training, curve } = metrics;
        return { behind: training.behind, isTraining: training.isTraining, labels: curve.at(-1)?.labels };
      },
      { timeout: 50_000, interval: 100 },
    )
    .toEqual({ behind: 0, isTraining: false, labels });
  return metrics as ProjectMetrics;
}

describe('a project with its engine', { timeout: 60_000 }, () => {
  it('learns while it is labelled, and says honestly how well', async () => {
    await call('POST', '/datasets', { id: 'mail' });
    const items = Array.from({ length: 300 }, (_, n) => ({ id: `t${n}`, text: textOf(n) }));
    await call('POST', '/datasets/mail/items', { items });
    const labels = [{ name: 'spam' }, { name: 'ham' }];
    await call('POST', '/projects', {
      id: 'mail',
      name: 'Mail',
      dataset: 'mail',
      labels,
      controlShare: 0.4,
      goldShare: 0,
    });
    await label(60);
    const metrics = await settled(60);
    expect(metrics.training).toMatchObject({ error: null });
    expect(metrics.training.modelVersion).toBeGreaterThan(1);
    expect(metrics.pool).toMatchObject({ items: 300, ready: 300, completed: 60, responses: 60 });
    // a share of 0.4, to within what a lease in hand can shift
    const { control = 0 } = metrics.pool.byArm;
    expect(Math.abs(control - 24)).toBeLessThanOrEqual(3);
    expect(metrics.evaluation?.items).toBeGreaterThanOrEqual(control);
    expect(metrics.evaluation?.accuracy?.value).toBeGreaterThan(0.8);
    expect(metrics.training.refreshMs?.median).toBeGreaterThan(0);
  });

  it('repeats its rounds exactly', async () => {
    const rounds = await call<{ number: number; modelVersion: number }[]>('GET', '/projects/mail/rounds?limit=100');
    const chosen = rounds.filter(({ modelVersion }) => modelVersion > 0);
    expect(chosen.length).toBeGreaterThan(2);
    for (const { number } of [chosen[0], chosen[1], rounds.at(-1)] as { number: number }[]) {
      const replay = await call<Replay>('POST', `/projects/mail/rounds/${number}/replay`);
      expect({ number, differences: replay.differences, isSame: replay.isSame }).toEqual({
        number,
        differences: [],
        isSame: true,
      });
    }
  });

  it('predicts texts that it has never seen, and gives its head away', async () => {
    const asked = [{ text: 'urgent claim your free cash prize now' }, { text: 'late train home dinner tomorrow' }];
    const { items } = await call<{ items: { value: string }[] }>('POST', '/projects/mail/predict', { items: asked });
    expect(items.map(({ value }) => value)).toEqual(['spam', 'ham']);
    const file = await fetch(`${server.url}/v1/projects/mail/model.onnx`);
    expect(file.headers.get('content-type')).toBe('application/octet-stream');
    expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(2 * 768 * 4);
  });

  it('un-trains what is undone', async () => {
    const before = await call<ProjectMetrics>('GET', '/projects/mail/metrics');
    await call('POST', '/projects/mail/undo', { n: 5 });
    await expect
      .poll(async () => (await call<ProjectMetrics>('GET', '/projects/mail/metrics')).training.behind, {
        timeout: 30_000,
      })
      .toBe(0);
    const after = await call<ProjectMetrics>('GET', '/projects/mail/metrics');
    expect(after.pool.responses).toBe(55);
    expect(after.training.modelVersion).toBeGreaterThan(before.training.modelVersion);
    expect(after.training.labels).toBeLessThan(before.training.labels);
  });

  it('goes on after a restart with the head and the numbers it had', async () => {
    await settled(55);
    const before = await call<ProjectMetrics>('GET', '/projects/mail/metrics');
    await server.close();
    server = await start();
    await expect
      .poll(async () => (await call<Next>('GET', '/projects/mail/next?n=1&anyway=true')).leases.length, {
        timeout: 30_000,
      })
      .toBe(1);
    const after = await settled(55);
    expect(after.training.modelVersion).toBe(before.training.modelVersion);
    expect(after.evaluation).toEqual(before.evaluation);
    expect(after.curve.map(({ accuracy }) => accuracy)).toEqual(before.curve.map(({ accuracy }) => accuracy));
  });

  it('takes in items that are pushed later', async () => {
    const items = Array.from({ length: 20 }, (_, n) => ({ id: `t${1000 + n}`, text: textOf(1000 + n) }));
    await call('POST', '/datasets/mail/items', { items });
    await expect
      .poll(
        async () => {
          const { items: said } = await call<{ items: { value?: string }[] }>('POST', '/projects/mail/predict', {
            items: [{ item: 't1002' }],
          });
          return said[0]?.value;
        },
        { timeout: 30_000 },
      )
      .toBe(truth('t1002'));
  });

  it('learns sets of labels, each label by itself', async () => {
    const labels = [{ name: 'spam' }, { name: 'money' }];
    const task = 'multi-label';
    const settings = { controlShare: 0.5, goldShare: 0 };
    await call('POST', '/projects', { id: 'sets', name: 'Sets', dataset: 'mail', task, labels, ...settings });
    const isMoney = (text: string): boolean => /cash|prize|reward/.test(text);
    await label(40, 'sets', (item, text) => [
      ...(truth(item) === 'spam' ? ['spam'] : []),
      ...(isMoney(text) ? ['money'] : []),
    ]);
    const { training, evaluation } = await settled(40, 'sets');
    expect(training.error).toBeNull();
    expect(evaluation?.perLabel.map((one) => one.label)).toEqual(['spam', 'money']);
    expect(evaluation?.confusion).toBeUndefined();
    expect(evaluation?.items).toBeGreaterThanOrEqual(18);
    const items = [{ text: 'win cash prize claim free reward' }, { text: 'lunch home late thanks mum dinner' }];
    const said = await call<{ items: { value: string[] }[] }>('POST', '/projects/sets/predict', { items });
    const [money, lunch] = said.items.map(({ value }) => value);
    expect(money).toEqual(['spam', 'money']);
    // who asks next is a matter of speed, and so is what forty labels say of a word that few of them hold
    expect(lunch).not.toContain('spam');
    const [round] = await call<{ number: number }[]>('GET', '/projects/sets/rounds?limit=1');
    expect(await call<Replay>('POST', `/projects/sets/rounds/${round?.number}/replay`)).toMatchObject({ isSame: true });
  });

  it('chooses texts to mark spans in, without a head', async () => {
    const labels = [{ name: 'verb' }];
    await call('POST', '/projects', {
      id: 'spans',
      name: 'Spans',
      dataset: 'mail',
      task: 'spans',
      labels,
      goldShare: 0,
    });
    await label(12, 'spans', () => [{ label: 'verb', start: 0, end: 3 }]);
    const metrics = await call<ProjectMetrics>('GET', '/projects/spans/metrics');
    expect(metrics).toMatchObject({ evaluation: null, pool: { responses: 12 } });
    expect(metrics.training).toMatchObject({ modelVersion: 0, error: null });
    expect(metrics.classBalance).toEqual([{ label: 'verb', responses: expect.any(Number), share: expect.any(Number) }]);
    const [round] = await call<{ number: number; strategy: { type: string } }[]>(
      'GET',
      '/projects/spans/rounds?limit=1',
    );
    expect(round?.strategy.type).toBe('typiclust');
    expect(await call<Replay>('POST', `/projects/spans/rounds/${round?.number}/replay`)).toMatchObject({
      isSame: true,
    });
  });
});
