import { hashText, mix } from '@alaas/core';
import { type Askable, freeSlots } from './askable.ts';
import { isLive } from './lease-time.ts';
import type { ProjectWork } from './work.ts';

/** Gold items looked at beside those that are due, since others may hold the first ones. */
const spare = 8;

/**
 * The gold items that are due at positions of what a person gets: each position draws by the seed and the person, so that
 * the share is kept and the same person always meets them at the same places.
 */
export async function dueGold(
  work: ProjectWork,
  person: string,
  positions: readonly number[],
): Promise<Map<number, Askable>> {
  const { seed, goldShare } = work.settings;
  const stream = hashText(`gold\n${person}`, seed);
  const due = positions.filter((position) => mix(stream, position) < goldShare * 2 ** 32);
  if (due.length === 0) return new Map();
  const rows = await work.data.records.gold(person, due.length + spare);
  const leases = await work.data.leases.ofRecords(rows.map(({ number }) => number));
  const excluded = new Set(await work.data.exclusions.among(rows.map(({ item }) => item)));
  const free = rows.flatMap((record): Askable[] => {
    if (excluded.has(record.item)) return [];
    const onIt = leases.filter((lease) => lease.record === record.number);
    if (freeSlots(record, onIt, { person, now: work.now }) <= 0) return [];
    if (work.choices.describe(record.item) === undefined) return [];
    return [{ item: record.item, record, ended: onIt.filter((lease) => !isLive(lease, work.now)) }];
  });
  return new Map(due.flatMap((position, i) => (free[i] === undefined ? [] : [[position, free[i]]])));
}
