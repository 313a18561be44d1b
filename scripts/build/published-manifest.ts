/** A package.json, as far as publishing reads it. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly engines?: unknown;
  readonly [key: string]: unknown;
}

/**
 * The package.json of a package as it is published: `exports` lead to the compiled code instead of the source, and
 * what only the workspace uses is left out.
 *
 * @param manifest of the package in the workspace
 * @param workspace manifest of the workspace's root, which states the engines
 * @throws Error when an export is not a TypeScript file of `src`
 */
export function publishedManifest(manifest: Manifest, workspace: Pick<Manifest, 'engines'>): Manifest {
  const { devDependencies: _dev, scripts: _scripts, private: _private, exports, ...kept } = manifest;
  const bins = kept.bin === undefined ? [] : ['bin'];
  return {
    ...kept,
    ...(exports === undefined ? {} : { exports: compiledExports(manifest.name, exports) }),
    files: [...bins, 'dist'],
    engines: workspace.engines,
    publishConfig: { access: 'public' },
  };
}

function compiledExports(name: string, exports: unknown): Record<string, { types: string; default: string }> {
  const entries = Object.entries(exports as Record<string, unknown>).map(([path, target]) => {
    const file = /^\.\/src\/(.+)\.ts$/.exec(String(target))?.[1];
    if (file === undefined) throw new Error(`${name} exports ${path} as ${target}; only ./src/*.ts can be published.`);
    return [path, { types: `./dist/${file}.d.ts`, default: `./dist/${file}.js` }] as const;
  });
  return Object.fromEntries(entries);
}
