/**
 * Writes the generated files: `node scripts/generate.ts [--check]`.
 * With `--check` it writes nothing and exits with 1 when a file is out of date.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { configPage } from './generate/config-page.ts';
import { decisionIndex } from './generate/decision-index.ts';
import { errorPage } from './generate/error-page.ts';
import { registry } from './generate/registry.ts';
import { signalPage } from './generate/signal-page.ts';
import { strategyGuide } from './generate/strategy-guide.ts';
import { strategyPages } from './generate/strategy-pages.ts';
import { writeOrCheck } from './generate/write-or-check.ts';
import { zooPages } from './generate/zoo-pages.ts';

const generators = [registry, errorPage, configPage, signalPage, strategyPages, strategyGuide, zooPages, decisionIndex];

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const stale = await writeOrCheck(join(import.meta.dirname, '..'), generators, !values.check);

for (const path of stale) console.log(values.check ? `out of date: ${path}` : `wrote ${path}`);
if (stale.length === 0) console.log('The generated files are up to date.');
else if (values.check) {
  console.log('Run: npm run generate');
  process.exitCode = 1;
}
