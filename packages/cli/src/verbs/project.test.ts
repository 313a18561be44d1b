import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { metrics, project, round } from '../project/project.fixture.ts';
import { type Answer, type Service, startService } from '../service.fixture.ts';
import { runIn } from '../world.fixture.ts';

let cwd: string;
let service: Service | undefined;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'alaas-project-'));
});

afterEach(async () => {
  await service?.close();
  service = undefined;
  await rm(cwd, { recursive: true });
});

async function run(answers: Record<string, Answer | Answer[]>, ...args: string[]) {
  service = await startService(answers);
  return await runIn({ cwd, env: { ALAAS_URL: service.url, ALAAS_TOKEN: 'secret' } }, ...args);
}

const made = { 'POST /v1/projects': { status: 201, body: project } };

test('makes a project from an id and flags, and says what to do next', async () => {
  const args = ['--dataset', 'sms', '--labels', 'spam, ham', '--target', '0.95', '--set', 'controlShare=0.2'];
  const ran = await run(made, 'project', 'create', 'spam', ...args);
  expect(ran).toEqual({ code: 0, out: 'Made project spam.\nNext: alaas label spam\n', err: '' });
  expect(service?.seen).toEqual([
    {
      call: 'POST /v1/projects',
      token: 'Bearer secret',
      body: {
        id: 'spam',
        dataset: 'sms',
        labels: [{ name: 'spam' }, { name: 'ham' }],
        target: 0.95,
        controlShare: 0.2,
      },
    },
  ]);
});

test('makes a project from a YAML file, which the flags outrank', async () => {
  await writeFile(join(cwd, 'p.yml'), 'id: spam\ndataset: sms\nlabels: [{ name: spam, key: s }]\nbatch: 5\n');
  await writeFile(join(cwd, 'guide.md'), '# Spam\n');
  await run(made, 'project', 'create', 'p.yml', '--batch', '7', '--guidelines', 'guide.md');
  expect(service?.seen[0]?.body).toEqual({
    id: 'spam',
    dataset: 'sms',
    labels: [{ name: 'spam', key: 's' }],
    batch: 7,
    guidelines: '# Spam\n',
  });
});

test.each<[string, string[], string]>([
  ['no dataset', ['spam', '--labels', 'a,b'], 'dataset'],
  ['a setting that there is not', ['spam', '--dataset', 'sms', '--set', 'controlshare=0.2'], 'controlShare'],
  ['a share above one', ['spam', '--dataset', 'sms', '--target', '95'], 'between 0 and 1'],
  ['a file that is not there', ['none.yml'], 'none.yml cannot be read (ENOENT)'],
  ['an id that cannot be one', ['my project', '--dataset', 'sms'], 'use letters, digits'],
])('refuses a project with %s before it asks the service', async (_, args, words) => {
  const ran = await run(made, 'project', 'create', ...args);
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toMatch(/^INVALID_REQUEST: /);
  expect(ran.err).toContain(words);
  expect(service?.seen).toEqual([]);
});

test('changes labels without losing what is known of those that stay, and only the version it saw', async () => {
  const answers = {
    'GET /v1/projects/spam': { status: 200, body: project },
    'PATCH /v1/projects/spam': { status: 200, body: { ...project, version: 4 } },
  };
  const ran = await run(answers, 'project', 'change', 'spam', '--labels', 'spam,ham,unsure');
  expect(ran.out).toBe('Project spam is at version 4.\n');
  expect(service?.seen[1]?.body).toEqual({ labels: [...project.labels, { name: 'unsure' }] });
});

test('refuses a change that changes nothing', async () => {
  const ran = await run({ 'GET /v1/projects/spam': { status: 200, body: project } }, 'project', 'change', 'spam');
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('Say what to change');
});

test('lists projects as a table, or as JSON', async () => {
  const answers = { 'GET /v1/projects': { status: 200, body: [project] } };
  const table = await run(answers, 'project', 'list');
  expect(table.out.split('\n')[1]).toMatch(/^spam +single-label +sms +3 +2024-01-01 +spam, ham$/);
  await service?.close();
  const json = await run(answers, 'project', 'list', '--json');
  expect(JSON.parse(json.out)).toEqual([project]);
});

test('says how to make the first project where there is none', async () => {
  const ran = await run({ 'GET /v1/projects': { status: 200, body: [] } }, 'project', 'list');
  expect(ran.out).toMatch(/^No project yet\. Make one: alaas project create /);
});

test('shows the settings, and the labels with their keys', async () => {
  const ran = await run({ 'GET /v1/projects/spam': { status: 200, body: project } }, 'project', 'show', 'spam');
  expect(ran.out).toMatch(/^spam {2}Spam filter {2}\(made 2024-01-01\)\n/);
  expect(ran.out).toMatch(/controlShare +0\.15\n/);
  expect(ran.out).toMatch(/spam +1 +advertisements\n {2}ham +2\n/);
});

test('says of each version what it changed', async () => {
  const { id: _id, version: _version, createdAt, ...settings } = project;
  const versions = [
    { version: 2, by: 'Ada', at: createdAt, settings: { ...settings, batch: 20 } },
    { version: 1, by: 'owner', at: createdAt, settings },
  ];
  const ran = await run(
    { 'GET /v1/projects/spam/versions': { status: 200, body: versions } },
    ...['project', 'versions', 'spam'],
  );
  expect(ran.out.split('\n').slice(1)).toEqual([
    '2        2024-01-01 00:00:00  Ada    batch',
    '1        2024-01-01 00:00:00  owner  -',
    '',
  ]);
});

