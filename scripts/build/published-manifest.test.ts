import { expect, test } from 'vitest';
import { publishedManifest } from './published-manifest.ts';

const workspace = { engines: { node: '>=22.18' } };

test('leads the exports to the compiled code and keeps what users need', () => {
  const manifest = {
    name: '@alaas/core',
    version: '1.2.3',
    type: 'module',
    exports: { '.': './src/index.ts', './extra': './src/more/extra.ts' },
    scripts: { test: 'x' },
    dependencies: { zod: '^4.0.0' },
    devDependencies: { vitest: '5.0.0' },
  };
  expect(publishedManifest(manifest, workspace)).toEqual({
    name: '@alaas/core',
    version: '1.2.3',
    type: 'module',
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './extra': { types: './dist/more/extra.d.ts', default: './dist/more/extra.js' },
    },
    dependencies: { zod: '^4.0.0' },
    files: ['dist'],
    engines: { node: '>=22.18' },
    publishConfig: { access: 'public' },
  });
});

test('publishes the programs of a package that has some', () => {
  const manifest = { name: 'alaas', version: '1.2.3', bin: { alaas: 'bin/alaas.mjs' } };
  expect(publishedManifest(manifest, workspace)).toMatchObject({
    bin: { alaas: 'bin/alaas.mjs' },
    files: ['bin', 'dist'],
  });
});

test('refuses an export that is not compiled', () => {
  const manifest = { name: '@alaas/core', version: '1.2.3', exports: { '.': './lib/index.js' } };
  expect(() => publishedManifest(manifest, workspace)).toThrow('@alaas/core exports . as ./lib/index.js');
});
