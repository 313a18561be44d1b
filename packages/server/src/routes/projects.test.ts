import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeChoices } from '../projects/project.fixture.ts';
import { createTestApp, type TestApp } from '../testing/test-app.ts';

let test: TestApp;

beforeEach(async () => {
  test = await createTestApp({ choices: () => new FakeChoices(5) });
  await test.call('POST', '/v1/datasets', { body: { id: 'letters' } });
});

afterEach(async () => {
  await test.app.close();
});

const labels = [{ name: 'spam' }, { name: 'ham' }];
const make = (body: object = {}) =>
  test.call('POST', '/v1/projects', { body: { dataset: 'letters', labels, ...body } });
const patch = (body: object, headers: Record<string, string> = {}) =>
  test.call('PATCH', '/v1/projects/mail', { body, headers });

describe('POST /v1/projects', () => {
  it('makes a project with every default, at version 1', async () => {
    const { status, headers, json } = await make({ id: 'mail', name: 'Mail' });
    expect(status).toBe(201);
    expect(headers).toMatchObject({ location: '/v1/projects/mail', etag: '"1"' });
    expect(json).toMatchObject({
      id: 'mail',
      version: 1,
      task: 'single-label',
      strategy: 'auto',
      controlShare: 0.15,
      overlap: 1,
      labels: [{ name: 'spam', description: '' }, { name: 'ham' }],
    });
    expect((await test.call('GET', '/v1/projects/mail')).json).toEqual(json);
    expect((await test.call('GET', '/v1/projects')).json).toEqual([json]);
  });

  it('says in the list how far each is, where that is asked for', async () => {
    await make({ id: 'mail' });
    await make({ id: 'post' });
    const list = () => test.call('GET', '/v1/projects?standing=true');
    const none = { items: 0, completed: 0, answers: 0, activeAt: null, accuracy: null };
    expect((await list()).json.map(({ standing }: { standing: unknown }) => standing)).toEqual([none, none]);
    const answer = { item: 'item-0', value: 'spam' };
    await test.call('POST', '/v1/projects/mail/responses', { body: { items: [answer] } });
    const [mail, post] = (await list()).json;
    expect(mail.standing).toMatchObject({ completed: 1, answers: 1, activeAt: expect.any(String) });
    expect(post.standing).toEqual(none);
    await test.call('POST', '/v1/projects/mail/undo', { body: {} });
    expect((await list()).json[0].standing).toMatchObject({ completed: 0, answers: 0 });
    expect((await test.call('GET', '/v1/projects')).json[0]).not.toHaveProperty('standing');
  });

  it('makes an id from the name, with a number where it is taken', async () => {
    expect((await make({ name: 'Spam & Hám!' })).json.id).toBe('spam-ham');
    expect((await make({ name: 'spam ham' })).json.id).toBe('spam-ham-2');
    expect((await make({ name: '日本' })).json.id).toMatch(/^[0-9a-f-]{36}$/);
    const taken = await make({ id: 'spam-ham' });
    expect(taken).toMatchObject({ status: 409, json: { code: 'CONFLICT' } });
  });

  it('reads the same project from YAML', async () => {
    const body = 'id: mail\ndataset: letters\nlabels:\n  - name: spam\n  - name: ham\noverlap: 2\n';
    const { status, json } = await test.call('POST', '/v1/projects', {
      body,
      headers: { 'content-type': 'application/yaml' },
    });
    expect([status, json.overlap, json.labels.length]).toEqual([201, 2, 2]);
  });

  it.each([
    ['a broken text', 'dataset: [letters', /not valid YAML/],
    ['an unknown key', 'dataset: letters\nlabls: []', /did you mean "labels"/],
    ['a value that holds itself', 'dataset: &a [*a]', /INVALID|alias|YAML|string/],
    ['too many aliases', `a: &a [${'1,'.repeat(50)}]\nb: &b [${'*a,'.repeat(50)}]\nc: [${'*b,'.repeat(50)}]`, /alias/],
    ['a deep nest', `dataset: ${'['.repeat(20_000)}`, /./],
  ])('refuses YAML with %s', async (_, body, detail) => {
    const { status, json } = await test.call('POST', '/v1/projects', {
      body,
      headers: { 'content-type': 'application/yaml' },
    });
    expect([status, json.code]).toEqual([400, 'INVALID_REQUEST']);
    expect(json.detail).toMatch(detail);
  });

  it.each([
    ['an unknown dataset', { dataset: 'nothing' }, 'NOT_FOUND', 'dataset "nothing"'],
    ['an unknown strategy', { strategy: 'margin-confidenc' }, 'UNKNOWN_STRATEGY', 'margin-confidence'],
    ['a wrong option', { strategy: { type: 'random', options: { speed: 1 } } }, 'INVALID_OPTION', 'random'],
    ['an unknown learner', { learner: 'softmax' }, 'UNKNOWN_LEARNER', 'softmax'],
    [
      'a wrong learner option',
      { learner: { type: 'softmax-regression', options: { x: 1 } } },
      'INVALID_OPTION',
      'softmax',
    ],
    ['an unknown stopping rule', { stopping: { rule: 'enough' } }, 'INVALID_REQUEST', 'stopping rule "enough"'],
    ['a label twice', { labels: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] }, 'INVALID_REQUEST', 'labels[2].name'],
    ['a key twice', { labels: [{ name: 'a', key: 'x' }], keys: { skip: 'x' } }, 'INVALID_REQUEST', 'keys.skip'],
    ['no labels', { labels: [] }, 'INVALID_REQUEST', 'at least one'],
    ['labels of a comparison', { task: 'pairwise' }, 'INVALID_REQUEST', 'left, right and tie'],
  ])('refuses %s at once', async (_, body, code, detail) => {
    const { json } = await make({ id: 'mail', ...body });
    expect(json.code).toBe(code);
    expect(json.detail).toContain(detail);
    expect((await test.call('GET', '/v1/projects/mail')).status).toBe(404);
  });

  it('says all that is wrong with the labels in one answer', async () => {
    const twice = [
      { name: 'a', key: '1' },
      { name: 'a', key: '1' },
    ];
    expect((await make({ labels: twice })).json.details).toHaveLength(2);
  });
});

