import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOrtCompute } from '../../packages/engine/src/compute/index.ts';
import type { BenchRequest, BenchResult, Ratio } from '../result.ts';
import { badge } from './badge.ts';
import { bald } from './bald.ts';
import { fullRound } from './full-round.ts';
import { kCenter } from './k-center.ts';
import { kCenterMillion } from './k-center-million.ts';
import { kMeans } from './k-means.ts';
import { probCover } from './prob-cover.ts';
import { findPython, type Python, THREADS } from './python.ts';
import type { Row } from './row.ts';
import { softmaxRegression } from './softmax-regression.ts';
import { typiclust } from './typiclust.ts';

/** The table, in its order. */
const rows: readonly Row[] = [
  kCenter,
  kCenterMillion,
  badge,
  kMeans,
  typiclust,
  probCover,
  bald,
  softmaxRegression,
  fullRound,
];

/** Selections and fits of the zoo against the same work in NumPy and scikit-learn, on the same numbers, with as many threads. */
export async function run({ only }: BenchRequest): Promise<BenchResult> {
  const wanted = rows.filter(({ name }) => only === undefined || name === only);
  if (wanted.length === 0) {
    return { ratios: [], skipped: `there is no row ${only}; there are ${rows.map(({ name }) => name).join(', ')}` };
  }
  const python = await findPython();
  console.log(`${THREADS} threads on either side; Node ${process.versions.node}, ${python.versions}`);
  const ratios: Ratio[] = [];
  const skipped: string[] = [];
  for (const row of wanted) {
    const reason = row.skipped ?? (row.isAlone ? undefined : python.missing);
    if (reason === undefined) ratios.push(...(await measure(row, python)));
    else skipped.push(`${row.name}: ${reason}`);
  }
  return { ratios, ...(skipped.length > 0 && { skipped: skipped.join('\n         ') }) };
}

async function measure(row: Row, python: Python): Promise<Ratio[]> {
  const say = (text: string): void => console.log(`  ${row.name}: ${text}`);
  const folder = mkdtempSync(join(tmpdir(), 'alaas-bench-'));
  const compute = createOrtCompute({ threads: THREADS });
  const start = performance.now();
  try {
    say('begins');
    const ratios = await row.run({ python, folder, compute, say });
    say(`took ${((performance.now() - start) / 1000).toFixed(0)} s`);
    return ratios;
  } finally {
    await compute.close();
    rmSync(folder, { recursive: true });
  }
}
