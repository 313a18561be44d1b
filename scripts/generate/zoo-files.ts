import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseSync } from 'vite';

/** A folder of the zoo to which people add one file each. */
export type ZooFolder = 'strategies' | 'wrappers' | 'models' | 'learners' | 'stopping';

/**
 * Names of the files of one folder of the zoo that declare an entry, without `.ts`, in code-unit order.
 *
 * @throws Error when a file has no default export: it would be left out in silence
 */
export async function zooFiles(root: string, folder: ZooFolder): Promise<string[]> {
  const path = join(root, 'packages/zoo/src', folder);
  const names = (await namesIn(path)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).sort();
  for (const name of names) {
    if (hasDefaultExport(name, await readFile(join(path, name), 'utf8'))) continue;
    throw new Error(
      `packages/zoo/src/${folder}/${name} has no default export, so it cannot be listed. ` +
        'Give it one, or move what several entries share to another folder.',
    );
  }
  return names.map((name) => name.slice(0, -'.ts'.length));
}

/**
 * The default exports of {@link zooFiles}, in the same order, loaded from the source.
 *
 * @throws Error when an entry's id is not its file's name, which keeps ids unique and files easy to find
 */
export async function loadZoo(root: string, folder: ZooFolder): Promise<{ readonly id: string }[]> {
  const names = await zooFiles(root, folder);
  return Promise.all(names.map((name) => loadEntry(root, folder, name)));
}

async function loadEntry(root: string, folder: ZooFolder, name: string): Promise<{ readonly id: string }> {
  const url = pathToFileURL(join(root, 'packages/zoo/src', folder, `${name}.ts`));
  const module = (await import(url.href)) as { default: { readonly id: string } };
  const { id } = module.default;
  if (id === name) return module.default;
  throw new Error(`packages/zoo/src/${folder}/${name}.ts declares the id "${id}"; call the file ${id}.ts.`);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function hasDefaultExport(name: string, text: string): boolean {
  const { module } = parseSync(name, text);
  return module.staticExports.some((statement) =>
    statement.entries.some(({ exportName, isType }) => {
      return !isType && (exportName.kind === 'Default' || exportName.name === 'default');
    }),
  );
}
