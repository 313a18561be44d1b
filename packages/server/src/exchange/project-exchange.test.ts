import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database/database.ts';
import { describeEngines, type TestPlace } from '../database/testing/engines.ts';
import { owner } from '../http/callers.ts';
import { FakeChoices } from '../projects/project.fixture.ts';
import type { ProjectEvent } from '../projects/project-events.ts';
import { createSettingsMemory } from '../projects/work.ts';
import { MemoryEngine } from '../testing/memory-engine.ts';
import type { Datasets } from '../use-cases/datasets.ts';
import { builtInModel } from '../use-cases/models.ts';
import { createExchange, type Exchange } from './exchange.ts';
import type { Included } from './exchange-store.ts';
import { streamOf } from './project.fixture.ts';
import { createProjectExchange } from './project-exchange.ts';

const project = 'mail';
const now = 1_700_000_000_000;
const at = '2026-01-01T10:00:00.000Z';

describeEngines('a project', (make) => {
  let test: TestPlace;
  let database: Database;
  let engine: MemoryEngine;
  let choices: FakeChoices;
  let exchange: Exchange;
  let events: ProjectEvent[];

  beforeEach(async () => {
    test = await make();
    database = await openDatabase(test.place);
    engine = new MemoryEngine();
    choices = new FakeChoices(0);
    events = [];
    engine.createDataset('letters', builtInModel('text'), 'local');
    await engine.addItems(
      'letters',
      {
        items: [
          { id: 'a', uri: 'file:///a.txt' },
          { id: 'b', uri: 'inline:b', text: 'Text of b' },
        ],
      },
      watch,
    );
    const datasets: Pick<Datasets, 'pushPools'> = {
      async pushPools(id, pools) {
        let [added, known] = [0, 0];
        for await (const pool of pools) {
          const counts = await engine.addItems(id, pool, watch);
          added += counts.added;
          known += counts.known;
        }
        return { added, known, job: 'scan' };
      },
    };
    const settings = {
      name: 'Mail',
      task: 'single-label',
      dataset: 'letters',
      seed: 0,
      overlap: 2,
      labels: [
        { name: 'spam', description: '' },
        { name: 'ham', description: '' },
      ],
    };
    await database.projects.inProject(project, (data) =>
      data.project.insert({
        version: 1,
        settings: JSON.stringify(settings),
        sequence: 0,
        dataset: 'letters',
        created_at: now,
        created_by: 'owner',
      }),
    );
    const memory = createSettingsMemory();
    const store = createProjectExchange({
      store: database.projects,
      settings: memory,
      people: database.people,
      engine,
      datasets,
      choices: async () => choices,
      events: { emit: (event) => void events.push(event) },
      now: () => now,
    });
    exchange = createExchange({
      projects: database.projects,
      settings: memory,
      engine,
      store,
      maxBytes: 10 ** 9,
      now: () => now,
    });
  });

  afterEach(async () => {
    await database.close();
    await test.remove();
  });

  const watch = { signal: new AbortController().signal, onProgress: () => undefined };

  function send(
    rows: readonly unknown[],
    given: { addItems?: boolean; annotator?: string; signal?: AbortSignal } = {},
  ) {
    const file = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const how = {
      caller: owner,
      access: 'local',
      annotator: 'import',
      addItems: true,
      format: 'jsonl',
      signal: watch.signal,
    } as const;
    return exchange.import(project, streamOf([file]), { ...how, ...given });
  }

  async function exported(include: Included = 'answered') {
    const { file } = await exchange.export(project, { format: 'jsonl', include });
    const text = (await file.toArray()).join('');
    return text === ''
      ? []
      : text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line));
  }

  it('takes the labels that items came with as answers, once, and reports those it does not know', async () => {
    const items = [
      { id: 'c', uri: 'file:///c.txt', label: 'spam' },
      { id: 'd', uri: 'file:///d.txt', label: 'neither' },
      { id: 'e', uri: 'file:///e.txt', label: 'ham' },
    ];
    await engine.addItems('letters', { items }, watch);
    const how = { caller: owner, access: 'local', annotator: 'data', addItems: false, signal: watch.signal } as const;
    const { errors, ...counts } = await exchange.importKnown(project, how);
    expect(counts).toEqual({ rows: 3, items: 0, responses: 2, known: 0, failed: 1 });
    expect(errors).toMatchObject([{ line: 2, code: 'INVALID_ANSWER' }]);
    const said = (await exported()).map(({ item, responses: [{ annotator, value, origin }] }) => ({
      item,
      annotator,
      value,
      origin,
    }));
    expect(said).toEqual([
      { item: 'c', annotator: 'data', value: 'spam', origin: 'import' },
      { item: 'e', annotator: 'data', value: 'ham', origin: 'import' },
    ]);
    expect(await exchange.importKnown(project, how)).toMatchObject({ responses: 0, known: 2, failed: 1 });
  });

  it('reports a row whose id no address could name, and takes the others', async () => {
    const { errors, items } = await send([
      { item: 'fine', text: 'a', answer: 'spam' },
      { item: '..', text: 'b', answer: 'spam' },
    ]);
    expect(errors).toMatchObject([{ line: 2, code: 'INVALID_REQUEST', detail: expect.stringContaining('".."') }]);
    expect(items).toBe(1);
  });

  it('takes answers with their people, times and notes, and gives them back', async () => {
    const responses = [
      { annotator: 'Ada', value: 'spam', createdAt: at, leadTimeMs: 1200, note: 'sure?', origin: 'accepted' },
      { annotator: 'Bob', status: 'skipped', createdAt: at },
    ];
    const rows = [
      { item: 'a', responses },
      { text: 'new one', label: 'ham' },
    ];
    expect(await send(rows)).toEqual({ rows: 2, items: 1, responses: 3, known: 0, failed: 0, errors: [] });
    expect(await exported()).toEqual([
      {
        item: 'a',
        uri: 'file:///a.txt',
        status: 'flagged',
        answer: 'spam',
        responses: [
          {
            annotator: 'Ada',
            status: 'submitted',
            value: 'spam',
            origin: 'import',
            leadTimeMs: 1200,
            createdAt: at,
            note: 'sure?',
          },
          { annotator: 'Bob', status: 'skipped', origin: 'import', createdAt: at },
        ],
        isTest: false,
        reason: { arm: 'import', strategy: 'import' },
      },
      {
        item: expect.stringMatching(/^inline:[0-9a-f]{32}$/),
        uri: expect.stringMatching(/^inline:/),
        text: 'new one',
        status: 'pending',
        answer: 'ham',
        responses: [
          {
            annotator: 'import',
            status: 'submitted',
            value: 'ham',
            origin: 'import',
            createdAt: new Date(now).toISOString(),
          },
        ],
        isTest: false,
        reason: { arm: 'import', strategy: 'import' },
      },
    ]);
    expect(events.filter(({ type }) => type === 'response.created')).toHaveLength(3);
  });

  it('takes the same file, and its own export, once', async () => {
    const rows = [
      { item: 'a', label: 'spam', annotator: 'Ada' },
      { item: 'a', label: 'ham', annotator: 'Ada' },
      { item: 'b', label: 'ham', annotator: 'Bob' },
    ];
    expect(await send(rows)).toMatchObject({ responses: 3, known: 0 });
    const before = await exported();
    expect(before.map(({ answer }) => answer)).toEqual(['ham', 'ham']);
    expect(await send(rows)).toMatchObject({ responses: 0, known: 3 });
    expect(await send(before)).toMatchObject({ responses: 0, known: 2, failed: 0 });
    expect(await exported()).toEqual(before);
  });

  it('finds items without an id by their URI and by their text', async () => {
    const rows = [
      { uri: 'file:///a.txt', label: 'spam' },
      { text: 'Text of b', label: 'ham' },
    ];
    expect(await send(rows)).toMatchObject({ items: 0, responses: 2 });
    expect((await exported()).map(({ item }) => item)).toEqual(['a', 'b']);
  });

  it('adds no items when it may not, and none of which it knows the id alone', async () => {
    const rows = [
      { id: 'x', label: 'spam' },
      { id: 'y', text: 'y', label: 'spam' },
      { id: 'a', label: 'spam' },
    ];
    const result = await send(rows, { addItems: false });
    expect(result).toMatchObject({
      items: 0,
      responses: 1,
      failed: 2,
      errors: [
        { line: 1, code: 'NOT_FOUND' },
        { line: 2, code: 'NOT_FOUND' },
      ],
    });
    expect(await send(rows)).toMatchObject({ items: 1, responses: 1, known: 1, failed: 1 });
  });

  it('refuses a name that no person can have, for its row alone', async () => {
    const result = await send([
      { id: 'a', label: 'spam', annotator: 'a/b' },
      { id: 'b', label: 'spam' },
    ]);
    expect(result).toMatchObject({ responses: 1, errors: [{ line: 1, code: 'INVALID_REQUEST' }] });
  });

  it('keeps an item of the test share there, and gold items gold', async () => {
    choices.test.add('a');
    await send([
      { id: 'a', label: 'spam' },
      { id: 'b', gold: 'ham' },
    ]);
    const [first, second] = await exported('all');
    expect(first).toMatchObject({ item: 'a', isTest: true, answer: 'spam' });
    expect(second).toMatchObject({ item: 'b', gold: 'ham', responses: [] });
  });

  it('completes a record when as many people as it needs agree', async () => {
    await send([
      { id: 'a', label: 'spam', annotator: 'Ada' },
      { id: 'b', label: 'spam', annotator: 'Ada' },
    ]);
    await send([{ id: 'a', label: 'spam', annotator: 'Bob' }]);
    expect((await exported('completed')).map(({ item }) => item)).toEqual(['a']);
    expect((await exported('all')).map(({ item, status }) => [item, status])).toEqual([
      ['a', 'completed'],
      ['b', 'pending'],
    ]);
  });

  it('exports items that nobody was asked about only when all are wanted', async () => {
    await send([{ id: 'b', label: 'spam' }]);
    expect(await exported()).toHaveLength(1);
    expect((await exported('all')).map(({ item, status }) => [item, status])).toEqual([
      ['b', 'pending'],
      ['a', 'unlabelled'],
    ]);
  });

  it('writes down who imported how much', async () => {
    await send([{ id: 'a', label: 'spam' }]);
    const trail = await database.projects.read(project, (data) => data.audit.list({ limit: 10 }));
    const imported = trail.find(({ action }) => action === 'answers.imported');
    expect(imported).toMatchObject({ person: 'owner', subject: project, details: '{"responses":1,"known":0}' });
  });

  it('exports and imports thousands of records, page by page', async () => {
    const rows = Array.from({ length: 1203 }, (_, i) => ({ id: `n${i}`, text: `number ${i}`, label: 'ham' }));
    expect(await send(rows)).toMatchObject({ items: 1203, responses: 1203, failed: 0 });
    expect((await exported()).map(({ item }) => item)).toEqual(rows.map(({ id }) => id));
  });

  it('knows no project that is not there', async () => {
    await expect(exchange.export('none', { format: 'jsonl', include: 'all' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
