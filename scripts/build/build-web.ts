import { glob, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import { build } from 'vite';

/**
 * Builds the web interface. Every file of text gets a compressed one beside it, `x.js.br`, which is served where the browser
 * takes it.
 *
 * @param root absolute path of the checkout
 * @param out absolute path of the folder that is made anew. Default: `packages/web/dist`
 */
export async function buildWeb(root: string, out = join(root, 'packages/web/dist')): Promise<void> {
  await build({
    root: join(root, 'packages/web'),
    configFile: join(root, 'packages/web/vite.config.ts'),
    logLevel: 'error',
    build: { outDir: out, emptyOutDir: true },
  });
  for await (const file of glob('assets/*.{js,css,svg}', { cwd: out })) {
    const path = join(out, file);
    await writeFile(`${path}.br`, await promisify(brotliCompress)(await readFile(path)));
  }
}
