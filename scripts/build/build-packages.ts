import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildWeb } from './build-web.ts';
import { type Manifest, publishedManifest } from './published-manifest.ts';

/**
 * Compiles every package into a folder of its own, ready for `npm publish`:
 *
 *     <out>/<folder>/package.json   exports lead to dist/
 *     <out>/<folder>/dist/          JavaScript and declarations
 *     <out>/<folder>/bin/           where the package has programs
 *     <out>/<folder>/LICENSE, README.md
 *     <out>/web/dist/               the built web interface
 *
 * @param root absolute path of the checkout; nothing in it but `out` changes
 * @param out absolute path of a folder that is made anew
 * @returns the packages' folders, in the order of their names
 * @throws Error with the compiler's output when the source does not compile
 */
export async function buildPackages(root: string, out: string): Promise<string[]> {
  await rm(out, { recursive: true, force: true });
  const emitted = join(out, '.emit');
  await compile(root, emitted);
  const workspace = await readManifest(root);
  const names = (await readdir(emitted)).sort();
  for (const name of names) {
    const source = join(root, 'packages', name);
    const target = join(out, name);
    await mkdir(target);
    await rename(join(emitted, name, 'src'), join(target, 'dist'));
    const manifest = await readManifest(source);
    if (manifest.bin !== undefined) await cp(join(source, 'bin'), join(target, 'bin'), { recursive: true });
    await writeJson(join(target, 'package.json'), publishedManifest(manifest, workspace));
    for (const file of ['LICENSE', 'README.md']) await copyNearest(file, [source, root], target);
  }
  await rm(emitted, { recursive: true });
  names.push(await buildWebPackage(root, out));
  return names.map((name) => join(out, name));
}

/** The web interface is files to serve: what it is built from stays behind. */
async function buildWebPackage(root: string, out: string): Promise<string> {
  const name = 'web';
  const source = join(root, 'packages', name);
  const target = join(out, name);
  await buildWeb(root, join(target, 'dist'));
  const manifest = publishedManifest(await readManifest(source), await readManifest(root));
  await writeJson(join(target, 'package.json'), manifest);
  for (const file of ['LICENSE', 'README.md']) await copyNearest(file, [source, root], target);
  return name;
}

async function compile(root: string, out: string): Promise<void> {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  try {
    await promisify(execFile)(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', out], { cwd: root });
  } catch (error) {
    const { stdout } = error as { stdout?: string };
    throw new Error(`The source does not compile:\n${stdout ?? ''}`, { cause: error });
  }
}

async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** Copies `file` from the first of the folders that has it. */
async function copyNearest(file: string, folders: readonly string[], target: string): Promise<void> {
  for (const folder of folders) {
    const names = await readdir(folder);
    if (names.includes(file)) return await cp(join(folder, file), join(target, file));
  }
}
