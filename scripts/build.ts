/**
 * Makes what is published: `npm run build`. Every package lands in `dist/<folder>`; see `build/build-packages.ts`.
 * To publish one: `npm publish dist/core`.
 */
import { join, relative } from 'node:path';
import { buildPackages } from './build/build-packages.ts';

const root = join(import.meta.dirname, '..');
for (const folder of await buildPackages(root, join(root, 'dist'))) console.log(relative(root, folder));
