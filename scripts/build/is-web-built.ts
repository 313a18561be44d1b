import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the built web interface is made of, relative to the root. */
const sources = [
  'packages/{web,client,core}/src/**/*.{ts,tsx,css}',
  'packages/web/*.{html,ts,json}',
  'package-lock.json',
];

/** Whether the built web interface is there, and newer than all that it is made of. */
export function isWebBuilt(root: string): boolean {
  const page = join(root, 'packages/web/dist/index.html');
  if (!existsSync(page)) return false;
  const builtAt = statSync(page).mtimeMs;
  return globSync(sources, { cwd: root }).every((path) => statSync(join(root, path)).mtimeMs <= builtAt);
}