describe('PATCH /v1/projects/:id', () => {
  beforeEach(async () => {
    await make({ id: 'mail' });
  });

  it('makes a version of every change, and says who made it', async () => {
    expect((await patch({ overlap: 3 })).json).toMatchObject({ version: 2, overlap: 3 });
    expect((await patch({ guidelines: 'Look *twice*.' })).headers).toMatchObject({ etag: '"3"' });
    const versions = (await test.call('GET', '/v1/projects/mail/versions')).json;
    expect(
      versions.map(({ version, by, settings }: never) => [version, by, (settings as { overlap: number }).overlap]),
    ).toEqual([
      [3, 'owner', 3],
      [2, 'owner', 3],
      [1, 'owner', 1],
    ]);
  });

  it('makes no version when nothing changes', async () => {
    expect((await patch({ overlap: 1 })).json.version).toBe(1);
  });

  it('changes only the version that If-Match names', async () => {
    await patch({ overlap: 2 });
    expect(await patch({ overlap: 3 }, { 'if-match': '"1"' })).toMatchObject({
      status: 409,
      json: { code: 'CONFLICT' },
    });
    expect((await patch({ overlap: 3 }, { 'if-match': '"2"' })).json.overlap).toBe(3);
    expect((await patch({ overlap: 4 }, { 'if-match': 'two' })).json.code).toBe('INVALID_REQUEST');
  });

  it('refuses what cannot change, and what a new project could not be', async () => {
    expect((await patch({ dataset: 'other' })).json.code).toBe('INVALID_REQUEST');
    expect((await patch({ labels: [] })).json.code).toBe('INVALID_REQUEST');
    expect((await patch({ strategy: 'no' })).json.code).toBe('UNKNOWN_STRATEGY');
  });
});

