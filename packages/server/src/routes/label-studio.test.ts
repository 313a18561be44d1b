import { afterEach, describe, expect, it } from 'vitest';
import {
  annotated,
  choice,
  type LabelStudioBench,
  letterTask,
  lsProject,
  openLabelStudio,
  predict,
  setup,
  spamConfig,
  truthOf,
} from '../label-studio/label-studio.fixture.ts';

let benches: LabelStudioBench[] = [];

async function open(...given: Parameters<typeof openLabelStudio>): Promise<LabelStudioBench> {
  const bench = await openLabelStudio(...given);
  benches.push(bench);
  return bench;
}

afterEach(async () => {
  for (const bench of benches) await bench.close();
  benches = [];
});

interface Shown {
  readonly value?: unknown;
  readonly status: string;
  readonly annotator: string;
  readonly [key: string]: unknown;
}

async function responsesOf({ api }: LabelStudioBench): Promise<(Shown & { item: string })[]> {
  const { json } = await api('GET', '/records?limit=1000');
  return json.records.flatMap(({ item, responses }: { item: string; responses: Shown[] }) =>
    responses.map((response) => ({ ...response, item })),
  );
}

async function label(bench: LabelStudioBench, count: number, from = 0): Promise<void> {
  for (let i = from; i < from + count; i++) {
    const { status } = await bench.ls('POST', '/webhook', annotated('ANNOTATION_CREATED', i, choice(i, truthOf(i))));
    expect(status).toBe(201);
  }
}

describe('a conversation with Label Studio', () => {
  it('predicts better once annotations have come, under a new version', async () => {
    const bench = await open();
    const { ls } = bench;
    expect((await ls('GET', '/health')).json).toEqual({ status: 'UP', model_class: 'ALaaS' });
    expect((await ls('POST', '/setup', setup())).json).toEqual({
      model_version: 'alaas-mail-0',
      missing_labels: [],
      unused_labels: [],
    });
    const tasks = [letterTask(30), letterTask(31), letterTask(50)];
    const nothing = { result: [], score: 0, model_version: 'alaas-mail-0' };
    const first = await ls('POST', '/predict', predict(tasks));
    expect(first.json).toEqual({ results: [nothing, nothing, nothing] });

    await label(bench, 10);
    const version = await bench.settled();
    expect(version).toMatch(/^alaas-mail-\d+$/);
    const { json } = await ls('POST', '/predict', predict(tasks));
    expect(json.results).toHaveLength(3);
    expect(json.results[0]).toMatchObject({
      model_version: version,
      result: [{ from_name: 'kind', to_name: 'text', type: 'choices', value: { choices: ['spam'] } }],
    });
    expect(json.results[1].result[0].value.choices).toEqual(['ham']);
    for (const { score, result } of json.results) {
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThan(1);
      // of two labels the likelier has more than one half
      expect(result[0].score).toBeGreaterThan(0.5);
    }
    await label(bench, 10, 10);
    expect(await bench.settled()).not.toBe(version);
  });

  it('names the person, the time and how the answer came about', async () => {
    const bench = await open();
    const result = [
      { from_name: 'kind', to_name: 'text', type: 'choices', origin: 'prediction', value: { choices: ['ham'] } },
    ];
    await bench.ls(
      'POST',
      '/webhook',
      annotated('ANNOTATION_CREATED', 3, choice(17, 'ham', { result, completed_by: 4 })),
    );
    expect(await responsesOf(bench)).toMatchObject([
      {
        item: 'letter-3',
        annotator: 'label-studio:4',
        status: 'submitted',
        value: 'ham',
        origin: 'accepted',
        leadTimeMs: 7935,
        reason: { arm: 'import', strategy: 'label-studio' },
      },
    ]);
  });
});

describe('trap 1: health and setup while a training runs', () => {
  it('answers both at once, and goes on predicting with the head before', async () => {
    const bench = await open();
    await label(bench, 10);
    const version = await bench.settled();
    const gate = Promise.withResolvers<void>();
    bench.engine.gate = gate.promise;
    await label(bench, 4, 10);
    for (;;) {
      const { json } = await bench.api('GET', '/metrics');
      if (json.training.isTraining) break;
      await new Promise(setImmediate);
    }
    for (const [method, path, body] of [
      ['GET', ''],
      ['GET', '/'],
      ['GET', '/health'],
      ['POST', '/setup', setup()],
      ['POST', '/predict', predict([letterTask(30), letterTask(31)])],
    ] as const) {
      const { status, json } = await bench.ls(method, path, body);
      expect(status).toBe(200);
      if (path === '/setup') expect(json.model_version).toBe(version);
      if (path === '/predict')
        expect(json.results.map((one: { model_version: string }) => one.model_version)).toEqual([version, version]);
    }
    gate.resolve();
  });
});