test('deletes a project', async () => {
  const ran = await run({ 'DELETE /v1/projects/spam': { status: 204, body: undefined } }, 'project', 'delete', 'spam');
  expect(ran).toEqual({ code: 0, out: 'Deleted project spam.\n', err: '' });
});

test('shows how a project is going on one page', async () => {
  const ran = await run(
    { 'GET /v1/projects/spam/metrics': { status: 200, body: metrics } },
    ...['project', 'metrics', 'spam'],
  );
  expect(ran.code).toBe(0);
  const lines = ran.out.split('\n');
  expect(lines.slice(0, 9)).toEqual([
    'spam',
    '  labelled     40 of 5,574 items (41 answers, 6 of them drawn at random), 3 in hand',
    '  head         version 7, learnt from 38 labels, 2 answers behind; an answer is learnt in 156 ms (median)',
    '  accuracy     90.0 % (61.0 to 98.5) on 6 answers drawn at random',
    '  macro F1     80.0 % (50.0 to 90.0)',
    '  calibration  off by 0.14 (0.00 to 0.43)',
    '  saved        unknown yet',
    '  forecast     About 60 more labels reach 0.95.',
    '  advice       go on: Kappa is 0.80, under 0.99.',
  ]);
  expect(ran.out).toContain('  spam   20       50 %   -          0.50    0.25\n');
  expect(ran.out).toContain(`  20 labels  ${'█'.repeat(20)}${'░'.repeat(20)}  50.0 % (40.0 to 60.0)\n`);
  expect(ran.out).toContain(`  40 labels  ${'█'.repeat(36)}${'░'.repeat(4)}  90.0 % (61.0 to 98.5)\n`);
});

test('says that a head failed to train, and that it is advised to stop', async () => {
  const body = {
    ...metrics,
    training: { ...metrics.training, error: { code: 'INTERNAL', detail: 'no memory' } },
    evaluation: null,
    stop: { isAdvised: true, reasons: ['The budget is spent.'], parts: [] },
  };
  const ran = await run({ 'GET /v1/projects/spam/metrics': { status: 200, body } }, 'project', 'metrics', 'spam');
  expect(ran.out).toContain('the last training failed: INTERNAL: no memory');
  expect(ran.out).toContain('  accuracy     unknown yet: it takes answers drawn at random\n');
  expect(ran.out).toContain('  advice       stop: The budget is spent.\n');
});

test('waits with --settled until the head has learnt from every answer', async () => {
  const settled = { ...metrics, training: { ...metrics.training, behind: 0 } };
  const looks = [metrics, settled].map((body) => ({ status: 200, body }));
  const ran = await run({ 'GET /v1/projects/spam/metrics': looks }, ...['project', 'metrics', 'spam', '--settled']);
  expect(ran.out).toContain('version 7, learnt from 38 labels; an answer');
  expect(service?.seen.length).toBe(2);
});

test('lists rounds and how to make one again', async () => {
  const ran = await run(
    { 'GET /v1/projects/spam/rounds': { status: 200, body: [round] } },
    ...['project', 'rounds', 'spam'],
  );
  expect(ran.out.split('\n')[1]).toMatch(/^2 +2024-01-01 00:00:00 +2 +1 +5,574 +1 +7 +margin-confidence$/);
  expect(ran.out).toContain('Make one again: alaas replay spam 2');
});

const version = {
  version: 2,
  at: '2024-01-01T00:00:00.000Z',
  learner: 'softmax-regression',
  labels: 20,
  accuracy: null,
  macroF1: null,
  isServing: true,
  isPinned: false,
  isKept: true,
};

test('lists versions of the head, and chooses the one that serves', async () => {
  const versions = { status: 200, body: [{ ...version, version: 3, isServing: false, isKept: false }, version] };
  const listed = await run({ 'GET /v1/projects/spam/models': versions }, 'project', 'models', 'spam');
  expect(listed.out.split('\n').slice(1, 3)).toEqual([
    '3        2024-01-01 00:00:00  20      softmax-regression  unknown yet  not kept',
    '2        2024-01-01 00:00:00  20      softmax-regression  unknown yet  serves',
  ]);
  await service?.close();
  const served = await run({ 'POST /v1/projects/spam/models/2/serve': versions }, 'project', 'serve', 'spam', '2');
  expect(served.out).toMatch(/^Version 2 of the head serves\./);
});

test('refuses a version that is neither a number nor latest', async () => {
  const ran = await run({}, 'project', 'serve', 'spam', 'best');
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('Write the number of a version, or latest.');
});

test('asks the service of the config where nothing else names one', async () => {
  service = await startService({ 'GET /v1/projects': { status: 200, body: [] } });
  const { port } = new URL(service.url);
  await writeFile(join(cwd, 'alaas.yml'), `active_learning: { al_worker: { host: 0.0.0.0, port: ${port} } }\n`);
  expect((await runIn({ cwd }, 'project', 'list', '--config', 'alaas.yml')).code).toBe(0);
  expect(service.seen.length).toBe(1);
});

test('names the address of a service that does not answer, and exits with 1', async () => {
  service = await startService({});
  await service.close();
  const ran = await runIn({ cwd }, 'project', 'list', '--server', service.url);
  expect(ran).toMatchObject({ code: 1, out: '' });
  expect(ran.err).toContain(`UNREACHABLE: No answer from ${service.url}`);
});
