import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareOutput } from './output-file.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alaas-out-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const read = (name: string) => readFile(join(folder, name), 'utf8');

test('shows nothing before the commit and everything after it', async () => {
  await writeFile(join(folder, 'picks.jsonl'), 'old\n');
  const file = await prepareOutput('picks.jsonl', '--out', folder);
  expect(file.path).toBe(join(folder, 'picks.jsonl'));
  await file.write(['{"rank":1}', '{"rank":2}']);
  expect(await read('picks.jsonl')).toBe('old\n');
  await file.commit();
  await file.discard();
  expect(await read('picks.jsonl')).toBe('{"rank":1}\n{"rank":2}\n');
  expect(await readdir(folder)).toEqual(['picks.jsonl']);
});

test('leaves no trace when discarded', async () => {
  const file = await prepareOutput('picks.jsonl', '--out', folder);
  await file.write(['x']);
  await file.discard();
  expect(await readdir(folder)).toEqual([]);
});

test('leaves no trace when a line cannot be made', async () => {
  const file = await prepareOutput('picks.jsonl', '--out', folder);
  function* lines() {
    yield 'a'.repeat(100_000);
    throw new Error('no more');
  }
  await expect(file.write(lines())).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
  await file.discard();
  expect(await readdir(folder)).toEqual([]);
});

test('writes many lines whole', async () => {
  const file = await prepareOutput('picks.jsonl', '--out', folder);
  const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i}`);
  await file.write(lines);
  await file.commit();
  expect(await read('picks.jsonl')).toBe(`${lines.join('\n')}\n`);
});

test('keeps a link and replaces the file it leads to', async () => {
  await mkdir(join(folder, 'real'));
  await writeFile(join(folder, 'real/picks'), 'old');
  await symlink('real/picks', join(folder, 'link'));
  const file = await prepareOutput('link', '--out', folder);
  await file.write(['new']);
  await file.commit();
  expect(await readlink(join(folder, 'link'))).toBe('real/picks');
  expect(await read('real/picks')).toBe('new\n');
});

test('writes into a device without putting a file in its place', async () => {
  const file = await prepareOutput('/dev/null', '--out', folder);
  await file.write(['x']);
  await file.commit();
  expect((await prepareOutput('/dev/null', '--out', folder)).path).toBe('/dev/null');
});

test('says early that a folder is missing, or is what the file should be', async () => {
  await mkdir(join(folder, 'picks'));
  await expect(prepareOutput('no/picks.jsonl', '--out', folder)).rejects.toMatchObject({
    code: 'INVALID_REQUEST',
    message: expect.stringContaining(join(folder, 'no')),
  });
  await expect(prepareOutput('picks', '--errors', folder)).rejects.toMatchObject({
    code: 'INVALID_REQUEST',
    message: expect.stringContaining('--errors'),
  });
});

test('writes bytes whole or not at all', async () => {
  async function* bytes(fails: boolean) {
    yield Uint8Array.of(1, 0);
    if (fails) throw new Error('cut off');
    yield Uint8Array.of(255);
  }
  const broken = await prepareOutput('head.onnx', '--out', folder);
  await expect(broken.writeBytes(bytes(true))).rejects.toThrow();
  await broken.discard();
  expect(await readdir(folder)).toEqual([]);
  const whole = await prepareOutput('head.onnx', '--out', folder);
  await whole.writeBytes(bytes(false));
  await whole.commit();
  expect([...(await readFile(join(folder, 'head.onnx')))]).toEqual([1, 0, 255]);
});
