import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the built web interface that is installed beside this program; undefined where it is not built. */
export function uiFolder(): string | undefined {
  const folder = fileURLToPath(new URL('dist', import.meta.resolve('@alaas/web/package.json')));
  return existsSync(join(folder, 'index.html')) ? folder : undefined;
}
