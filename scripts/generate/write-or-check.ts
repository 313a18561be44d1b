import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GeneratedFile, Generator } from './generator.ts';

/**
 * Brings the generated files up to date.
 *
 * @param write false: only looks
 * @returns paths of the files that differed, in the generators' order
 */
export async function writeOrCheck(root: string, generators: readonly Generator[], write: boolean): Promise<string[]> {
  const stale: string[] = [];
  for (const generator of generators) {
    for (const file of await generator.generate(root)) {
      if ((await textOf(root, file)) === file.text) continue;
      stale.push(file.path);
      if (!write) continue;
      await mkdir(dirname(join(root, file.path)), { recursive: true });
      await writeFile(join(root, file.path), file.text);
    }
  }
  return stale;
}

async function textOf(root: string, file: GeneratedFile): Promise<string | undefined> {
  try {
    return await readFile(join(root, file.path), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
