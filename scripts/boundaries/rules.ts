/** What one package may import and use. The table of the design, as data. */
export interface PackageRules {
  /** Packages of ours it may import. */
  readonly imports: readonly string[];
  /** Packages of ours it may import types from, and load by `import()`. */
  readonly loads?: readonly string[];
  /** What of it may be imported by itself, as `@alaas/<package>/<entry>`. */
  readonly entries?: readonly string[];
  /** Libraries it may import; absent: whatever its package.json lists. */
  readonly libraries?: readonly string[];
  /** Runs in any JavaScript engine: no `node:*`, no name of Node or of a page. */
  readonly isPortable?: boolean;
  /** Has no network, clock or randomness but what it is given. */
  readonly isPure?: boolean;
}

/** Every package by the name of its folder. A package that is not here is refused. */
export const packageRules: Readonly<Record<string, PackageRules>> = {
  core: { imports: [], libraries: ['zod', 'yaml'], isPortable: true, isPure: true },
  zoo: { imports: ['core'], entries: ['featurizers'], libraries: ['zod'], isPortable: true, isPure: true },
  engine: { imports: ['core', 'zoo'] },
  server: { imports: ['core', 'zoo', 'engine'] },
  client: { imports: ['core'], libraries: [], isPortable: true },
  cli: { imports: ['core', 'client'], loads: ['server'] },
  web: { imports: ['core', 'client'] },
};

/** Package whose folders are stages of the data's path: they know only themselves. */
export const stagedPackage = 'engine';

/** Libraries of SQL, and the only folders that may import them. */
export const databaseRule = {
  libraries: ['node:sqlite', 'kysely', 'pg'],
  folders: ['packages/server/src/database/', 'packages/engine/src/store/'],
} as const;

/** The only files that read the environment. */
export const environmentFiles: readonly string[] = ['packages/server/src/main.ts', 'packages/cli/src/main.ts'];

/** Names that only Node or only a page knows. */
export const hostGlobals: readonly string[] = [
  ...['process', 'Buffer', 'require', 'module', 'global', '__dirname', '__filename', 'setImmediate'],
  ...['window', 'document', 'navigator', 'location', 'self', 'localStorage', 'sessionStorage', 'indexedDB'],
  ...['XMLHttpRequest', 'HTMLElement', 'HTMLInputElement', 'Element', 'Image', 'requestAnimationFrame'],
];

/** Names through which network, clock or randomness come in. */
export const impureGlobals: readonly string[] = [
  ...['fetch', 'WebSocket', 'EventSource', 'crypto', 'Math.random'],
  ...['Date', 'performance', 'setTimeout', 'setInterval', 'queueMicrotask'],
];
