import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import type { Counts } from './counts.ts';

/** Environment variable that names the file {@link CountReporter} writes. */
export const countsFileVariable = 'ALAAS_TEST_COUNTS';

/** What {@link CountReporter} writes, as JSON. */
export interface VitestCounts extends Counts {
  /** One line per skipped test: where it is, what it says, and why it was skipped. */
  readonly skips: readonly string[];
}

/**
 * A vitest reporter that writes true counts to a file. Beside each failed test it counts as failed: a file that
 * could not be loaded, a test that never ended, and an error outside any test.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const path = process.env[countsFileVariable];
    if (path === undefined) throw new Error(`Set ${countsFileVariable} to the file that takes the counts.`);
    writeFileSync(path, JSON.stringify(countModules(modules, unhandled.length)));
  }
}

function countModules(modules: readonly TestModule[], unhandled: number): VitestCounts {
  const counts = { passed: 0, failed: unhandled, skipped: 0, skips: [] as string[] };
  for (const module of modules) {
    const failedBefore = counts.failed;
    for (const test of module.children.allTests()) countTest(test, counts);
    const isBroken = module.state() === 'failed' || module.state() === 'pending' || module.state() === 'queued';
    if (isBroken && counts.failed === failedBefore) counts.failed++;
  }
  return counts;
}

function countTest(test: TestCase, counts: { passed: number; failed: number; skipped: number; skips: string[] }): void {
  const result = test.result();
  if (result.state === 'passed') counts.passed++;
  else if (result.state === 'skipped') {
    counts.skipped++;
    const where = relative(test.project.config.root, test.module.moduleId);
    counts.skips.push(`${where}: ${test.fullName}: ${result.note ?? 'no reason given'}`);
  } else counts.failed++;
}
