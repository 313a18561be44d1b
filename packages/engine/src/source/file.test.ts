import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileFault } from './file-gate.ts';
import { fileUri } from './file-uri.ts';
import { faultOf, openOptions, sourcesFor, textAt } from './sources.fixture.ts';

let folder: string;
let root: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alaas-file-'));
  root = join(folder, 'root');
  await mkdir(join(root, 'inner'), { recursive: true });
  await writeFile(join(root, 'inner', 'ü b%.txt'), 'inside');
  await writeFile(join(root, 'empty.txt'), '');
  await writeFile(join(root, 'large.txt'), 'a'.repeat(101));
  await writeFile(join(folder, 'secret.txt'), 'outside');
  await symlink(join(folder, 'secret.txt'), join(root, 'link-out.txt'));
  await symlink(folder, join(root, 'folder-out'));
  await symlink('inner', join(root, 'folder-in'));
  await symlink(root, join(folder, 'alias'));
  execFileSync('env', ['mkfifo', join(root, 'pipe')]);
});

afterAll(() => rm(folder, { recursive: true }));

describe.each(['local', 'remote'] as const)('a %s caller', (access) => {
  const open = (uri: string, options = openOptions): Promise<unknown> =>
    sourcesFor({ access, sources: { roots: [root] } }).open(uri, options);

  test('reads a file, in a buffer of its own', async () => {
    const set = sourcesFor({ access, sources: { roots: [root] } });
    const uri = `file://${root}/inner/%C3%BC%20b%25.txt`;
    expect(await textAt(set, uri)).toBe('inside');
    expect(await textAt(set, uri.replace('file://', 'file://localhost'))).toBe('inside');
    const content = await set.open(uri, openOptions);
    expect(content === 'unchanged' ? 0 : content.bytes.buffer.byteLength).toBe(6);
  });

  test('reads through a symlink that stays inside', async () => {
    const set = sourcesFor({ access, sources: { roots: [root] } });
    expect(await textAt(set, fileUri(join(root, 'folder-in', 'ü b%.txt')))).toBe('inside');
  });

  test('reads below a root that is a symlink itself', async () => {
    const alias = join(folder, 'alias');
    const set = sourcesFor({ access, sources: { roots: [alias] } });
    expect(await textAt(set, fileUri(join(alias, 'inner', 'ü b%.txt')))).toBe('inside');
  });

  test.each([
    ['empty.txt', 'SOURCE_EMPTY'],
    ['large.txt', 'SOURCE_TOO_LARGE'],
    ['absent.txt', 'SOURCE_NOT_FOUND'],
    ['large.txt/below', 'SOURCE_NOT_FOUND'],
    [`${'n'.repeat(300)}.txt`, 'SOURCE_NOT_FOUND'],
    ['inner', 'SOURCE_FORBIDDEN'],
    ['pipe', 'SOURCE_FORBIDDEN'],
  ])('gets for %s the code %s', async (name, code) => {
    const uri = fileUri(join(root, name));
    const fault = await faultOf(open(uri, { ...openOptions, maxBytes: 100 }));
    expect(fault.code).toBe(code);
    expect(fault.message).toContain(uri.slice(0, 100));
  });

  test('gets SOURCE_FORBIDDEN for a socket', async () => {
    const path = join(root, `${access}.sock`);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    expect(await faultOf(open(fileUri(path)))).toMatchObject({ code: 'SOURCE_FORBIDDEN' });
    await new Promise((resolve) => server.close(resolve));
  });

  test('is told that a known file has not changed, until it has', async () => {
    const path = join(root, `${access}-known.txt`);
    const uri = fileUri(path);
    await writeFile(path, 'one');
    const set = sourcesFor({ access, sources: { roots: [root] } });
    const first = await set.open(uri, openOptions);
    const known = first === 'unchanged' ? undefined : first.validator;
    expect(await set.open(uri, { ...openOptions, known })).toBe('unchanged');
    // another content of the same size, and the old date put back
    await utimes(path, 1, 1);
    const old = await set.open(uri, openOptions);
    const oldKnown = old === 'unchanged' ? undefined : old.validator;
    await writeFile(`${path}.new`, 'two');
    await rename(`${path}.new`, path);
    await utimes(path, 1, 1);
    expect(await set.open(uri, { ...openOptions, known: oldKnown })).not.toBe('unchanged');
    await rm(path);
    expect(await faultOf(set.open(uri, { ...openOptions, known }))).toMatchObject({ code: 'SOURCE_NOT_FOUND' });
  });

  test('may cancel', async () => {
    const work = open(fileUri(join(root, 'large.txt')), { ...openOptions, signal: AbortSignal.abort() });
    expect(await faultOf(work)).toMatchObject({ code: 'CANCELLED' });
  });

  test('reads a file of several slices whole', async () => {
    const path = join(root, `${access}-slices.bin`);
    await writeFile(path, 'a');
    await truncate(path, 20 * 2 ** 20 + 1);
    const content = await open(fileUri(path), { ...openOptions, maxBytes: 2 ** 25 });
    expect(content).toMatchObject({ bytes: { length: 20 * 2 ** 20 + 1 } });
  });
});

