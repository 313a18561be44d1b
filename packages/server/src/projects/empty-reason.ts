import type { Next } from '@alaas/core';
import type { RecordPlace } from '../database/record-table.ts';
import { longestLeaseMs } from './lease-time.ts';
import type { QueueMemory } from './queue-memory.ts';
import type { ProjectWork } from './work.ts';

interface Known {
  /** Answers that the person may still give. */
  readonly quota: number;
  readonly isStopped: boolean;
  readonly inPool: QueueMemory['inPool'];
}

/** Seconds after which new candidates can be there. */
const roundSeconds = 1;
const scanSeconds = 2;
/** Seconds after which it is worth seeing whether somebody took what was skipped. */
const skipSeconds = 60;
/** Skipped records that are counted. */
const mostSkipped = 100;

/** Why there is nothing for a person, and when it is worth asking again. */
export async function emptyReason(
  work: ProjectWork,
  person: string,
  { quota, isStopped, inPool }: Known,
): Promise<NonNullable<Next['empty']>> {
  const { choices, settings, data, now } = work;
  if (quota <= 0) {
    return {
      reason: 'quota',
      detail: `You have given the ${settings.quota} answers that were asked of you. Thank you.`,
    };
  }
  if (isStopped) {
    const reasons = choices.stop.reasons.join(' ');
    return { reason: 'stop', detail: `Labelling can stop: ${reasons} Ask with anyway=true to go on.` };
  }
  if (choices.isWaiting) {
    const detail = 'The pool is being scanned for the first time. Ask again in a moment.';
    return { reason: 'waiting', detail, retryAfterSeconds: scanSeconds };
  }
  const others = await data.leases.ofOthers(person, now, now + longestLeaseMs);
  if (others !== undefined) {
    const { firstEnd, people, records } = others;
    const retryAfterSeconds = Math.max(1, Math.ceil((firstEnd - now) / 1000));
    const detail = `Others hold the last records; the first may come back in ${retryAfterSeconds} s.`;
    return { reason: 'held', detail, retryAfterSeconds, people, records };
  }
  const skipped = (await data.records.skippedBy(person, mostSkipped)).length;
  if (skipped > 0) {
    const detail = 'What you skipped goes to somebody else first. It comes back if nobody takes it within the hour.';
    return { reason: 'held', detail, retryAfterSeconds: skipSeconds, skipped };
  }
  if ((await recordsInPool(work, inPool)) < choices.size) {
    const detail = 'The next items are being chosen. Ask again in a moment.';
    return { reason: 'waiting', detail, retryAfterSeconds: roundSeconds };
  }
  const { records, completed } = await data.tallies.total();
  const open = records - completed;
  const detail =
    open === 0
      ? 'Every item has its answers.'
      : `There is nothing left for you. ${open} ${open === 1 ? 'record waits' : 'records wait'} for somebody else.`;
  return { reason: 'done', detail, ...(open === 0 ? {} : { records: open }) };
}

/** Counted anew only when there are more records, or more items. */
async function recordsInPool(
  { project, createdAt, data, choices }: ProjectWork,
  known: Known['inPool'],
): Promise<number> {
  const { records } = await data.tallies.total();
  const changed = await data.exclusions.lastChange();
  const key = `${createdAt}/${records}/${choices.size}/${changed}`;
  const kept = known.get(project);
  if (kept?.key === key) return kept.records;
  const limit = 1000;
  let count = 0;
  for (let after: RecordPlace | undefined; ; ) {
    const page = await data.records.items({ after, limit });
    const items = page.map(({ item }) => item);
    const excluded = new Set(changed === 0 ? [] : await data.exclusions.among(items));
    for (const item of items) if (!excluded.has(item) && choices.describe(item) !== undefined) count++;
    const last = page[limit - 1];
    if (last === undefined) break;
    after = { madeAt: last.created_at, number: last.number };
  }
  known.set(project, { key, records: count });
  return count;
}
