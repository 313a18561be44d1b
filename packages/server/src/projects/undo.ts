import { AlaasError, checkAnswer, type ProjectResponse } from '@alaas/core';
import type { LeaseRow } from '../database/lease-table.ts';
import type { ResponseRow } from '../database/response-table.ts';
import { freeSlots } from './askable.ts';
import { isLive, leaseAnswers, leaseMs } from './lease-time.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { ProjectEvent } from './project-events.ts';
import { readReason } from './reasons.ts';
import { responseJson } from './response-json.ts';
import type { ProjectWork } from './work.ts';

/** What was undone or done again, the first step first, and what is to be told once it is on disk. */
export interface Undone {
  readonly responses: ProjectResponse[];
  readonly events: readonly ProjectEvent[];
}

/**
 * Takes back the newest responses of a person. Each record is put into their hands again where a slot is free, so that it can
 * be answered at once, with the value that was undone as their draft. One of which they have seen what others answered goes
 * to somebody else: all they can do is redo.
 */
export async function undo(work: ProjectWork, person: string, n: number, newId: () => string): Promise<Undone> {
  const { data, now } = work;
  const newest = await data.responses.newest(person, { limit: n });
  if (newest.length === 0) return { responses: [], events: [] };
  const ledger = await openLedger(work, newest, newId);
  const items = new Map<string, string>();
  for (const { id, record } of newest) {
    const entry = ledger.entry(record);
    items.set(id, entry.record.item);
    const standing = entry.standing.find((one) => one.id === id);
    if (standing !== undefined) ledger.retract(entry, standing);
  }
  const events = await ledger.write();
  await data.undone.push(
    person,
    newest.map(({ number }) => number),
  );
  const shown = new Set(
    await data.shown.recordsOf(
      person,
      newest.map(({ record }) => record),
    ),
  );
  const blind = newest.filter(({ record }) => !shown.has(record));
  await leaseAgain(ledger, blind, newId);
  for (const { record, value } of blind) {
    if (value !== null) await data.drafts.put({ record, person, value, updated_at: now });
  }
  return { responses: newest.map((row) => show(row, items.get(row.id) as string)), events };
}

/**
 * Enters again what a person undid last. There is nothing to do again once they answered something new.
 *
 * @throws AlaasError `INVALID_ANSWER` for an answer whose label the project has no more
 */
export async function redo(work: ProjectWork, person: string, n: number, newId: () => string): Promise<Undone> {
  const { data, task } = work;
  const steps = await data.undone.pop(person, n);
  if (steps.length === 0) return { responses: [], events: [] };
  const byNumber = new Map(
    (await data.responses.ofNumbers(steps.map(({ response }) => response))).map((row) => [row.number, row]),
  );
  const rows = steps.flatMap(({ response }) => byNumber.get(response) ?? []);
  const ledger = await openLedger(work, rows, newId);
  const responses: ProjectResponse[] = [];
  for (const row of rows) {
    if (row.value !== null) checkAnswer(task, JSON.parse(row.value));
    const entry = ledger.entry(row.record);
    // the key stays with the first one
    const entered = ledger.enter(entry, { ...row, client_key: null });
    responses.push(show(entered, entry.record.item));
  }
  return { responses, events: await ledger.write() };
}

async function openLedger(work: ProjectWork, rows: readonly ResponseRow[], newId: () => string): Promise<Ledger> {
  const ledger = createLedger(work, newId);
  const records = await work.data.records.ofNumbers([...new Set(rows.map(({ record }) => record))]);
  if (records.length === 0) throw new AlaasError('NOT_FOUND', 'The records of these answers are gone.');
  await ledger.load(records);
  return ledger;
}

async function leaseAgain({ work, entry }: Ledger, undone: readonly ResponseRow[], newId: () => string): Promise<void> {
  const { data, now, project } = work;
  const [first] = undone;
  if (first === undefined) return;
  const { person } = first;
  const tally = await data.tallies.of(person);
  const expires_at = now + leaseMs(await data.responses.leadTimes(leaseAnswers));
  const given: LeaseRow[] = [];
  const gone: string[] = [];
  for (const { record: number, reason, suggestion, is_hidden } of undone) {
    const { record, leases } = entry(number);
    if (freeSlots(record, leases, { person, now }) <= 0) continue;
    gone.push(...leases.filter((lease) => lease.person === person || !isLive(lease, now)).map(({ id }) => id));
    const position = tally.given + given.length;
    given.push({
      id: newId(),
      project,
      record: number,
      person,
      reason: JSON.stringify({ ...readReason(reason), position }),
      suggestion,
      is_hidden: is_hidden ?? 0,
      // it was on the screen before
      is_seen: 1,
      created_at: now,
      expires_at,
    });
  }
  await data.leases.delete(gone);
  await data.leases.insert(given);
  await data.tallies.set(person, { ...tally, given: tally.given + given.length, active_at: now });
}

function show(row: ResponseRow, item: string): ProjectResponse {
  return responseJson(row, { item, reason: readReason(row.reason), isTrue: false });
}
