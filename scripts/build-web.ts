/** Builds the web interface into `packages/web/dist`, unless what is there is newer than all that it is made of. */
import { join } from 'node:path';
import { isWebBuilt } from './build/is-web-built.ts';

const root = join(import.meta.dirname, '..');
if (!isWebBuilt(root)) {
  const startedAt = performance.now();
  console.error('Building the web interface ...');
  // the builder takes a second to load
  const { buildWeb } = await import('./build/build-web.ts');
  await buildWeb(root);
  console.error(`Built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
}
