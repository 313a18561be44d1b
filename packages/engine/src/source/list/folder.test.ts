import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filePath } from '../file-uri.ts';
import { faultOf } from '../sources.fixture.ts';
import { folderOf, type ListSpec, listed } from './list.fixture.ts';

describe('a folder', () => {
  test('gives its images and texts, and those below it, sorted by path in code units', async () => {
    const names = [
      'B.jpg',
      'a-b/1.png',
      'a.gif',
      'a/1.JPEG',
      'a/b/c.webp',
      'a/b.txt',
      'a0.jpg',
      'é.jpg',
      '10.jpg',
      '9.jpg',
    ];
    const folder = await folderOf(Object.fromEntries(names.map((name) => [name, 'x'])));
    const items = await listed({ input: folder });
    // B < a < é; 10 < 9; "a-b/" < "a.gif" < "a/..." < "a0"; "a/1" < "a/b.txt" < "a/b/c"
    const order = [
      '10.jpg',
      '9.jpg',
      'B.jpg',
      'a-b/1.png',
      'a.gif',
      'a/1.JPEG',
      'a/b.txt',
      'a/b/c.webp',
      'a0.jpg',
      'é.jpg',
    ];
    expect(items.map(({ id }) => id)).toEqual(order);
  });

  test('labels an item with the name of its folder where that is asked for', async () => {
    const folder = await folderOf({ 'cat/1.jpg': 'x', 'dog/old/2.jpg': 'x', 'dog/3.txt': 'x' });
    const labelsOf = async (input: string, labelFolders: boolean) =>
      (await listed({ input, labelFolders })).map(({ id, label }) => [id, label]);
    expect(await labelsOf(folder, true)).toEqual([
      ['cat/1.jpg', 'cat'],
      ['dog/3.txt', 'dog'],
      ['dog/old/2.jpg', 'old'],
    ]);
    expect(await labelsOf(join(folder, '*', '*.jpg'), true)).toEqual([['cat/1.jpg', 'cat']]);
    expect((await listed({ input: folder })).every((item) => !('label' in item))).toBe(true);
  });

  test('gives file: URIs that lead back to the files, whatever signs their names hold', async () => {
    const names = ['a b#1?.jpg', 'per%20cent.jpg', 'ü [x].jpg'];
    const folder = await folderOf(Object.fromEntries(names.map((name) => [name, 'x'])));
    const items = await listed({ input: folder });
    expect(items.map(({ uri }) => filePath(uri))).toEqual(names.map((name) => join(folder, name)));
  });

  test('may be named by a URI, and with a final slash', async () => {
    const folder = await folderOf({ 'sub folder/a.jpg': 'x' });
    const expected = [{ id: 'a.jpg', uri: `file://${folder}/sub%20folder/a.jpg` }];
    expect(await listed({ input: `file://${folder}/sub%20folder` })).toEqual(expected);
    expect(await listed({ input: `${folder}/sub folder/` })).toEqual(expected);
  });

  test('hides hidden files and folders, other kinds of files, and what symlinked folders hold', async () => {
    const folder = await folderOf({ 'a.jpg': 'x', '.b.jpg': 'x', '.git/c.jpg': 'x', 'notes.md': 'x', jpg: 'x' });
    const other = await folderOf({ 'd.jpg': 'x' });
    await symlink(other, join(folder, 'linked.jpg'));
    await symlink(join(other, 'd.jpg'), join(folder, 'e.jpg'));
    await symlink(join(other, 'gone.jpg'), join(folder, 'f.jpg'));
    // a link to a file is an item, one that leads nowhere too: its read will say so
    expect((await listed({ input: folder })).map(({ id }) => id)).toEqual(['a.jpg', 'e.jpg', 'f.jpg']);
  });

  test('that holds no image and no text is an empty pool, named with what was looked for', async () => {
    const folder = await folderOf({ 'notes.md': 'x', 'deep/er/': '' });
    const fault = await faultOf(listed({ input: folder }));
    expect(fault.code).toBe('EMPTY_POOL');
    expect(fault.message).toContain(folder);
    expect(fault.message).toContain('jpg, jpeg, png, webp, gif, txt, wav, mp3');
  });

  test('gives its recordings, and its time series only where it holds nothing else', async () => {
    const mixed = await folderOf({ 'a.wav': 'x', 'b/c.OPUS': 'x', 'b/d.mp3': 'x', 'e.flac': 'x', 'labels.csv': 'x' });
    expect((await listed({ input: mixed })).map(({ id }) => id)).toEqual(['a.wav', 'b/c.OPUS', 'b/d.mp3', 'e.flac']);
    const series = await folderOf({ '1.csv': 'x', '2.npy': 'x', 'b/3.json': 'x', 'b/4.tsv': 'x', 'notes.md': 'x' });
    expect((await listed({ input: series })).map(({ id }) => id)).toEqual(['1.csv', '2.npy', 'b/3.json', 'b/4.tsv']);
  });

  test('that does not exist is named', async () => {
    const fault = await faultOf(listed({ input: '/no/such/folder' }));
    expect(fault).toMatchObject({ code: 'SOURCE_NOT_FOUND', message: expect.stringContaining('/no/such/folder') });
  });

  test('of thousands of files gives all of them', async () => {
    const names = Array.from({ length: 2500 }, (_, i) => `${i % 7}/${i}.jpg`);
    const folder = await folderOf(Object.fromEntries(names.map((name) => [name, ''])));
    const ids = (await listed({ input: folder })).map(({ id }) => id);
    expect(ids).toEqual(names.toSorted());
  });

  test('can be cancelled', async () => {
    const folder = await folderOf({ 'a/b.jpg': 'x' });
    expect(await faultOf(listed({ input: folder }, { signal: AbortSignal.abort() }))).toMatchObject({
      code: 'CANCELLED',
    });
  });
});

