import { randomUUID } from 'node:crypto';
import type { AnswerValue, Arm } from '@alaas/core';
import type { AuditNote } from '../database/audit-table.ts';
import type { NewGold } from '../database/gold-table.ts';
import type { LeaseRow } from '../database/lease-table.ts';
import type { RecordRow } from '../database/record-table.ts';
import type { ResponseRow } from '../database/response-table.ts';
import type { PersonTally } from '../database/tally-table.ts';
import { freeSlots } from './askable.ts';
import { consensus } from './consensus.ts';
import { isLive } from './lease-time.ts';
import type { ProjectEvent } from './project-events.ts';
import type { ProjectWork } from './work.ts';

/** A record with all that a new answer depends on. It changes as answers are entered. */
export interface Entry {
  readonly record: RecordRow;
  /** Responses that were not undone, oldest first. */
  readonly standing: ResponseRow[];
  readonly leases: LeaseRow[];
  /** What a reviewer said, as JSON. */
  readonly verdict: string | undefined;
}

/** A response as it is entered. */
export type EnteredResponse = Pick<
  ResponseRow,
  | 'person'
  | 'status'
  | 'value'
  | 'origin'
  | 'note'
  | 'lead_time_ms'
  | 'suggestion'
  | 'is_hidden'
  | 'reason'
  | 'client_key'
> & {
  /** When it was given, of an answer that was given elsewhere. Default: now. */
  readonly created_at?: number;
};

/**
 * The books of a project during one transaction: responses are entered and retracted in memory, where each sees those before
 * it, and `write` puts all of it on disk at once.
 */
export interface Ledger {
  readonly work: ProjectWork;
  /** Reads what is needed of records; known ones are not read again. */
  load(records: readonly RecordRow[]): Promise<void>;
  entry(record: number): Entry;
  /**
   * Enters a response. It takes the place of the one that the person gave before. It counts when it replaces one that did, or
   * a slot is free: else it is extra.
   */
  enter(entry: Entry, response: EnteredResponse): ResponseRow;
  /** Ends a response, which opens its record again where it counted. */
  retract(entry: Entry, response: ResponseRow): void;
  /**
   * Makes a record gold by its true answer, in JSON, or ordinary again: then the queue gives it by its own rules.
   *
   * @param value undefined: ordinary
   */
  setGold(entry: Entry, value: string | undefined, person: string): void;
  /** Writes everything. @returns what happened, to be told once it is on disk */
  write(): Promise<ProjectEvent[]>;
}