describe('trap 2: one prediction for each task', () => {
  it('keeps the place of a task without content, of one that nobody can read, and of no task at all', async () => {
    const bench = await open();
    expect((await bench.ls('POST', '/predict', predict([]))).json).toEqual({ results: [] });
    await label(bench, 10);
    await bench.settled();
    const broken = { id: 7, data: { picture: 'a.jpg', size: 3 } };
    const { json } = await bench.ls('POST', '/predict', predict([letterTask(2), broken, letterTask(3)]));
    expect(json.results.map(({ result }: { result: unknown[] }) => result.length)).toEqual([1, 0, 1]);
    expect(json.results[1]).toMatchObject({ score: 0, error: { code: 'INVALID_REQUEST' } });
    expect(json.results[1].error.detail).toContain('"text"');
  });

  it('gives ids that are unique among all tasks and versions', async () => {
    const bench = await open();
    await label(bench, 10);
    await bench.settled();
    const { json } = await bench.ls('POST', '/predict', predict(Array.from({ length: 40 }, (_, i) => letterTask(i))));
    const ids = json.results.flatMap(({ result }: { result: { id: string }[] }) => result.map(({ id }) => id));
    expect(new Set(ids).size).toBe(40);
  });
});

describe('trap 3: the version', () => {
  it('stays the same until other answers have been learnt', async () => {
    const bench = await open();
    await label(bench, 10);
    const version = await bench.settled();
    expect(version).not.toBe('alaas-mail-0');
    await bench.ls('POST', '/webhook', annotated('ANNOTATION_CREATED', 0, choice(0, 'spam')));
    // a skip is a change too, and teaches nothing
    const skip = choice(50, 'spam', { was_cancelled: true });
    await bench.ls('POST', '/webhook', annotated('ANNOTATION_CREATED', 20, skip));
    expect(await bench.settled()).toBe(version);
    expect((await bench.ls('GET', '/versions')).json.versions[0]).toBe(version);
  });
});

describe('trap 4: deletions and lists in both spellings', () => {
  it.each([
    ['ANNOTATIONS_DELETED', { annotations: [{ id: 1 }] }],
    ['ANNOTATION_DELETED', { annotation: { id: 1 } }],
    ['ANNOTATION_DELETED', { annotations: [{ id: 1 }] }],
  ])('takes an answer back on %s', async (action, body) => {
    const bench = await open();
    await label(bench, 2);
    const { status, json } = await bench.ls('POST', '/webhook', { action, ...body, project: lsProject });
    expect({ status, json }).toMatchObject({
      status: 201,
      json: { status: 'ok', result: { removed: 1, refused: [] } },
    });
    expect((await responsesOf(bench)).map(({ item }) => item)).toEqual(['letter-0']);
  });

  it('un-trains: without the answers of one label there is no head', async () => {
    const bench = await open();
    await label(bench, 4);
    await bench.settled();
    const annotations = [{ id: 1 }, { id: 3 }];
    await bench.ls('POST', '/webhook', { action: 'ANNOTATIONS_DELETED', annotations, project: lsProject });
    expect(await bench.settled()).toBe('alaas-mail-0');
  });

  it('takes a list under the key of a single annotation', async () => {
    const bench = await open();
    const tasks = [letterTask(0), letterTask(1)];
    // in another order than their tasks
    const annotation = [choice(2, 'ham', { task: tasks[1]?.id }), choice(1, 'spam', { task: tasks[0]?.id })];
    const body = { action: 'ANNOTATIONS_CREATED', annotation, task: tasks, project: lsProject };
    expect((await bench.ls('POST', '/webhook', body)).json.result).toMatchObject({ taken: 2, refused: [] });
    const given = await responsesOf(bench);
    expect(Object.fromEntries(given.map(({ item, value }) => [item, value]))).toEqual({
      'letter-0': 'spam',
      'letter-1': 'ham',
    });
  });
});