test('a local caller reads any file', async () => {
  expect(await textAt(sourcesFor(), fileUri(join(root, '..', 'secret.txt')))).toBe('outside');
  expect(await textAt(sourcesFor(), fileUri(join(root, 'link-out.txt')))).toBe('outside');
});

describe('a remote caller is kept inside the roots', () => {
  test.each([
    ['outside', () => `${folder}/secret.txt`],
    ['outside, where nothing is', () => `${folder}/absent.txt`],
    ['with ..', () => `${root}/../secret.txt`],
    ['with .. that comes back', () => `${root}/inner/../empty.txt`],
    ['with escaped dots', () => `${root}/%2e%2e/secret.txt`],
    ['with half-escaped dots', () => `${root}/.%2e/secret.txt`],
    ['with dots escaped twice', () => `${root}/%252e%252e/secret.txt`],
    ['with an escaped slash', () => `${root}/..%2fsecret.txt`],
    ['with a slash escaped twice', () => `${root}/..%252fsecret.txt`],
    ['with a backslash', () => `${root}\\..\\secret.txt`],
    ['with an escaped backslash', () => `${root}/..%5csecret.txt`],
    ['with NUL', () => `${root}/empty.txt%00.jpg`],
    ['through a symlink to a file', () => `${root}/link-out.txt`],
    ['through a symlink to a folder', () => `${root}/folder-out/secret.txt`],
    ['in a folder whose name starts alike', () => `${root}-other/secret.txt`],
    ['in /proc', () => '/proc/self/environ'],
    ['as a device', () => '/dev/zero'],
  ])('%s', async (_, path) => {
    const uri = `file://${path()}`;
    const set = sourcesFor({ access: 'remote', sources: { roots: [root] } });
    const fault = await faultOf(set.open(uri, openOptions));
    expect(fault.code).toBe('SOURCE_FORBIDDEN');
    for (const hidden of [root, folder]) if (!uri.includes(hidden)) expect(fault.message).not.toContain(hidden);
  });

  test('whatever other host the URI names', async () => {
    const set = sourcesFor({ access: 'remote', sources: { roots: [root] } });
    const uri = `file://otherhost${root}/empty.txt`;
    expect(await faultOf(set.open(uri, openOptions))).toMatchObject({ code: 'SOURCE_FORBIDDEN' });
  });

  test('and the roots of a service that lists none', async () => {
    const fault = await faultOf(sourcesFor({ access: 'remote' }).open(fileUri(join(root, 'large.txt')), openOptions));
    expect(fault.code).toBe('SOURCE_FORBIDDEN');
    expect(fault.message).toContain('sources.roots');
  });

  test('even when the whole disk is one', async () => {
    const set = sourcesFor({ access: 'remote', sources: { roots: ['/'] } });
    expect(await textAt(set, fileUri(join(folder, 'secret.txt')))).toBe('outside');
    for (const path of ['/proc/self/environ', '/sys/kernel/notes', '/dev/null']) {
      expect(await faultOf(set.open(`file://${path}`, openOptions))).toMatchObject({ code: 'SOURCE_FORBIDDEN' });
    }
  });

  test('and sees a root that appears later', async () => {
    const late = join(folder, 'late');
    const set = sourcesFor({ access: 'remote', sources: { roots: [late] } });
    const uri = fileUri(join(late, 'a.txt'));
    expect(await faultOf(set.open(uri, openOptions))).toMatchObject({ code: 'SOURCE_NOT_FOUND' });
    await mkdir(late);
    await writeFile(join(late, 'a.txt'), 'late');
    expect(await textAt(set, uri)).toBe('late');
  });
});

test.each([
  ['EACCES', 'SOURCE_FORBIDDEN'],
  ['ELOOP', 'SOURCE_FORBIDDEN'],
  ['EIO', 'SOURCE_READ'],
  ['EMFILE', 'SOURCE_READ'],
])('the error %s of the file system is %s, without its path', (code, expected) => {
  const fault = fileFault(Object.assign(new Error(`${code}: /internal/path`), { code }), 'file:///sent.jpg');
  expect(fault.code).toBe(expected);
  expect(fault.message).toContain('file:///sent.jpg');
  expect(fault.message).not.toContain('/internal/path');
});
