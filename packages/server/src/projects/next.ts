import { hashText, type Lease, mix, type Next } from '@alaas/core';
import type { LeaseRow, NewLease } from '../database/lease-table.ts';
import type { RecordRow } from '../database/record-table.ts';
import type { PersonTally } from '../database/tally-table.ts';
import { type Askable, askable, freeSlots } from './askable.ts';
import { emptyReason } from './empty-reason.ts';
import { dueGold } from './gold.ts';
import { leaseJson } from './lease-json.ts';
import { isLive, leaseAnswers, leaseMs } from './lease-time.ts';
import { insertRecords } from './new-records.ts';
import type { QueueMemory } from './queue-memory.ts';
import { readReason, type StoredReason } from './reasons.ts';
import type { ProjectWork } from './work.ts';

/** Ended leases that nobody took over are kept so long, for answers that come late. */
const keptMs = 24 * 60 * 60_000;

export interface NextTools {
  readonly memory: QueueMemory;
  readonly newId: () => string;
}

/** A lease of the caller with its record. */
export interface Held {
  readonly lease: LeaseRow;
  readonly record: RecordRow;
  readonly reason: StoredReason;
}

/**
 * The records that a person should have in hand: those they hold, then new ones up to `n`. Leases that they have not seen
 * are exchanged once a newer head serves.
 */
export async function nextLeases(
  work: ProjectWork,
  person: string,
  { n, anyway }: { readonly n: number; readonly anyway: boolean },
  tools: NextTools,
): Promise<Next> {
  const { data, settings, choices } = work;
  const total = await data.tallies.total();
  const tally = await data.tallies.of(person);
  const held = await heldLeases(work, person);
  const isStopped = choices.stop.isAdvised && !anyway;
  const quota = (settings.quota ?? Number.POSITIVE_INFINITY) - tally.answers;
  const outdated = isStopped ? [] : held.filter((one) => isOutdated(one, choices.modelVersion));
  const kept = held.filter((one) => !outdated.includes(one));
  const room = isStopped ? 0 : Math.min(n, quota) - kept.length;
  const passed = tools.memory.of(work, person, total.reopened);
  let now = held;
  if (room > 0) {
    const taken = new Set(kept.map(({ record }) => record.item));
    const fresh = await findFresh(work, { person, passed, taken }, { room, outdated, tally });
    now = [...kept, ...(await give(work, { person, tally, outdated, fresh }, tools))];
  }
  const leases = await describeLeases(work, person, inOrder(now).slice(0, n));
  const counts = { mine: tally.answers, completed: total.completed };
  if (leases.length > 0) return { leases, ...counts };
  const empty = await emptyReason(work, person, { quota, isStopped, inPool: tools.memory.inPool });
  return { leases, empty, ...counts };
}

/** What a person holds. A lease that ended goes on where nobody has taken its slot. */
async function heldLeases({ data, now }: ProjectWork, person: string): Promise<Held[]> {
  const mine = await data.leases.ofPerson(person);
  if (mine.length === 0) return [];
  const records = new Map(
    (await data.records.ofNumbers(mine.map(({ record }) => record))).map((row) => [row.number, row]),
  );
  const ended = mine.filter((lease) => !isLive(lease, now));
  const onEnded = await data.leases.ofRecords(ended.map(({ record }) => record));
  const revived = ended.filter((lease) => {
    const record = records.get(lease.record);
    const others = onEnded.filter((other) => other.record === lease.record);
    return record !== undefined && freeSlots(record, others, { person, now }) > 0;
  });
  if (revived.length > 0) {
    const expires_at = now + leaseMs(await data.responses.leadTimes(leaseAnswers));
    await data.leases.update(
      revived.map(({ id }) => id),
      { expires_at },
    );
    for (const lease of revived) lease.expires_at = expires_at;
  }
  return mine.flatMap((lease) => {
    const record = records.get(lease.record);
    if (record === undefined || !isLive(lease, now)) return [];
    return { lease, record, reason: readReason(lease.reason) };
  });
}

/** Chosen by a head before the one that serves, and not on the screen yet. Random draws and gold items do not age. */
function isOutdated({ lease, reason }: Held, modelVersion: number): boolean {
  return lease.is_seen === 0 && reason.arm === 'strategy' && reason.served < modelVersion;
}

interface Wanted {
  readonly room: number;
  readonly outdated: readonly Held[];
  readonly tally: PersonTally;
}

interface Fresh extends Askable {
  /** Of all that the person was given, how many came before. */
  readonly position: number;
}

async function findFresh(
  work: ProjectWork,
  asker: Parameters<typeof askable>[1],
  { room, outdated, tally }: Wanted,
): Promise<Fresh[]> {
  // what takes the place of another takes its position too: gold items were dealt for it already
  const replaced = outdated.map(({ reason }) => reason.position).sort((a, b) => a - b);
  const positions = Array.from({ length: room }, (_, i) => replaced[i] ?? tally.given + i - replaced.length);
  const gold = await dueGold(work, asker.person, positions.slice(replaced.length));
  const others = askable(work, asker);
  const fresh: Fresh[] = [];
  for (const position of positions) {
    const found = gold.get(position) ?? (await others.next()).value;
    if (found !== undefined) fresh.push({ ...found, position });
  }
  return fresh;
}

interface Gift {
  readonly person: string;
  readonly tally: PersonTally;
  readonly outdated: readonly Held[];
  readonly fresh: readonly Fresh[];
}

