/** One thing that `npm test` checks: a program that exits with 0 when all is well. */
export interface Step {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  /** The program, found on the PATH, and its arguments. */
  readonly command: readonly [program: string, ...args: string[]];
  /** Part of `--quick`: seconds, not minutes. */
  readonly quick: boolean;
  /** Runs only where `--only` names it: `npm run e2e` does. */
  readonly isSeparate?: boolean;
  /** Runs tests and reports how many; every other step counts as one. */
  readonly counts?: 'vitest';
}

/** Everything `npm test` and `npm run e2e` check, in this order: what is soonest done and easiest repaired comes first. */
export const steps: readonly Step[] = [
  { name: 'generated', title: 'generated files', command: ['node', 'scripts/generate.ts', '--check'], quick: true },
  { name: 'style', title: 'style', command: ['biome', 'check', '--error-on-warnings', '.'], quick: true },
  { name: 'types', title: 'types', command: ['tsc', '-p', '.'], quick: true },
  { name: 'types', title: 'types of the web interface', command: ['tsc', '-p', 'packages/web'], quick: true },
  { name: 'unused', title: 'unused code and dependencies', command: ['knip'], quick: true },
  {
    name: 'unit',
    title: 'tests beside the source',
    command: vitest('unit'),
    quick: true,
    counts: 'vitest',
  },
  { name: 'e2e', title: 'tests of the whole', command: vitest('e2e'), quick: false, counts: 'vitest' },
  { name: 'ui', title: 'tests in a browser', command: vitest('ui'), quick: false, isSeparate: true, counts: 'vitest' },
];

function vitest(project: string): [string, ...string[]] {
  const reporters = ['--reporter=default', '--reporter=./scripts/test/count-reporter.ts'];
  return ['vitest', 'run', `--project=${project}`, ...reporters];
}
