import { symlink } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { faultOf } from '../sources.fixture.ts';
import { folderOf, listed } from './list.fixture.ts';

const files = {
  'a/1.jpg': 'x',
  'a/2.png': 'x',
  'a/deep/3.jpg': 'x',
  'a/deep/er/4.jpg': 'x',
  'b/5.jpg': 'x',
  'b/.6.jpg': 'x',
  'c (1)/7.jpg': 'x',
  'c 1/8.jpg': 'x',
  'd[1]/9.bmp': 'x',
  'd[1]/10.jpg': 'x',
};

describe('a glob', () => {
  test.each([
    ['*/*.jpg', ['a/1.jpg', 'b/5.jpg', 'c (1)/7.jpg', 'c 1/8.jpg', 'd[1]/10.jpg']],
    ['**/*.jpg', ['a/1.jpg', 'a/deep/3.jpg', 'a/deep/er/4.jpg', 'b/5.jpg', 'c (1)/7.jpg', 'c 1/8.jpg', 'd[1]/10.jpg']],
    ['a/**/*.jpg', ['1.jpg', 'deep/3.jpg', 'deep/er/4.jpg']],
    ['a/?.jpg', ['1.jpg']],
    ['a/[12].*', ['1.jpg', '2.png']],
    ['{a,b}/*.{jpg,png}', ['a/1.jpg', 'a/2.png', 'b/5.jpg']],
    ['{a/deep,b}/*.jpg', ['a/deep/3.jpg', 'b/5.jpg']],
    ['b/.*.jpg', ['.6.jpg']],
    ['c (1)/*.jpg', ['7.jpg']],
    ['d[[]1]/*', ['d[1]/10.jpg', 'd[1]/9.bmp']],
    ['d[1]/9.bm?', ['d[1]/9.bmp']],
  ])('%s gives, below the folder it starts from, %j', async (pattern, expected) => {
    const folder = await folderOf(files);
    expect((await listed({ input: `${folder}/${pattern}` })).map(({ id }) => id)).toEqual(expected);
  });

  test.each(['x[1', '{x', 'a]', '[x/', '{x}', 'a\0b'])('%j is none: a file that is not there', async (name) => {
    const folder = await folderOf(files);
    expect(await faultOf(listed({ input: `${folder}/${name}` }))).toMatchObject({ code: 'SOURCE_NOT_FOUND' });
  });

  test.each([
    ['stars in one name', `${'*0'.repeat(12)}x`],
    ['braces', `${'{0,00}'.repeat(30)}x`],
  ])('of many %s, which could take for ever to match, is refused', async (_, pattern) => {
    const folder = await folderOf({ [`${'0'.repeat(40)}.jpg`]: 'x' });
    expect(await faultOf(listed({ input: `${folder}/${pattern}` }))).toMatchObject({ code: 'SOURCE_UNSUPPORTED' });
  });

  test('may have some stars in each of its names', async () => {
    const folder = await folderOf(files);
    const found = await listed({ input: `${folder}/**/*e*p*/*.*` });
    expect(found.map(({ id }) => id)).toEqual(['a/deep/3.jpg']);
  });

  test('in a file: URI is a glob too, and gives URIs', async () => {
    const folder = await folderOf({ 'x y/1.jpg': 'x' });
    expect(await listed({ input: `file://${folder}/x%20y/*.jpg` })).toEqual([
      { id: '1.jpg', uri: `file://${folder}/x%20y/1.jpg` },
    ]);
  });

  test('that is the name of a folder means the folder', async () => {
    const folder = await folderOf(files);
    expect((await listed({ input: `${folder}/d[1]` })).map(({ id }) => id)).toEqual(['10.jpg']);
  });

  test('does not follow symlinked folders', async () => {
    const folder = await folderOf({ 'a/1.jpg': 'x' });
    await symlink(`${folder}/a`, `${folder}/b`);
    expect((await listed({ input: `${folder}/**` })).map(({ id }) => id)).toEqual(['a/1.jpg']);
  });

  test('without a match says which glob; without its folder, which folder', async () => {
    const folder = await folderOf(files);
    const empty = await faultOf(listed({ input: `${folder}/*.gif` }));
    expect(empty).toMatchObject({ code: 'EMPTY_POOL', message: expect.stringContaining('/*.gif') });
    const absent = await faultOf(listed({ input: `${folder}/gone/*.gif` }));
    expect(absent).toMatchObject({ code: 'SOURCE_NOT_FOUND', message: expect.stringContaining('/gone') });
  });
});