describe('one file', () => {
  test('that is a recording or an array is a pool of one too', async () => {
    const folder = await folderOf({ 'one.wav': 'x', 'two.npy': 'x' });
    expect((await listed({ input: `${folder}/one.wav` })).map(({ id }) => id)).toEqual(['one.wav']);
    expect((await listed({ input: `${folder}/two.npy` })).map(({ id }) => id)).toEqual(['two.npy']);
  });

  test('that is an image is a pool of one', async () => {
    const folder = await folderOf({ 'one.PNG': 'x' });
    expect(await listed({ input: `${folder}/one.PNG` })).toEqual([{ id: 'one.PNG', uri: `file://${folder}/one.PNG` }]);
  });

  test.each(['images/a.jpg', './a.jpg', 's3://bucket/list.csv'])(
    'named %s is refused: its place is not known',
    async (input) => {
      expect(await faultOf(listed({ input }))).toMatchObject({ code: 'SOURCE_UNSUPPORTED' });
    },
  );
});

describe('a remote caller', () => {
  test('lists folders, globs and manifests inside the roots', async () => {
    const folder = await folderOf({ 'in/a.jpg': 'x', 'in/list.txt': 'a.jpg\n' });
    const spec: ListSpec = { access: 'remote', sources: { roots: [folder] } };
    for (const name of ['in', 'in/*.jpg', 'in/list.txt', 'in/a.jpg']) {
      expect((await listed({ input: `${folder}/${name}` }, spec)).map(({ uri }) => uri)).toContain(
        `file://${folder}/in/a.jpg`,
      );
    }
  });

  test('lists nothing outside, nor learns whether it exists', async () => {
    const folder = await folderOf({ 'root/a.jpg': 'x', 'out/b.jpg': 'x', 'out/list.txt': 'b.jpg\n' });
    await symlink(`${folder}/out`, `${folder}/root/link`);
    const spec: ListSpec = { access: 'remote', sources: { roots: [`${folder}/root`] } };
    const names = [
      'out',
      'out/*.jpg',
      'out/list.txt',
      'out/b.jpg',
      'gone',
      'gone/*.jpg',
      'root/link',
      'root/link/list.txt',
    ];
    for (const name of [...names, 'root/../out', 'root/link/*.jpg']) {
      expect(await faultOf(listed({ input: `${folder}/${name}` }, spec)), name).toMatchObject({
        code: 'SOURCE_FORBIDDEN',
      });
    }
  });
});
