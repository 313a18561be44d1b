import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@alaas/client';
import { expect, test } from 'vitest';
import { createFolder, endOf, startAlaas } from './cli.fixture.ts';
import { startService } from './served.fixture.ts';

/** Texts whose first word tells the label: `offer 7 ...` or `meet 8 ...`. */
const texts = Array.from({ length: 60 }, (_, i) =>
  i % 3 === 0 ? `offer ${i} win a prize for free` : `meet ${i} see you at home`,
);

/** An `alaas` whose service and folder are fixed. */
function commandOf(cwd: string, url: string) {
  return async (args: readonly string[], { input = '', token = '' } = {}) => {
    const child = startAlaas(cwd, args, { ALAAS_URL: url, ALAAS_TOKEN: token });
    child.stdin.end(input);
    return await endOf(child);
  };
}

test('goes from texts to a filter, with a colleague, by commands alone', { timeout: 240_000 }, async () => {
  await using folder = await createFolder();
  await using service = await startService(folder.path, []);
  const run = commandOf(folder.path, service.url);
  await writeFile(join(folder.path, 'texts.csv'), `id,text\n${texts.map((text, i) => `t${i},${text}`).join('\n')}\n`);

  const pushed = await run(['dataset', 'create', 'mail', '--input', 'texts.csv']);
  expect(pushed).toMatchObject({ code: 0 });
  expect(pushed.out).toContain('Added 60 items to mail. 60 of 60 have features.');

  await writeFile(
    join(folder.path, 'project.yml'),
    'id: spam\ndataset: mail\nlabels: [{ name: spam }, { name: ham }]\n',
  );
  expect(await run(['project', 'create', 'project.yml', '--batch', '5'])).toMatchObject({ code: 0 });
  expect(await run(['project', 'create', 'project.yml'])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^CONFLICT: /),
  });

  // an annotator that is a program: it reads records as JSON and answers by lines
  const labelling = startAlaas(folder.path, ['label', 'spam', '--json', '--count', '30'], { ALAAS_URL: service.url });
  const ended = endOf(labelling);
  let [seen, rest] = [0, ''];
  labelling.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const record = JSON.parse(line) as { text?: string };
      if (record.text === undefined) continue;
      seen++;
      labelling.stdin.write(record.text.startsWith('offer') ? 'spam\n' : '2\n');
    }
  });
  const { code, out } = await ended;
  expect({ code, seen }).toEqual({ code: 0, seen: 30 });
  expect(JSON.parse(out.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ answered: 30, refused: 0 });

  const metrics = await run(['project', 'metrics', 'spam', '--settled']);
  expect(metrics.out).toContain('  labelled     30 of 60 items (30 answers, ');
  expect(metrics.out).toMatch(/accuracy +\d+\.\d % \(\d+\.\d to \d+\.\d\) on \d+ answers? drawn at random/);

  const predicted = await run(['predict', 'spam', 'win a prize', 'see you at home']);
  expect(predicted.out).toMatch(/^spam {2}0\.\d{3} {2}win a prize\nham {2}[01]\.\d{3} {2}see you at home\n$/);

  const rounds = JSON.parse((await run(['project', 'rounds', 'spam', '--json'])).out) as { number: number }[];
  const replayed = await run(['replay', 'spam', String(rounds[0]?.number)]);
  expect(replayed).toMatchObject({ code: 0 });
  expect(replayed.out).toMatch(/^Round \d+ again: the same \d+ items? in the same order\.\n$/);

  expect(await run(['export', 'spam', '--format', 'onnx', '--out', 'spam.onnx'])).toMatchObject({ code: 0 });
  expect((await readFile(join(folder.path, 'spam.onnx'))).length).toBeGreaterThan(100);
  expect(await run(['export', 'spam', '--out', 'labels.jsonl'])).toMatchObject({ code: 0 });

  // what was exported can be imported by another project on the same items, and a second time changes nothing
  await run(['project', 'create', 'copy', '--dataset', 'mail', '--labels', 'spam,ham']);
  expect((await run(['import', 'copy', 'labels.jsonl'])).out).toContain('30 answers taken');
  expect((await run(['import', 'copy', 'labels.jsonl'])).out).toContain('0 answers taken, 30 known already');

  const added = await run(['members', 'add', 'spam', 'Ada', '--json']);
  const { token } = JSON.parse(added.out) as { token: string };
  expect(await run(['label', 'spam', '--count', '1'], { input: 'ham\n', token })).toMatchObject({ code: 0 });
  expect(await run(['project', 'delete', 'spam'], { token })).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^FORBIDDEN: /),
  });
  expect(await run(['project', 'show', 'copy'], { token })).toMatchObject({ code: 2, out: '' });
  expect((await run(['members', 'spam'])).out).toMatch(/^Ada +annotator +1 /m);
});