export function createLedger(work: ProjectWork, newId: () => string = randomUUID): Ledger {
  const { data, now, project } = work;
  const entries = new Map<number, Entry>();
  const before = new Map<number, RecordRow>();
  const inserted: ResponseRow[] = [];
  const retracted = new Map<string, ResponseRow>();
  const answeredBy = new Map<string, Set<number>>();
  const goneLeases: string[] = [];
  const golden: NewGold[] = [];
  const ungolden: { readonly record: number; readonly sequence: number }[] = [];
  const deltas = new Map<string, { answers: number; skips: number }>();
  const notes: AuditNote[] = [];
  const events: ProjectEvent[] = [];
  let sequence = work.sequence;
  let hasOpened = false;

  return {
    work,
    async load(records) {
      const fresh = records.filter(({ number }) => !entries.has(number));
      if (fresh.length === 0) return;
      const numbers = fresh.map(({ number }) => number);
      const standing = Map.groupBy(await data.responses.standing(numbers), ({ record }) => record);
      const leases = Map.groupBy(await data.leases.ofRecords(numbers), ({ record }) => record);
      const verdicts = new Map((await data.verdicts.standing(numbers)).map((row) => [row.record, row.value]));
      for (const record of fresh) {
        const { number } = record;
        before.set(number, { ...record });
        entries.set(number, {
          record,
          standing: standing.get(number) ?? [],
          leases: leases.get(number) ?? [],
          verdict: verdicts.get(number),
        });
      }
    },
    entry: (record) => entries.get(record) as Entry,
    enter(entry, response) {
      const { record, standing, leases } = entry;
      const { person, status } = response;
      const previous = standing.find((one) => one.person === person);
      sequence++;
      const countedBefore = previous?.status === 'submitted' && previous.is_extra === 0;
      if (previous !== undefined) end(entry, previous, 'response.replaced');
      // who looked at the item by itself outranks whoever labelled many at once
      if (status === 'submitted') {
        for (const one of standing.filter(({ origin }) => origin === 'bulk')) end(entry, one, 'response.replaced');
      }
      const held = leases.findIndex((lease) => lease.person === person);
      const isHeld = held >= 0 && isLive(leases[held] as LeaseRow, now);
      const hasRoom = isHeld || countedBefore || freeSlots(record, leases, { person, now }) > 0;
      const isExtra = status === 'submitted' && !(record.answers < record.slots && hasRoom);
      const row: ResponseRow = {
        ...response,
        number: 0,
        id: newId(),
        project,
        record: record.number,
        sequence,
        retracted: null,
        is_extra: isExtra ? 1 : 0,
        created_at: response.created_at ?? now,
      };
      if (held >= 0) goneLeases.push(...leases.splice(held, 1).map(({ id }) => id));
      standing.push(row);
      inserted.push(row);
      const answered = answeredBy.get(person) ?? new Set();
      answeredBy.set(person, answered.add(record.number));
      count(person, status, 1);
      settle(entry);
      dropEnded(entry);
      note('response.created', row, record);
      tell('response.created', row, record);
      return row;
    },
    retract(entry, response) {
      sequence++;
      hasOpened = true;
      end(entry, response, 'response.retracted');
      settle(entry);
      tell('response.retracted', response, entry.record);
    },
    setGold({ record }, value, person) {
      if (record.gold === (value ?? null)) return;
      sequence++;
      const { number, item } = record;
      const action = value === undefined ? 'gold.removed' : 'gold.set';
      const details = value === undefined ? { sequence } : { value: readValue(value), sequence };
      if (record.gold !== null) ungolden.push({ record: number, sequence });
      if (value === undefined) hasOpened = true;
      else golden.push({ record: number, person, sequence, value, created_at: now });
      record.gold = value ?? null;
      notes.push({ at: now, person, action, subject: item, details });
      events.push({ type: action, project, at: now, data: { item, reviewer: person, ...details } });
    },
    write,
  };

  function end(entry: Entry, response: ResponseRow, action: string): void {
    response.retracted = sequence;
    entry.standing.splice(entry.standing.indexOf(response), 1);
    if (!inserted.includes(response)) retracted.set(response.id, response);
    if (response.status === 'submitted' && response.is_extra === 0) entry.record.answers--;
    count(response.person, response.status, -1);
    note(action, response, entry.record);
    settle(entry);
  }

  /** Brings a record up to what stands. */
  function settle({ record, standing, verdict }: Entry): void {
    const answers = standing.filter(({ status }) => status === 'submitted');
    record.answers = answers.filter((response) => response.is_extra === 0).length;
    record.skips = standing.length - answers.length;
    record.is_flagged = standing.some((response) => response.note !== null) ? 1 : 0;
    const agreed = consensus(answers.map(({ value }) => JSON.parse(value ?? 'null') as AnswerValue));
    record.answer = verdict ?? (agreed === undefined ? null : JSON.stringify(agreed));
    if (record.answers < record.slots) record.completed_at = null;
    else record.completed_at ??= now;
  }

  /** Ended leases stay only while their slots are free: else they would hold too much again, should the clock jump back. */
  function dropEnded({ record, leases }: Entry): void {
    if (record.gold !== null) return;
    const ended = leases.filter((lease) => !isLive(lease, now)).sort((a, b) => a.expires_at - b.expires_at);
    for (const lease of ended) {
      if (record.answers + leases.length <= record.slots) return;
      leases.splice(leases.indexOf(lease), 1);
      goneLeases.push(lease.id);
    }
  }

  function count(person: string, status: ResponseRow['status'], change: 1 | -1): void {
    const delta = deltas.get(person) ?? { answers: 0, skips: 0 };
    delta[status === 'submitted' ? 'answers' : 'skips'] += change;
    deltas.set(person, delta);
  }

  function note(action: string, row: ResponseRow, { item }: RecordRow): void {
    const { id, person, status, value, origin } = row;
    const details = { response: id, status, value: readValue(value), origin, isExtra: row.is_extra === 1, sequence };
    notes.push({ at: now, person, action, subject: item, details });
  }

  function tell(type: 'response.created' | 'response.retracted', row: ResponseRow, { item }: RecordRow): void {
    const { id, person, status, value, origin } = row;
    const content = {
      id,
      item,
      annotator: person,
      status,
      value: readValue(value),
      origin,
      isExtra: row.is_extra === 1,
    };
    events.push({ type, project, at: now, data: { ...content, sequence } });
  }

  async function write(): Promise<ProjectEvent[]> {
    if (sequence === work.sequence) return events;
    await data.project.update({ sequence });
    for (const { id, retracted: at } of retracted.values()) await data.responses.retract(id, at as number);
    await data.responses.insert(inserted.map(({ number: _, project: __, ...row }) => row));
    await writeRecords();
    await writeGold();
    await data.leases.delete(goneLeases);
    for (const [person, records] of answeredBy) await data.drafts.delete(person, [...records]);
    for (const [person, delta] of deltas) {
      const tally: PersonTally = await data.tallies.of(person);
      const { answers, skips } = tally;
      const counts = { answers: answers + delta.answers, skips: skips + delta.skips };
      await data.tallies.set(person, { ...tally, ...counts, active_at: now });
    }
    await data.audit.add(notes);
    return events;
  }

  /** An item may have become gold and ordinary several times: each time has its own sequence. */
  async function writeGold(): Promise<void> {
    const changes = [
      ...ungolden.map(({ record, sequence: at }) => ({ record, sequence: at, gold: undefined })),
      ...golden.map((gold) => ({ record: gold.record, sequence: gold.sequence, gold })),
    ].sort((a, b) => a.sequence - b.sequence);
    for (const { record, sequence: at, gold } of changes) {
      if (gold === undefined) await data.gold.retract(record, at);
      else await data.gold.insert(gold);
    }
    for (const record of new Set(changes.map((change) => change.record))) {
      await data.records.update(record, { gold: (entries.get(record) as Entry).record.gold });
    }
  }

  async function writeRecords(): Promise<void> {
    const total = await data.tallies.total();
    let { completed, reopened } = total;
    const started: number[] = [];
    const unstarted: number[] = [];
    const byArm = new Map<Arm, number>();
    const changed: RecordRow[] = [];
    for (const { record } of entries.values()) {
      const old = before.get(record.number) as RecordRow;
      const { answers, skips, is_flagged, answer, completed_at } = record;
      const isSame =
        answers === old.answers &&
        skips === old.skips &&
        is_flagged === old.is_flagged &&
        answer === old.answer &&
        record.gold === old.gold &&
        completed_at === old.completed_at;
      if (isSame) continue;
      changed.push(record);
      byArm.set(record.arm, (byArm.get(record.arm) ?? 0) + answers - old.answers);
      if (isStarted(record) && !isStarted(old)) started.push(record.number);
      if (!isStarted(record) && isStarted(old)) unstarted.push(record.number);
      if (completed_at !== null && old.completed_at === null) {
        completed++;
        events.push({
          type: 'record.completed',
          project,
          at: now,
          data: { item: record.item, answer: readValue(answer) },
        });
      }
      if (completed_at === null && old.completed_at !== null) {
        completed--;
        hasOpened = true;
      }
    }
    await data.records.settle(changed);
    await data.records.start(started, sequence);
    await data.records.unstart(unstarted);
    for (const [arm, more] of byArm) await data.tallies.addAnswers(arm, more);
    // whoever was not to be asked may be asked again
    if (hasOpened) reopened++;
    if (completed !== total.completed || reopened !== total.reopened) {
      await data.tallies.setTotal({ ...total, completed, reopened });
    }
  }
}

function isStarted(record: RecordRow): boolean {
  return record.gold === null && record.answers > 0 && record.answers < record.slots;
}

function readValue(value: string | null): AnswerValue | undefined {
  return value === null ? undefined : (JSON.parse(value) as AnswerValue);
}