describe('an annotation that comes again', () => {
  const at = (second: number) => ({ updated_at: `2024-07-05T13:18:${second}.000000Z` });

  it('counts once', async () => {
    const bench = await open();
    const body = annotated('ANNOTATION_CREATED', 0, choice(17, 'spam'));
    expect((await bench.ls('POST', '/webhook', body)).json.result).toMatchObject({ taken: 1, known: 0 });
    expect((await bench.ls('POST', '/webhook', body)).json.result).toMatchObject({ taken: 0, known: 1 });
    expect(await responsesOf(bench)).toHaveLength(1);
  });

  it('takes the place of its version before', async () => {
    const bench = await open();
    await bench.ls('POST', '/webhook', annotated('ANNOTATION_CREATED', 0, choice(17, 'spam', at(10))));
    await bench.ls('POST', '/webhook', annotated('ANNOTATION_UPDATED', 0, choice(17, 'ham', at(20))));
    expect(await responsesOf(bench)).toMatchObject([{ value: 'ham' }]);
  });

  it('changes nothing when its older version comes late', async () => {
    const bench = await open();
    await bench.ls('POST', '/webhook', annotated('ANNOTATION_UPDATED', 0, choice(17, 'ham', at(20))));
    await bench.ls('POST', '/webhook', annotated('ANNOTATION_CREATED', 0, choice(17, 'spam', at(10))));
    expect(await responsesOf(bench)).toMatchObject([{ value: 'ham' }]);
  });

  it('stays deleted when its creation comes late', async () => {
    const bench = await open();
    await bench.ls('POST', '/webhook', {
      action: 'ANNOTATIONS_DELETED',
      annotations: [{ id: 17 }],
      project: lsProject,
    });
    await bench.ls('POST', '/webhook', annotated('ANNOTATION_CREATED', 0, choice(17, 'spam')));
    expect(await responsesOf(bench)).toEqual([]);
  });

  it('says nothing any more when its result was emptied', async () => {
    const bench = await open();
    await bench.ls('POST', '/webhook', annotated('ANNOTATION_CREATED', 0, choice(17, 'spam', at(10))));
    const emptied = annotated('ANNOTATION_UPDATED', 0, choice(17, 'spam', { result: [], ...at(20) }));
    expect((await bench.ls('POST', '/webhook', emptied)).json.result).toMatchObject({ taken: 0, removed: 1 });
    expect(await responsesOf(bench)).toEqual([]);
  });

  it('keeps what two people said apart', async () => {
    const bench = await open({ overlap: 2 });
    await bench.ls('POST', '/webhook', annotated('ANNOTATION_CREATED', 0, choice(1, 'spam', { completed_by: 1 })));
    await bench.ls('POST', '/webhook', annotated('ANNOTATION_CREATED', 0, choice(2, 'ham', { completed_by: 2 })));
    expect((await responsesOf(bench)).map(({ annotator, value }) => [annotator, value])).toEqual([
      ['label-studio:1', 'spam'],
      ['label-studio:2', 'ham'],
    ]);
  });
});

describe('trap 5: whatever else the webhook tells', () => {
  it('adds new tasks to the dataset, once', async () => {
    const bench = await open();
    const tasks = [letterTask(0), letterTask(60), { id: 161, data: { text: 'without an id' } }];
    const body = { action: 'TASKS_CREATED', tasks, project: lsProject };
    expect((await bench.ls('POST', '/webhook', body)).json).toEqual({
      status: 'ok',
      result: { added: 2, known: 1, refused: [] },
    });
    expect((await bench.ls('POST', '/webhook', body)).json.result).toEqual({ added: 0, known: 3, refused: [] });
    expect(bench.engine.dataset('letters').items).toBe(42);
  });

  it('adds the task of an annotation that it has not heard of, and learns from it', async () => {
    const bench = await open();
    for (const i of [60, 61, 62, 63]) {
      const { json } = await bench.ls('POST', '/webhook', annotated('ANNOTATION_CREATED', i, choice(i, truthOf(i))));
      expect(json.result).toMatchObject({ taken: 1, added: 1 });
    }
    expect(await bench.settled()).not.toBe('alaas-mail-0');
  });

  it.each(['TASKS_DELETED', 'PROJECT_UPDATED', 'LABEL_LINK_CREATED'])('takes note of %s', async (action) => {
    const bench = await open();
    const { status, json } = await bench.ls('POST', '/webhook', { action, project: lsProject });
    expect({ status, json }).toEqual({ status: 201, json: { status: 'ok', result: {} } });
  });

  it('says of an action of a later version that it does not know it', async () => {
    const bench = await open();
    const { status, json } = await bench.ls('POST', '/webhook', { action: 'COMMENT_CREATED', project: 8 });
    expect({ status, json }).toEqual({ status: 200, json: { status: 'Unknown event' } });
  });

  it('is called in vain by a webhook without a payload, and says so without an error', async () => {
    const bench = await open();
    const { status, json } = await bench.ls('POST', '/webhook', { action: 'ANNOTATION_CREATED' });
    expect({ status, json }).toMatchObject({ status: 201, json: { result: { taken: 0 } } });
  });
});