test('does the same by the client', { timeout: 240_000 }, async () => {
  await using folder = await createFolder();
  await using service = await startService(folder.path, []);
  const client = createClient({ url: service.url });
  await client.datasets.create({ id: 'mail' });
  const { job } = await client.datasets.push('mail', { items: texts.map((text, i) => ({ id: `t${i}`, text })) });
  await client.jobs.wait(job);
  await client.projects.create({ id: 'spam', dataset: 'mail', labels: [{ name: 'spam' }, { name: 'ham' }], batch: 5 });
  expect((await client.projects.list()).map(({ id }) => id)).toEqual(['spam']);
  const project = client.project('spam');

  for await (const leases of project.batches({ n: 5 })) {
    const { items } = await project.respond(
      leases.map(({ item, id, text = '' }) => ({ item, lease: id, value: text.startsWith('offer') ? 'spam' : 'ham' })),
    );
    expect(items.every((outcome) => 'response' in outcome)).toBe(true);
  }
  const { pool, training, evaluation } = await project.settled({ measured: true });
  expect(pool).toMatchObject({ items: 60, completed: 60, responses: 60 });
  expect(training).toMatchObject({ behind: 0, error: null });
  expect(evaluation?.accuracy?.value).toBeGreaterThan(0.8);

  const [undone] = await project.undo();
  const held = await project.next({ n: 1 });
  expect(held.leases.map(({ item }) => item)).toEqual([undone?.item]);
  expect(await project.heartbeat(held.leases.map(({ id }) => id))).toEqual(held.leases.map(({ id }) => id));
  await project.giveBack(held.leases.map(({ id }) => id));
  expect((await project.redo()).map(({ item }) => item)).toEqual([undone?.item]);

  const records: string[] = [];
  for await (const { item } of project.records({ status: 'completed' })) records.push(item);
  expect(records.length).toBe(60);
  const history: string[] = [];
  for await (const { item } of project.history()) history.push(item);
  expect(history.length).toBeGreaterThanOrEqual(60);
  expect((await project.record('t0')).answer).toBe('spam');

  const versions = await project.models();
  const kept = versions.find(({ isKept, isServing }) => isKept && !isServing);
  if (kept !== undefined) {
    expect((await project.serve(kept.version)).find(({ isServing }) => isServing)?.version).toBe(kept.version);
    await project.serve('latest');
  }
  const { items } = await project.predict([{ text: 'win a prize' }, { item: 't1' }, { item: 'none' }]);
  expect(items).toMatchObject([{ value: 'spam' }, { value: 'ham' }, { error: { code: 'NOT_FOUND' } }]);

  const changed = await project.update({ batch: 7 }, { version: 1 });
  await expect(project.update({ batch: 8 }, { version: 1 })).rejects.toMatchObject({ code: 'CONFLICT' });
  expect([changed.version, (await project.versions()).length]).toEqual([2, 2]);

  const ada = await project.members.add('Ada');
  expect((await project.members.setRole(ada.id, 'reviewer')).role).toBe('reviewer');
  expect((await project.members.renewToken(ada.id)).token).not.toBe(ada.token);
  await project.members.remove(ada.id);
  expect(await project.members.list()).toEqual([]);

  await project.adjudicate('t1', 'spam', { note: 'on second thoughts' });
  expect((await project.record('t1')).answer).toBe('spam');
  await project.setGold([{ item: 't2', value: 'ham' }]);
  await project.removeGold('t2');
  expect((await project.audit({ limit: 2 })).length).toBe(2);

  const hook = await project.webhooks.create({ url: 'http://127.0.0.1:9/', events: ['stop.advised'] });
  expect((await project.webhooks.setActive(hook.id, false)).isActive).toBe(false);
  expect(await project.webhooks.deliveries(hook.id)).toEqual([]);
  await project.webhooks.delete(hook.id);
  expect(await project.webhooks.list()).toEqual([]);

  await project.delete();
  await expect(project.get()).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