/** Writes the new leases and returns all that take the place of `outdated` or come on top. */
async function give(work: ProjectWork, { person, tally, outdated, fresh }: Gift, tools: NextTools): Promise<Held[]> {
  if (fresh.length === 0) return [...outdated];
  const { data, now } = work;
  const expires_at = now + leaseMs(await data.responses.leadTimes(leaseAnswers));
  const records = await recordsOf(work, fresh);
  const again = new Map(outdated.map((one) => [one.record.number, one]));
  const given = fresh.map((one, i): Held => {
    const record = records[i] as RecordRow;
    const reason = reasonOf(work, one, record);
    const suggestion = work.settings.showSuggestions ? work.choices.suggestion(record.item) : undefined;
    const lease = {
      id: again.get(record.number)?.lease.id ?? tools.newId(),
      project: work.project,
      record: record.number,
      person,
      reason: JSON.stringify(reason),
      suggestion: suggestion === undefined ? null : JSON.stringify(suggestion),
      is_hidden: suggestion !== undefined && isHidden(work, record.item, person) ? 1 : 0,
      is_seen: 0,
      created_at: now,
      expires_at,
    };
    return { lease, record, reason };
  });
  // fewer new ones than old ones: the old ones that are left stay
  const chosen = new Set(records.map(({ number }) => number));
  const released = outdated.filter(({ record }) => !chosen.has(record.number));
  const left = released.splice(Math.min(released.length, fresh.length - (outdated.length - released.length)));
  const gone = [...released, ...outdated.filter(({ record }) => chosen.has(record.number))].map(
    ({ lease }) => lease.id,
  );
  await data.leases.delete([...gone, ...fresh.flatMap(({ ended }) => ended.map(({ id }) => id))]);
  await data.leases.sweep(now - keptMs);
  await data.leases.insert(given.map(({ lease }): NewLease => lease));
  const positions = fresh.map(({ position }) => position + 1);
  await data.tallies.set(person, { ...tally, given: Math.max(tally.given, ...positions), active_at: now });
  return [...left, ...given];
}

/** The records of what is given, made where there are none. */
async function recordsOf(work: ProjectWork, fresh: readonly Fresh[]): Promise<RecordRow[]> {
  const missing = fresh.flatMap(({ record, candidate }) =>
    record === undefined && candidate !== undefined ? candidate : [],
  );
  const made = await insertRecords(work, missing);
  const byItem = new Map(made.map((row) => [row.item, row]));
  const records: RecordRow[] = [];
  for (const { item, record, candidate } of fresh) {
    if (record !== undefined && candidate?.arm === 'again') await reopen(work, record);
    if (record !== undefined && candidate !== undefined && record.answers === 0 && record.arm === 'strategy') {
      const { arm, strategy, utility = null, round, modelVersion } = candidate;
      const change = { arm, strategy, utility, round, model_version: modelVersion };
      if (round !== record.round) await work.data.records.update(record.number, change);
      records.push({ ...record, ...change });
    } else records.push((record ?? byItem.get(item)) as RecordRow);
  }
  return records;
}

/** Asks a record again that had its answers: it wants the one more that the queue has found worth it. */
async function reopen({ data, sequence }: ProjectWork, { number, slots }: RecordRow): Promise<void> {
  const [stored] = await data.records.ofNumbers([number]);
  if (stored === undefined || stored.completed_at === null) return;
  await data.records.update(number, { slots, completed_at: null });
  await data.records.start([number], sequence);
  const total = await data.tallies.total();
  await data.tallies.setTotal({ ...total, completed: total.completed - 1, reopened: total.reopened + 1 });
}

function reasonOf({ choices }: ProjectWork, { candidate, position }: Fresh, record: RecordRow): StoredReason {
  const { arm, strategy, utility, round, model_version: modelVersion } = record;
  const served = { served: choices.modelVersion, position };
  if (record.gold !== null) {
    // to the person a gold item looks like a random draw
    const [first] = choices.candidates();
    const shown = { arm: 'control', strategy: 'random', round: first?.round ?? 1, modelVersion: choices.modelVersion };
    return { arm: 'gold', strategy: 'gold', ...served, shown: { ...shown, arm: 'control' } };
  }
  if (candidate !== undefined) {
    const { item: _, ...reason } = candidate;
    return { ...reason, ...served };
  }
  return {
    arm,
    strategy,
    ...(utility === null ? {} : { utility }),
    ...(round === null ? {} : { round }),
    ...(modelVersion === null ? {} : { modelVersion }),
    ...served,
  };
}

function isHidden({ settings }: ProjectWork, item: string, person: string): boolean {
  return mix(hashText(`${person}\n${item}`, settings.seed), 0) < settings.hideShare * 2 ** 32;
}

/** What was on the screen first, the one that came back last in front; then as it was given. */
function inOrder(held: readonly Held[]): Held[] {
  return [...held].sort((a, b) => {
    const bySeen = b.lease.is_seen - a.lease.is_seen;
    if (bySeen !== 0) return bySeen;
    const byPosition = a.reason.position - b.reason.position;
    return a.lease.is_seen === 1 ? -byPosition : byPosition;
  });
}

async function describeLeases(work: ProjectWork, person: string, held: readonly Held[]): Promise<Lease[]> {
  if (held.length === 0) return [];
  const drafts = await work.data.drafts.ofPerson(
    person,
    held.map(({ record }) => record.number),
  );
  const byRecord = new Map(drafts.map((draft) => [draft.record, draft.value]));
  return held.map((one) => leaseJson(work, one, byRecord.get(one.record.number)));
}
