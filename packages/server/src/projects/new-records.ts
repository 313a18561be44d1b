import type { Arm } from '@alaas/core';
import type { RecordRow } from '../database/record-table.ts';
import type { ProjectWork } from './work.ts';

/** Where a new record comes from. */
export interface RecordOrigin {
  readonly item: string;
  readonly arm: Arm;
  readonly strategy: string;
  readonly utility?: number;
  readonly round?: number;
  readonly modelVersion?: number;
}

/** Makes records of items that have none. */
export async function insertRecords(work: ProjectWork, origins: readonly RecordOrigin[]): Promise<RecordRow[]> {
  if (origins.length === 0) return [];
  const { data, settings, choices, now } = work;
  const rows = origins.map(({ item, arm, strategy, utility, round, modelVersion }) => ({
    item,
    is_test: choices.isTest(item) ? 1 : 0,
    arm,
    strategy,
    utility: utility ?? null,
    round: round ?? null,
    model_version: modelVersion ?? null,
    slots: settings.overlap,
    answers: 0,
    skips: 0,
    is_flagged: 0,
    gold: null,
    answer: null,
    created_at: now,
    completed_at: null,
  }));
  const made = await data.records.insert(rows);
  const total = await data.tallies.total();
  await data.tallies.setTotal({ ...total, records: total.records + made.length });
  return made;
}