describe('a change of a project with answers', () => {
  const answer = (...items: object[]) => test.call('POST', '/v1/projects/mail/responses', { body: { items } });
  const statuses = async () => {
    const { json } = await test.call('GET', '/v1/projects/mail/records');
    return json.records.map(({ status }: { status: string }) => status);
  };

  it('adds labels anywhere, and removes none that has answers', async () => {
    await make({ id: 'mail' });
    await answer({ item: 'item-0', value: 'ham' });
    const grown = [{ name: 'news' }, ...labels];
    expect((await patch({ labels: grown })).status).toBe(200);
    const renamed = await patch({ labels: [{ name: 'news' }, { name: 'spam' }, { name: 'Ham' }] });
    expect(renamed).toMatchObject({ status: 409, json: { code: 'CONFLICT' } });
    expect(renamed.json.detail).toContain('"ham" has answers');
    expect((await patch({ labels: [{ name: 'ham' }] })).status).toBe(200);
    expect((await answer({ item: 'item-1', value: 'spam' })).json.items).toMatchObject([
      { error: { code: 'INVALID_ANSWER' } },
    ]);
  });

  it('removes a label whose answers were undone', async () => {
    await make({ id: 'mail' });
    await answer({ item: 'item-0', value: 'ham' });
    await test.call('POST', '/v1/projects/mail/undo', { body: {} });
    expect((await patch({ labels: [{ name: 'spam' }] })).status).toBe(200);
    expect((await test.call('POST', '/v1/projects/mail/redo', { body: {} })).json.code).toBe('INVALID_ANSWER');
  });

  it('looks for labels in every kind of answer', async () => {
    const box = { label: 'ham', x: 0, y: 0, width: 1, height: 1 };
    for (const [task, value] of [
      ['multi-label', ['ham']],
      ['spans', [{ label: 'ham', start: 0, end: 1 }]],
      ['boxes', { width: 2, height: 2, boxes: [box] }],
    ] as const) {
      await make({ id: 'mail', task });
      expect((await answer({ item: 'item-0', value })).json.items[0]).not.toHaveProperty('error');
      expect((await patch({ labels: [{ name: 'spam' }] })).json.code).toBe('CONFLICT');
      await test.call('DELETE', '/v1/projects/mail');
    }
  });

  it('keeps the order of labels that answers of a multi-label task follow', async () => {
    await make({ id: 'mail', task: 'multi-label' });
    await answer({ item: 'item-0', value: ['ham', 'spam'] });
    expect((await patch({ labels: [{ name: 'ham' }, { name: 'spam' }] })).json.code).toBe('CONFLICT');
    expect((await patch({ labels: [{ name: 'spam' }, { name: 'news' }, { name: 'ham' }] })).status).toBe(200);
  });

  it('opens records again for more answers, and closes them for fewer', async () => {
    await make({ id: 'mail' });
    await answer({ item: 'item-0', value: 'ham' });
    expect(await statuses()).toEqual(['completed']);
    await patch({ overlap: 2 });
    expect(await statuses()).toEqual(['pending']);
    const { json } = await test.call('GET', '/v1/projects/mail/next?n=1');
    expect(json).toMatchObject({ completed: 0, leases: [{ item: 'item-1' }] });
    await patch({ overlap: 1 });
    expect(await statuses()).toEqual(['completed', 'pending']);
    expect((await test.call('GET', '/v1/projects/mail/next?n=1')).json.completed).toBe(1);
  });
});

describe('DELETE /v1/projects/:id', () => {
  it('must come before its dataset goes', async () => {
    await make({ id: 'mail' });
    const { status, json } = await test.call('DELETE', '/v1/datasets/letters');
    expect([status, json.code]).toEqual([409, 'CONFLICT']);
    await test.call('DELETE', '/v1/projects/mail');
    expect((await test.call('DELETE', '/v1/datasets/letters')).status).toBe(204);
  });

  it('forgets the project, whose id is then free', async () => {
    await make({ id: 'mail' });
    expect((await test.call('DELETE', '/v1/projects/mail')).status).toBe(204);
    expect((await test.call('GET', '/v1/projects/mail')).json.code).toBe('NOT_FOUND');
    expect((await test.call('DELETE', '/v1/projects/mail')).json.code).toBe('NOT_FOUND');
    expect((await make({ id: 'mail' })).json.version).toBe(1);
  });
});