describe('trap 6: the score', () => {
  it('is low where the head doubts', async () => {
    const bench = await open();
    await label(bench, 20);
    await bench.settled();
    const { json } = await bench.ls('POST', '/predict', predict(Array.from({ length: 40 }, (_, i) => letterTask(i))));
    const given = json.results.map((one: { score: number; result: { score: number }[] }) => ({
      score: one.score,
      probability: one.result[0]?.score ?? 0,
    }));
    // of two labels, the order by certainty is the order by the probability of the likelier one
    const byScore = given.toSorted((a: { score: number }, b: { score: number }) => a.score - b.score);
    for (let i = 1; i < byScore.length; i++) {
      expect(byScore[i].probability).toBeGreaterThanOrEqual(byScore[i - 1].probability - 1e-6);
    }
    const { score, probability: p } = given[0];
    expect(score).toBeCloseTo(1 + (p * Math.log(p) + (1 - p) * Math.log(1 - p)) / Math.log(2), 4);
  });

  it('is of the pool in memory where a task is an item of it, and asks the model once for all the others', async () => {
    const bench = await open();
    await label(bench, 10);
    await bench.settled();
    const calls: number[] = [];
    const pool = bench.engine.pools[0];
    if (pool === undefined) throw new Error('no pool was opened');
    const asked = pool.predict.bind(pool);
    pool.predict = (head, contents, watch) => {
      calls.push(contents.length);
      return asked(head, contents, watch);
    };
    const inside = Array.from({ length: 40 }, (_, i) => letterTask(i));
    await bench.ls('POST', '/predict', predict(inside));
    expect(calls).toEqual([]);
    const outside = Array.from({ length: 60 }, (_, i) => letterTask(100 + i));
    const { json } = await bench.ls('POST', '/predict', predict([...outside, ...inside]));
    expect(calls).toEqual([60]);
    expect(json.results).toHaveLength(100);
  });
});

describe('addresses of tasks', () => {
  const config =
    '<View><Image name="i" value="$i"/><Choices name="kind" toName="i"><Choice value="spam"/><Choice value="ham"/></Choices></View>';

  it('are read on behalf of the caller, relative ones from Label Studio', async () => {
    const bench = await open();
    await label(bench, 4);
    await bench.settled();
    const pool = bench.engine.pools[0];
    if (pool === undefined) throw new Error('no pool was opened');
    const asked: unknown[] = [];
    pool.predict = async (_head, contents, watch) => {
      asked.push(watch.access, ...contents.map(({ uri }) => uri));
      return contents.map(() => ({ code: 'SOURCE_FORBIDDEN', message: 'No.' }));
    };
    const body = predict(
      [
        { id: 1, data: { i: '/data/a.jpg' } },
        { id: 2, data: { i: 'file:///etc/passwd' } },
      ],
      config,
    );
    const uris = ['http://localhost:8080/data/a.jpg', 'file:///etc/passwd'];
    const { json } = await bench.ls('POST', '/predict', body, { remoteAddress: '10.0.0.7' });
    expect(asked).toEqual(['remote', ...uris]);
    expect(json.results).toMatchObject([{ result: [], score: 0, error: { code: 'SOURCE_FORBIDDEN' } }, { result: [] }]);
    await bench.ls('POST', '/predict', body, { remoteAddress: '127.0.0.1' });
    expect(asked.slice(3)).toEqual(['local', ...uris]);
  });

  it('of another machine are not added to a dataset of this one', async () => {
    const bench = await open();
    const tasks = [{ id: 1, data: { text: 'from elsewhere' } }];
    const body = { action: 'TASKS_CREATED', tasks, project: lsProject };
    const { status, json } = await bench.ls('POST', '/webhook', body, { remoteAddress: '10.0.0.7' });
    expect({ status, json }).toMatchObject({
      status: 201,
      json: { result: { added: 0, refused: [{ id: 1, code: 'SOURCE_FORBIDDEN' }] } },
    });
  });
});

