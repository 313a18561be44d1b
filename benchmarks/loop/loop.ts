import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchRequest, BenchResult, Ratio } from '../result.ts';
import { annotators } from './annotators.ts';
import { importItems } from './import.ts';
import type { Row } from './row.ts';
import { spam } from './spam.ts';

/** The table, in its order. */
const rows: readonly Row[] = [annotators, spam, importItems];

/** What the service bears while people label: a server in a process of its own, called over loopback. */
export async function run({ only }: BenchRequest): Promise<BenchResult> {
  const wanted = rows.filter(({ name }) => only === undefined || name === only);
  if (wanted.length === 0) {
    return { ratios: [], skipped: `there is no row ${only}; there are ${rows.map(({ name }) => name).join(', ')}` };
  }
  const ratios: Ratio[] = [];
  for (const row of wanted) ratios.push(...(await measure(row)));
  return { ratios };
}

async function measure(row: Row): Promise<Ratio[]> {
  const say = (text: string): void => console.log(`  ${row.name}: ${text}`);
  const folder = mkdtempSync(join(tmpdir(), 'alaas-bench-'));
  try {
    return await row.run({ folder, say });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
