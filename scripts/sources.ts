import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The text of one source file. */
export interface SourceFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Every source file of every package, tests included, in path order. */
export async function readSources(root: string): Promise<SourceFile[]> {
  const paths = await Array.fromAsync(glob('packages/*/src/**/*.{ts,tsx}', { cwd: root }));
  const sorted = paths.map((path) => path.replaceAll('\\', '/')).sort();
  return Promise.all(sorted.map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })));
}

/** Whether a file is a test (`x.test.ts`) or shared by tests: `x.fixture.ts`, `test-x.ts`, or in a folder `testing`. */
export function isTestFile(path: string): boolean {
  return /\.(test|fixture)\.tsx?$|(^|\/)testing\/|(^|\/)test-[^/]*\.tsx?$/.test(path);
}
