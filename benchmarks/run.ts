/** `npm run bench -- NAME [--only PART] [--strategies A,B] [--write] [--json FILE]`: runs one benchmark and prints its ratios. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { BenchRequest, BenchResult } from './result.ts';

const benchmarks: Readonly<Record<string, () => Promise<{ run(request: BenchRequest): Promise<BenchResult> }>>> = {
  loop: () => import('./loop/loop.ts'),
  pipeline: () => import('./pipeline/pipeline.ts'),
  select: () => import('./select/select.ts'),
  simulate: () => import('./simulate/simulate.ts'),
  ui: () => import('./ui/ui.ts'),
  zoo: () => import('./zoo/zoo.ts'),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    only: { type: 'string' },
    strategies: { type: 'string' },
    write: { type: 'boolean' },
  },
});
const [name] = positionals;
const load = name === undefined ? undefined : benchmarks[name];
if (load === undefined) {
  const names = Object.keys(benchmarks).join(' | ');
  console.error(`Which benchmark? npm run bench -- ${names} [--only PART] [--strategies A,B] [--write] [--json FILE]`);
  process.exit(2);
}

const { ratios, skipped } = await (await load()).run({
  only: values.only,
  strategies: values.strategies?.split(','),
  write: values.write,
});
if (skipped !== undefined) console.log(`skipped: ${skipped}`);
for (const { ratio, value, reach, holds, note } of ratios) {
  console.log(
    `${holds ? 'holds' : 'MISSES'}  ${ratio.padEnd(28)} ${String(value).padStart(8)}  reach ${reach}  ${note}`,
  );
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(ratios, null, 2)}\n`);
