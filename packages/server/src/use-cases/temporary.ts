import { isAlaasError } from '@alaas/core';
import type { Engine } from '@alaas/engine';

/** Ids that clients may give begin with a letter or digit, so none of them meets a dataset of one query. */
const prefix = '~';
const testSuffix = '/test';

/** The dataset that lives as long as one job. */
export function temporaryDataset(job: string): string {
  return `${prefix}${job}`;
}

/** The second such dataset of one job: the items a simulation measures on. */
export function temporaryTest(job: string): string {
  return `${prefix}${job}${testSuffix}`;
}

export function isTemporary(dataset: string): boolean {
  return dataset.startsWith(prefix);
}

export function deleteIfThere(engine: Engine, dataset: string): void {
  try {
    engine.deleteDataset(dataset);
  } catch (error) {
    if (!isAlaasError(error, 'NOT_FOUND')) throw error;
  }
}

/** Deletes what processes that were killed left behind: temporary datasets that no unfinished job needs. */
export function sweepTemporary(engine: Engine, needed: ReadonlySet<string>): void {
  for (const { id } of engine.datasets()) {
    const first = id.endsWith(testSuffix) ? id.slice(0, -testSuffix.length) : id;
    if (isTemporary(id) && !needed.has(first)) deleteIfThere(engine, id);
  }
}
