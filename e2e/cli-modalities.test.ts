/** `alaas query` on recordings, time series and rows of a table, as a user's folder has them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sampleItems } from '../packages/server/src/index.ts';
import { alaas, createFolder, parseLines } from './cli.fixture.ts';

/** Sample contents as files, without their labels. */
async function writeSamples(kind: 'audio' | 'series', folder: string, extension: string): Promise<void> {
  const items = await sampleItems(kind, { seed: 4, size: 50 });
  await mkdir(folder);
  for (const { id, blob } of items) {
    await writeFile(join(folder, `${id}.${extension}`), Buffer.from(blob ?? '', 'base64'));
  }
}

test('chooses recordings of a folder by what they sound like, and reports the broken one', async () => {
  await using folder = await createFolder();
  await writeSamples('audio', join(folder.path, 'calls'), 'wav');
  await writeFile(join(folder.path, 'calls/cut.mp3'), 'ID3\x04');
  const query = ['query', '--input', 'calls', '--strategy', 'typiclust', '--budget', '6', '--errors', 'errors.jsonl'];
  const ran = await alaas(folder.path, query);
  expect(ran.code).toBe(0);
  const picks = parseLines(ran.out);
  expect(picks.length).toBe(6);
  for (const pick of picks) expect(pick).toMatchObject({ model: 'log-mel-statistics', strategy: 'typiclust' });
  expect(ran.err).toContain('Chose 6 of 50 items by typiclust on log-mel-statistics');
  expect(ran.err).toContain('DECODE_CORRUPT 1');
});

test('chooses time series of a folder', async () => {
  await using folder = await createFolder();
  await writeSamples('series', join(folder.path, 'pumps'), 'json');
  await writeFile(join(folder.path, 'pumps/one.csv'), 'time,current,temperature\n0,3.1,40\n1,3.3,40.2\n2,3.2,40.1\n');
  const ran = await alaas(folder.path, ['query', '--input', 'pumps', '--strategy', 'coreset', '--budget', '5']);
  expect(ran.code).toBe(0);
  expect(parseLines(ran.out).length).toBe(5);
  expect(ran.err).toContain('Chose 5 of 51 items by');
  expect(ran.err).toContain('on series-statistics');
});

test('chooses rows of a table, taught by its label column', async () => {
  await using folder = await createFolder();
  const items = await sampleItems('table', { seed: 4, size: 100 });
  const names = Object.keys(items[0]?.row ?? {});
  const lines = items.map(({ row = {}, label = '' }) => [...names.map((name) => row[name] ?? ''), label].join(','));
  await writeFile(join(folder.path, 'orders.csv'), `${names.join(',')},outcome\n${lines.join('\n')}\n`);
  const query = ['query', '--input', 'orders.csv', '--label-column', 'outcome', '--budget', '8', '--json'];
  const ran = await alaas(folder.path, query);
  expect(ran.code).toBe(0);
  const { picks, summary } = JSON.parse(ran.out);
  // three of each class are labelled, and of the rarest both that there are
  expect(summary).toMatchObject({ items: 100, labelled: 11, pool: 89, failed: 0, learner: 'softmax-regression' });
  for (const pick of picks) {
    expect(pick).toMatchObject({
      model: 'hashed-cells',
      id: expect.stringMatching(/^row:/),
      strategy: 'margin-confidence',
    });
  }
  const some = await alaas(folder.path, [...query, '--feature-columns', 'amount,country']);
  // rows that differ in other columns alone are one row now
  const { summary: fewer } = JSON.parse(some.out);
  expect(fewer.duplicateIds).toBeGreaterThan(0);
  expect(fewer.items + fewer.duplicateIds).toBe(100);
  const wrong = await alaas(folder.path, [...query, '--feature-columns', 'amont']);
  expect(wrong).toMatchObject({ code: 2 });
  expect(wrong.err + wrong.out).toContain('did you mean');
});
