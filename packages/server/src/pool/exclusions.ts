import { AlaasError, type BulkResult } from '@alaas/core';
import type { ProjectEvent } from '../projects/project-events.ts';
import type { ProjectWork } from '../projects/work.ts';

export interface ExclusionAsk {
  readonly items: readonly string[];
  readonly isExcluded: boolean;
  /** Who says so. */
  readonly person: string;
}

/** What became of items, and what is to be told once it is on disk. */
export interface BulkDone {
  readonly result: BulkResult;
  readonly events: readonly ProjectEvent[];
}

/**
 * Takes items out of the pool, or puts them back. It is one change of labels, so that what follows from labels can be found
 * again as it was at any time. What people hold of them is taken back; what they have answered is kept.
 */
export async function changeExclusions(work: ProjectWork, ask: ExclusionAsk): Promise<BulkDone> {
  const { data, choices, now, project } = work;
  const { person, isExcluded } = ask;
  const items = [...new Set(ask.items)];
  const standing = new Set(await data.exclusions.among(items));
  const failed: BulkResult['failed'] = [];
  const changed: string[] = [];
  for (const item of items) {
    if (standing.has(item) === isExcluded) continue;
    // what has left the pool since can still be put back
    if (isExcluded && choices.describe(item) === undefined) failed.push(notInPool(work, item));
    else changed.push(item);
  }
  const known = items.length - changed.length - failed.length;
  const result = { changed: changed.length, known, failed };
  if (changed.length === 0) return { result, events: [] };
  const sequence = work.sequence + 1;
  await data.project.update({ sequence });
  if (isExcluded) {
    await data.exclusions.insert(changed, { person, sequence, at: now });
    await takeBack(work, changed);
  } else await data.exclusions.retract(changed, sequence);
  // what was passed over while it was out may be asked again
  const total = await data.tallies.total();
  await data.tallies.setTotal({ ...total, reopened: total.reopened + 1 });
  const action = isExcluded ? 'item.excluded' : 'item.included';
  await data.audit.add(changed.map((subject) => ({ at: now, person, action, subject, details: { sequence } })));
  const told = { items: changed.length, isExcluded, by: person, sequence };
  return { result, events: [{ type: 'pool.changed', project, at: now, data: told }] };
}

/** Ends what people hold of items. An answer that is under way is kept all the same when it comes. */
async function takeBack({ data }: ProjectWork, items: readonly string[]): Promise<void> {
  const records = await data.records.ofItems(items);
  const leases = await data.leases.ofRecords(records.map(({ number }) => number));
  await data.leases.delete(leases.map(({ id }) => id));
}

/** The fault of an item that the pool does not have. */
export function notInPool({ settings }: ProjectWork, item: string): BulkResult['failed'][number] {
  const { code, message } = new AlaasError(
    'NOT_FOUND',
    `The pool has no item "${item.slice(0, 200)}" with features. Push it to dataset ${settings.dataset}, or repeat when its scan is through.`,
  );
  return { item, code, detail: message };
}