describe('trap 7: a training without annotations', () => {
  it('is no failure where nothing is known', async () => {
    const bench = await open();
    const { status, json } = await bench.ls('POST', '/webhook', { action: 'START_TRAINING', project: { id: 8 } });
    expect({ status, json }).toEqual({ status: 201, json: { status: 'ok', result: { job: 'mail.0' } } });
    expect((await bench.ls('POST', '/webhook', { action: 'START_TRAINING' })).status).toBe(201);
  });
});

describe('trap 8: skipped tasks and ground truth', () => {
  it('takes a cancelled annotation for a skip, whatever its result', async () => {
    const bench = await open();
    await bench.ls('POST', '/webhook', annotated('ANNOTATION_CREATED', 0, choice(1, 'spam', { was_cancelled: true })));
    const [given] = await responsesOf(bench);
    expect(given).toMatchObject({ status: 'skipped', annotator: 'label-studio:1' });
    expect(given).not.toHaveProperty('value');
  });

  it('makes a gold item of a ground truth, which teaches nothing', async () => {
    const bench = await open({ overlap: 2 });
    await bench.ls('POST', '/webhook', annotated('ANNOTATION_CREATED', 0, choice(1, 'spam', { ground_truth: true })));
    expect(await responsesOf(bench)).toEqual([]);
    await bench.ls('POST', '/webhook', annotated('ANNOTATION_CREATED', 0, choice(2, 'ham', { completed_by: 2 })));
    const { json } = await bench.api('GET', '/quality');
    expect(json.annotators).toMatchObject([{ goldAnswers: 1, goldAccuracy: { value: 0 } }]);
  });

  it('makes an answer of it when the star is taken away, and gold again', async () => {
    const bench = await open();
    const starred = choice(1, 'spam', { ground_truth: true });
    await bench.ls('POST', '/webhook', annotated('ANNOTATION_CREATED', 0, starred));
    await bench.ls('POST', '/webhook', annotated('ANNOTATION_UPDATED', 0, choice(1, 'spam')));
    expect(await responsesOf(bench)).toMatchObject([{ value: 'spam' }]);
    await bench.ls('POST', '/webhook', annotated('ANNOTATION_UPDATED', 0, starred));
    expect(await responsesOf(bench)).toEqual([]);
    await bench.ls('POST', '/webhook', { action: 'ANNOTATIONS_DELETED', annotations: [{ id: 1 }], project: lsProject });
    expect((await bench.api('GET', '/audit')).json[0]).toMatchObject({ action: 'gold.removed', subject: 'letter-0' });
  });
});

describe('trap 9: the number of the project', () => {
  it.each(['8.1720185484', '8', 8])('remembers what %j told at setup for its webhooks', async (project) => {
    const bench = await open();
    await bench.ls('POST', '/setup', { ...setup(), project });
    const image =
      '<View><Image name="text" value="$image"/><Choices name="kind" toName="text"><Choice value="spam"/></Choices></View>';
    const body = {
      action: 'TASKS_CREATED',
      tasks: [{ id: 1, data: { image: '/data/upload/8/cat.jpg' } }],
      project: { ...lsProject, label_config: image },
    };
    expect((await bench.ls('POST', '/webhook', body)).json.result).toMatchObject({ added: 1, refused: [] });
    expect([...(bench.engine.stored.get('letters')?.items.keys() ?? [])]).toContain(
      'http://localhost:8080/data/upload/8/cat.jpg',
    );
  });
});

