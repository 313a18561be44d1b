import type { leasesHeldSchema } from '@alaas/core';
import type { z } from 'zod';
import { freeSlots } from './askable.ts';
import { isLive, leaseAnswers, leaseMs } from './lease-time.ts';
import type { ProjectWork } from './work.ts';

/**
 * Lets leases of a person go on, and marks those that were on the screen. One that ended goes on too, where nobody has taken
 * its slot.
 */
export async function extendLeases(
  work: ProjectWork,
  person: string,
  { leases, seen }: { readonly leases: readonly string[]; readonly seen: readonly string[] },
): Promise<z.output<typeof leasesHeldSchema>> {
  const { data, now } = work;
  const asked = new Set(leases);
  const mine = (await data.leases.ofPerson(person)).filter(({ id }) => asked.has(id));
  const numbers = mine.map(({ record }) => record);
  const records = new Map((await data.records.ofNumbers(numbers)).map((row) => [row.number, row]));
  const ended = mine.filter((lease) => !isLive(lease, now));
  const onEnded = await data.leases.ofRecords(ended.map(({ record }) => record));
  const held = mine.filter((lease) => {
    if (isLive(lease, now)) return true;
    const record = records.get(lease.record);
    const others = onEnded.filter((other) => other.record === lease.record);
    return record !== undefined && freeSlots(record, others, { person, now }) > 0;
  });
  const ids = held.map(({ id }) => id);
  const expires_at = now + leaseMs(await data.responses.leadTimes(leaseAnswers));
  await data.leases.update(ids, { expires_at });
  const seenNow = new Set(seen);
  const seenIds = held.filter((lease) => lease.is_seen === 0 && seenNow.has(lease.id)).map(({ id }) => id);
  await data.leases.update(seenIds, { is_seen: 1 });
  const expiresAt = new Date(expires_at).toISOString();
  return { held: ids.map((id) => ({ id, expiresAt })) };
}

/** Gives leases of a person back, so that others can be asked. Those that are not theirs, or are gone, change nothing. */
export async function returnLeases({ data }: ProjectWork, person: string, ids: readonly string[]): Promise<void> {
  const asked = new Set(ids);
  const mine = (await data.leases.ofPerson(person)).filter(({ id }) => asked.has(id));
  await data.leases.delete(mine.map(({ id }) => id));
}
