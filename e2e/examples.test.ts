import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { createFolder } from './cli.fixture.ts';
import { startService } from './served.fixture.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const data = join(root, '../shared/data');
const messages = join(data, 'text/sms-spam.tsv');
const photos = join(data, 'images/trashnet.tar');
const model = join(data, 'models/mobilenet-v1-0.25-128.onnx');

/** Runs an example in a folder against a service, and gives what it printed. */
async function example(name: string, args: readonly string[], on: { readonly cwd: string; readonly url: string }) {
  const { ALAAS_TOKEN: _token, ...env } = process.env;
  const { stdout } = await run(process.execPath, [join(root, 'examples', name), ...args], {
    cwd: on.cwd,
    env: { ...env, ALAAS_URL: on.url },
  });
  return stdout;
}

test('labels from a script with three annotators', { timeout: 240_000 }, async () => {
  await using folder = await createFolder();
  await using service = await startService(folder.path, []);
  const out = await example('oracle.ts', [], { cwd: folder.path, url: service.url });
  // 100 items, two answers each
  expect(out).toContain('100 records have two answers, 200 in all.');
  expect(out).toMatch(/Accuracy on those drawn at random: [01]\.\d\d\n/);
  expect(out).toMatch(/Krippendorff's alpha: 0\.\d\d\n/);
  expect(out.match(/ and \w+: kappa -?[01]\.\d\d on \d+ records/g)?.length).toBe(3);
  // annotators are mistaken one time in ten, so that some pairs of answers differ
  expect(out).toMatch(/A reviewer decided on box-\d+\./);
  expect(out).toMatch(/\nid,uri,text,label,annotator,/);
});

const noMessages = existsSync(messages) ? '' : ' (skipped: there is no sms-spam.tsv)';

test.skipIf(noMessages !== '')(`makes a spam filter from 40 labels${noMessages}`, { timeout: 240_000 }, async () => {
  await using folder = await createFolder();
  await using service = await startService(folder.path, []);
  const out = await example('spam-filter.ts', [messages, '40'], { cwd: folder.path, url: service.url });
  expect(out).toMatch(/^20 labels, model \d+, accuracy /m);
  expect(out).toMatch(/^40 labels, model \d+, accuracy [01]\.\d{3} \(0\.\d\d to 1\.00\)$/m);
  expect(out).toMatch(/^spam 0\.\d\d\nham 0\.\d\d$/m);
  expect((await stat(join(folder.path, 'spam-filter.onnx'))).size).toBeGreaterThan(1000);
});

const noPhotos = existsSync(photos) && existsSync(model) ? '' : ' (skipped: there is no trashnet.tar or MobileNet)';

test.skipIf(noPhotos !== '')(`sorts photos with 60 labels${noPhotos}`, { timeout: 240_000 }, async () => {
  await using folder = await createFolder();
  await run('tar', ['-xf', photos, '-C', folder.path]);
  for (const kind of await readdir(join(folder.path, 'trashnet'))) {
    await mkdir(join(folder.path, 'photos', kind), { recursive: true });
    const names = (await readdir(join(folder.path, 'trashnet', kind))).sort().slice(0, 50);
    for (const name of names) {
      await copyFile(join(folder.path, 'trashnet', kind, name), join(folder.path, 'photos', kind, name));
    }
  }
  await using service = await startService(folder.path, []);
  const out = await example('photo-sorting.ts', ['photos', model, '60'], { cwd: folder.path, url: service.url });
  expect(out).toContain('60 of 300 photos were labelled.');
  const share = Number(/Sorted 300: (\d+\.\d) %/.exec(out)?.[1]);
  // six kinds of fifty: chance is 17 %
  expect(share).toBeGreaterThan(40);
  expect(out).toMatch(/The project's own estimate: \d+\.\d % \(\d+\.\d to \d+\.\d\)\./);
});