describe('/train and /job_status', () => {
  it('takes exported tasks, and says when they are learnt', async () => {
    const bench = await open();
    const annotations = [0, 1, 2, 3].map((i) => ({
      ...letterTask(i),
      annotations: [choice(i, truthOf(i), { completed_by: { id: 3, email: 'eve@example.org' } })],
    }));
    const body = { annotations, project: '8.172', label_config: spamConfig, params: { login: '', password: '' } };
    const { status, json } = await bench.ls('POST', '/train', body);
    expect({ status, json }).toMatchObject({ status: 201, json: { job: 'mail.4', taken: 4, refused: [] } });
    await bench.finished(json.job);
    expect((await responsesOf(bench))[0]).toMatchObject({ annotator: 'label-studio:3' });
    expect((await bench.ls('POST', '/train', body)).json).toMatchObject({ taken: 0, known: 4 });
  });

  it('knows nothing of the jobs of others', async () => {
    const bench = await open();
    for (const job of ['other.4', 'mail.', 'mail.x', '']) {
      const { status, json } = await bench.ls('POST', '/job_status', { job });
      expect({ status, json }).toEqual({ status: 410, json: { job_status: 'removed' } });
    }
  });
});

describe('labels that the project lacks', () => {
  const wider = spamConfig.replace('<Choice value="ham"/>', '<Choice value="ham"/><Choice value="news"/>');

  it('are told at setup, and their answers refused by name until the project has them', async () => {
    const bench = await open();
    expect((await bench.ls('POST', '/setup', setup(wider))).json.missing_labels).toEqual(['news']);
    const body = {
      ...annotated('ANNOTATION_CREATED', 0, choice(1, 'news')),
      project: { ...lsProject, label_config: wider },
    };
    const { status, json } = await bench.ls('POST', '/webhook', body);
    // an error status would make Label Studio switch the webhook off after some
    expect(status).toBe(201);
    expect(json.result).toMatchObject({ taken: 0, refused: [{ id: 1, code: 'INVALID_ANSWER' }] });
    expect(json.result.refused[0].detail).toContain('"news"');
    await bench.api('PATCH', '', { labels: [{ name: 'spam' }, { name: 'ham' }, { name: 'news' }] });
    expect((await bench.ls('POST', '/webhook', body)).json.result).toMatchObject({ taken: 1, refused: [] });
  });
});

describe('a labelling interface that cannot be answered', () => {
  const taxonomy =
    '<View><Text name="text" value="$text"/><Taxonomy name="t" toName="text"><Choice value="a"/></Taxonomy></View>';

  it('is refused at setup with what is needed', async () => {
    const bench = await open();
    const { status, json } = await bench.ls('POST', '/setup', setup(taxonomy));
    expect({ status, code: json.code }).toEqual({ status: 400, code: 'INVALID_REQUEST' });
    expect(json.detail).toContain('is <Taxonomy>');
    expect(json.detail).toContain('<Choices>');
    expect((await bench.ls('POST', '/validate', { config: taxonomy })).status).toBe(400);
    expect((await bench.ls('POST', '/validate', { config: spamConfig })).json).toEqual({});
  });

  it('refuses its annotations one by one', async () => {
    const bench = await open();
    const body = {
      ...annotated('ANNOTATION_CREATED', 0, choice(1, 'spam')),
      project: { ...lsProject, label_config: taxonomy },
    };
    const { status, json } = await bench.ls('POST', '/webhook', body);
    expect({ status, refused: json.result.refused.length }).toEqual({ status: 201, refused: 1 });
  });
});

describe('what is no request of Label Studio', () => {
  it.each([
    ['/setup', {}],
    ['/setup', { schema: 7 }],
    ['/setup', { schema: '<View' }],
    ['/predict', {}],
    ['/predict', { tasks: 'all' }],
    ['/predict', { tasks: [null] }],
    ['/predict', { tasks: [], label_config: '<View/>' }],
    ['/webhook', {}],
    ['/webhook', { action: null }],
    ['/train', { annotations: 3 }],
    ['/job_status', {}],
  ])('is refused: %s of %j', async (path, body) => {
    const bench = await open();
    const { status, json } = await bench.ls('POST', path, body);
    expect({ status, code: json.code }).toEqual({ status: 400, code: 'INVALID_REQUEST' });
  });

  it.each([
    { annotation: null },
    { annotation: 'x' },
    { annotation: [] },
    { annotation: { id: {}, result: 3 } },
    { annotation: { id: 1, result: [{ type: 'choices', value: 'spam' }] }, task: 4 },
    { annotation: { id: 1, result: null }, task: { id: 4, data: { text: 'a' } } },
    { annotation: { id: 1, task: 5, result: [] }, task: { id: 4, data: { text: 'a' } } },
    { annotations: [null, 3, { id: 2 }] },
    { project: null },
    { project: { id: {}, label_config: 5 } },
    { project: { id: 8, label_config: '<View' }, annotation: choice(1, 'spam') },
  ])('changes nothing when it is a webhook: %j', async (body) => {
    const bench = await open();
    for (const action of ['ANNOTATION_CREATED', 'ANNOTATIONS_CREATED', 'ANNOTATION_UPDATED', 'ANNOTATIONS_DELETED']) {
      expect((await bench.ls('POST', '/webhook', { action, ...body })).status).toBe(201);
    }
    expect(
      (await bench.ls('POST', '/webhook', { action: 'TASKS_CREATED', tasks: [null, 3, { data: [] }] })).json.result,
    ).toMatchObject({ added: 0, refused: [{}, {}] });
    expect(await responsesOf(bench)).toEqual([]);
  });
});

