import { expect, test } from 'vitest';
import { streamOf } from '../world.fixture.ts';
import { readInput } from './input.ts';

const world = { cwd: '/home/me/here', stdin: streamOf() };

test.each([
  ['photos', '/home/me/here/photos'],
  ['./photos/', '/home/me/here/photos'],
  ['../other/list.csv', '/home/me/other/list.csv'],
  ['/data/photos', '/data/photos'],
  ['photos/**/*.jpg', '/home/me/here/photos/**/*.jpg'],
  ['file:photos', '/home/me/here/photos'],
  ['file:///data/photos', 'file:///data/photos'],
  ['https://example.test/list.jsonl', 'https://example.test/list.jsonl'],
])('%s is sent as %s', async (input, sent) => {
  expect(await readInput(input, world)).toEqual({ input: sent });
});

test('sends standard input as a manifest whose paths start from the working directory', async () => {
  const umlaut = new TextEncoder().encode('grün.jpg\n');
  const stdin = streamOf('a.jpg\n', umlaut.slice(0, 3), umlaut.slice(3));
  expect(await readInput('-', { ...world, stdin })).toEqual({
    manifest: { text: 'a.jpg\ngrün.jpg\n', format: 'auto', base: '/home/me/here' },
  });
});

test.each([
  ['nothing', ['\n ']],
  ['bytes that are no UTF-8', [new Uint8Array([0x61, 0xff, 0x0a])]],
])('refuses %s as a manifest', async (_, chunks) => {
  await expect(readInput('-', { ...world, stdin: streamOf(...chunks) })).rejects.toMatchObject({
    code: 'INVALID_MANIFEST',
  });
});