describe('the rest of the contract', () => {
  it('has an empty answer where there is nothing to say', async () => {
    const bench = await open();
    await bench.ls('POST', '/setup', setup());
    expect((await bench.ls('GET', '/metrics')).json).toEqual({});
    expect((await bench.ls('POST', '/delete', { project: '8.172' })).json).toEqual({});
    const copied = { project_src: '8.172', project_dst: '9.173' };
    expect((await bench.ls('POST', '/duplicate_model', copied)).json).toEqual({});
    expect((await bench.ls('GET', '/versions')).json).toEqual({ versions: ['alaas-mail-0'] });
  });

  it('answers no page: neither HTML nor a CORS header', async () => {
    const bench = await open();
    const { headers } = await bench.ls('GET', '/health');
    expect(headers['content-type']).toContain('application/json');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    const from = { headers: { origin: 'https://evil.example' } };
    expect((await bench.ls('GET', '/health', undefined, from)).status).toBe(403);
  });
});

describe('who may call', () => {
  const token = 'correct-horse-battery';
  const basic = (name: string, password: string) => ({
    headers: { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` },
  });

  async function memberToken({ api }: LabelStudioBench, role: string): Promise<string> {
    const { json } = await api('POST', '/members', { name: `Label Studio ${role}`, role });
    return json.token;
  }

  it('is who has a token, as a password or in the usual way', async () => {
    const bench = await open({}, { token });
    const member = await memberToken(bench, 'annotator');
    for (const given of [basic('any', token), basic('', member), { headers: { authorization: `Bearer ${member}` } }]) {
      expect((await bench.ls('GET', '/health', undefined, given)).status).toBe(200);
      expect((await bench.ls('POST', '/setup', setup(), given)).status).toBe(200);
    }
    for (const given of [basic('any', 'wrong'), basic(token, ''), { headers: {} }]) {
      expect((await bench.ls('GET', '/health', undefined, given)).status).toBe(401);
    }
  });

  it('takes a password nowhere else', async () => {
    const bench = await open({}, { token });
    expect((await bench.call('GET', '/v1/projects/mail', basic('any', token))).status).toBe(401);
  });

  it('shows a project to nobody who is no member of it', async () => {
    const bench = await open({}, { token });
    const member = await memberToken(bench, 'annotator');
    const headers = { authorization: `Bearer ${token}` };
    const body = { id: 'other', dataset: 'letters', labels: [{ name: 'a' }] };
    expect((await bench.call('POST', '/v1/projects', { headers, body })).status).toBe(201);
    expect((await bench.call('GET', '/label-studio/other/health', basic('x', member))).status).toBe(404);
  });

  it('lets annotators answer what there is, and only admins add items and set gold', async () => {
    const bench = await open({}, { token });
    const annotator = basic('ls', await memberToken(bench, 'annotator'));
    const admin = basic('ls', await memberToken(bench, 'admin'));
    const send = async (body: object, by: typeof admin) => (await bench.ls('POST', '/webhook', body, by)).json.result;
    expect(await send(annotated('ANNOTATION_CREATED', 0, choice(1, 'spam')), annotator)).toMatchObject({ taken: 1 });
    const unknown = annotated('ANNOTATION_CREATED', 70, choice(2, 'spam'));
    const gold = annotated('ANNOTATION_CREATED', 1, choice(3, 'ham', { ground_truth: true }));
    for (const body of [unknown, gold]) {
      expect(await send(body, annotator)).toMatchObject({ taken: 0, refused: [{ code: 'FORBIDDEN' }] });
      expect(await send(body, admin)).toMatchObject({ taken: 1, refused: [] });
    }
  });
});
